import Documents
import Model
import System

/// A waiver file to which waivers are added. Its comments and its formatting are kept.
package struct WaiverFile {
  private let input: Input
  private let lines: [ArraySlice<UInt8>]

  package init(_ input: Input) {
    self.input = input
    lines = input.bytes.split(separator: lineFeed, omittingEmptySubsequences: false)
  }

  /// A file that holds nothing but some waivers.
  package static func new(_ drafts: [WaiverDraft]) -> [UInt8] {
    Array((["gatehouse-waivers: 1", "waivers:"] + drafts.flatMap { $0.lines(indent: 2) }).joined(separator: "\n").utf8)
      + [lineFeed]
  }

  /// The content with more waivers. Throws `waiver-invalid` for a file whose form leaves no place to add them to.
  package func adding(_ drafts: [WaiverDraft]) throws(PolicyError) -> [UInt8] {
    let before = try Waivers.read([input])
    let after: [UInt8]
    do throws(Diagnostic) { after = try edited(drafts) } catch { throw PolicyError([error]) }
    // What was edited is read again: nothing but the new waivers may be different.
    let read = try Waivers.read([Input(name: input.name, bytes: after)])
    let added = Set(drafts.map(\.id))
    guard read.all.filter({ !added.contains($0.id) }).map(\.content) == before.all.map(\.content),
      read.all.count == before.all.count + drafts.count
    else { throw PolicyError([unsuited]) }
    return after
  }

  private func edited(_ drafts: [WaiverDraft]) throws(Diagnostic) -> [UInt8] {
    let root = try YAMLDocument(input).root
    guard let list = root.child("waivers") else { throw unsuited }
    // Nothing after the key is a list without waivers.
    let items: [YAMLNode]
    switch list.value {
    case .sequence(let waivers): items = waivers
    case .scalar where byte(at: root) != UInt8(ascii: "{"):
      return replacing(emptyList: list, with: drafts.flatMap { $0.lines(indent: root.column + 1) })
    case .scalar, .mapping: throw unsuited
    }
    guard byte(at: list) == UInt8(ascii: "[") else {
      return inserting(drafts.flatMap { $0.lines(indent: list.column - 1) }, after: lastLine(of: list))
    }
    if items.isEmpty, byte(at: root) != UInt8(ascii: "{") {
      return replacing(emptyList: list, with: drafts.flatMap { $0.lines(indent: root.column + 1) })
    }
    return inserting(drafts, intoFlow: list, isEmpty: items.isEmpty)
  }

  private var unsuited: Diagnostic {
    Diagnostic(
      .waiverInvalid, "waivers cannot be added to this file without rewriting it",
      at: SourcePosition(file: input.name), help: "write `waivers:` as a list with one `- id: …` for each waiver")
  }

  // MARK: - Places

  /// The offset of a place in its line, which YAML counts in characters.
  private func offset(_ line: Int, _ column: Int) -> Int {
    String(decoding: lines[line - 1], as: UTF8.self).unicodeScalars.prefix(column - 1).reduce(0) {
      $0 + UTF8.width($1)
    }
  }

  private func byte(at node: YAMLNode) -> UInt8? {
    let line = lines[node.line - 1]
    let place = line.startIndex + offset(node.line, node.column)
    return place < line.endIndex ? line[place] : nil
  }

  /// The index of the last line of a list in block style. Comments after it that are not indented more than the list are
  /// not part of it.
  private func lastLine(of list: YAMLNode) -> Int {
    let dash = list.column - 1
    var last = list.line - 1
    for index in list.line..<max(list.line, lines.count) {
      let indent = lines[index].prefix { $0 == space }.count
      guard let first = lines[index].dropFirst(indent).first, first != carriageReturn else { continue }
      if indent > dash || indent == dash && first == UInt8(ascii: "-") {
        last = index
      } else if first != UInt8(ascii: "#") {
        break
      }
    }
    return last
  }

  // MARK: - Edits

  /// The end of the lines of the file.
  private var lineEnd: [UInt8] { lines[0].last == carriageReturn ? [carriageReturn] : [] }

  private func inserting(_ new: [String], after index: Int) -> [UInt8] {
    var lines = lines
    // The last line may have no end, which is that of the new last line then.
    if index == lines.count - 1, lines[index].last != carriageReturn { lines[index] += lineEnd }
    lines.insert(contentsOf: new.map { ArraySlice(Array($0.utf8) + lineEnd) }, at: index + 1)
    return Array(lines.joined(separator: [lineFeed]))
  }

  private func replacing(emptyList list: YAMLNode, with new: [String]) -> [UInt8] {
    let (first, last) = (lines[list.line - 1], lines[list.endLine - 1])
    var start = first[..<(first.startIndex + offset(list.line, list.column))]
    while start.last == space { start.removeLast() }
    var copy = self.lines
    let rest = last[(last.startIndex + offset(list.endLine, list.endColumn))...]
    copy.replaceSubrange((list.line - 1)..<list.endLine, with: [ArraySlice(Array(start) + Array(rest))])
    let file = WaiverFile(Input(name: input.name, bytes: Array(copy.joined(separator: [lineFeed]))))
    return file.inserting(new, after: list.line - 1)
  }

  private func inserting(_ drafts: [WaiverDraft], intoFlow list: YAMLNode, isEmpty: Bool) -> [UInt8] {
    var lines = lines
    let place = lines[list.line - 1].startIndex + offset(list.line, list.column) + 1
    let text = drafts.map(\.flow).joined(separator: ", ") + (isEmpty ? "" : ", ")
    lines[list.line - 1] = lines[list.line - 1][..<place] + Array(text.utf8) + lines[list.line - 1][place...]
    return Array(lines.joined(separator: [lineFeed]))
  }
}

private let (lineFeed, carriageReturn, space) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: " "))
