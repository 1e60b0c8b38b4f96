import Foundation
import TestSupport
import Testing

/// A page of the documentation: its fenced blocks, its headings and its links.
struct Page: Sendable, CustomTestStringConvertible {
  static let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL

  /// The path from the root of the project.
  let path: String
  let lines: [String]

  init(_ path: String) throws {
    self.path = path
    lines = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8).components(separatedBy: "\n")
  }

  var testDescription: String { path }
  var url: URL { Self.root.appending(path: path) }

  /// Each page that is about the use of the program or of the project.
  static let all: [Page] = {
    let folders = ["", "docs", "policies", "policies/starter", "policies/standard", "policies/strict", "bench"]
    let examples = ["examples/shop"]
    return (folders + examples).flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
      return names.filter { $0.hasSuffix(".md") }.sorted().compactMap {
        try? Page(folder.isEmpty ? $0 : "\(folder)/\($0)")
      }
    }
  }()

  /// A fenced block. What follows its language says what the block is run in: `sh new` in the repository `new`.
  struct Block: Sendable {
    let language: String
    let words: [String]
    /// The lines between the fences.
    let lines: Range<Int>
    let text: String
    /// The HTML comment in the line before the block, without its marks.
    let comment: String?
  }

  var blocks: [Block] {
    var blocks: [Block] = []
    var (start, info, indent) = (0, [String]?.none, 0)
    for (number, line) in lines.enumerated() {
      let content = line.drop { $0 == " " }
      guard content.hasPrefix("```") else { continue }
      if let words = info {
        let text = lines[start..<number].map { String($0.dropFirst(min(indent, $0.prefix { $0 == " " }.count))) }
        let before = start >= 2 ? lines[start - 2] : ""
        let isComment = before.hasPrefix("<!-- ") && before.hasSuffix(" -->")
        blocks.append(
          Block(
            language: words.first ?? "", words: Array(words.dropFirst()), lines: start..<number,
            text: text.joined(separator: "\n"),
            comment: isComment ? String(before.dropFirst(5).dropLast(4)) : nil))
        info = nil
      } else {
        (info, start) = (content.dropFirst(3).split(separator: " ").map(String.init), number + 1)
        indent = line.count - content.count
      }
    }
    return blocks
  }

  func blocks(_ language: String) -> [String] { blocks.filter { $0.language == language }.map(\.text) }

  /// The lines outside of blocks.
  var prose: [String] {
    var isInside = false
    return lines.filter { line in
      let isFence = line.drop { $0 == " " }.hasPrefix("```")
      if isFence { isInside.toggle() }
      return !isInside && !isFence
    }
  }

  /// The anchors of the headings, as GitHub makes them.
  var anchors: Set<String> {
    var anchors: Set<String> = []
    for heading in prose where heading.hasPrefix("#") {
      let kept = heading.drop { $0 == "#" }.dropFirst().lowercased().unicodeScalars.filter {
        $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-" || $0 == "_" || $0 == " "
      }
      let slug = String(String.UnicodeScalarView(kept)).replacing(" ", with: "-")
      let taken = (1...).lazy.map { "\(slug)-\($0)" }.first { !anchors.contains($0) }
      anchors.insert(anchors.contains(slug) ? taken ?? slug : slug)
    }
    return anchors
  }

  /// The targets of links to files and headings of the project.
  var links: [String] {
    let text = prose.joined(separator: "\n").replacing(/`[^`\n]*`/, with: "")
    return text.matches(of: /\]\(([^)\s]+)\)/).map { String($0.output.1) }.filter { !$0.contains(/^[a-z]+:/) }
  }
}
