import Interning

/// The words of a text, by which a file that no format reads still tells whether a change touches a package: a build
/// script, or a lock file that is not as its tool writes it.
package struct ManifestText {
  fileprivate let lines: [Bytes]
  /// The lines on which each word stands.
  private let places: [Word: [Int]]

  /// - Parameter hasComments: Whether words in comments count.
  package init(_ bytes: [UInt8], hasComments: Bool = false) {
    lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      (hasComments ? line : line.withoutComment).trimmed.without(suffix: ",")
    }
    var places: [Word: [Int]] = [:]
    for (number, line) in lines.enumerated() {
      for word in line.split(whereSeparator: { !isPartOfWord($0) }) {
        let word = Word(word)
        if places[word]?.last != number { places[word, default: []].append(number) }
      }
    }
    self.places = places
  }

  /// What the change of this text into another does to the lines that name a package with a version; nil when they do
  /// not tell.
  package func change(of name: String, _ version: String?, to head: ManifestText) -> Bool? {
    let old = Set(named(name)), new = Set(head.named(name))
    let touched = new.subtracting(old)
    guard let version else { return touched.isEmpty && !new.isEmpty ? false : nil }
    func isStated(in line: Line) -> Bool { line.has(Word(Array(version.utf8)[...])) }
    if touched.contains(where: isStated) {
      // The same may have stood in a line that the change replaces.
      return old.contains(where: isStated) ? nil : true
    }
    return touched.isEmpty && new.contains(where: isStated) ? false : nil
  }

  /// Whether a line names a package with this one version. `^1.0` and `>=1.0` are ranges, which other files narrow down.
  package func states(_ name: String, _ version: String) -> Bool {
    let word = Word(Array(version.utf8)[...])
    return named(name).contains { $0.pins(word) }
  }

  /// The first of some files, by path, that the text names by its last part, as where a file includes others.
  package func firstFile(of files: FilesByName) -> String? {
    if files.byName.isEmpty { return nil }
    return places.keys.compactMap { files.byName[$0] }.min { $0.precedes($1) }
  }

  /// Whether any line names a package.
  package func names(_ name: String) -> Bool { !named(name).isEmpty }

  private func named(_ name: String) -> [Line] {
    (places[Word(Array(name.utf8)[...])] ?? []).map { Line(bytes: lines[$0]) }
  }
}

extension Bytes {
  /// The line up to a comment, by the signs of the usual languages. What is cut off by mistake proves nothing, which is safe.
  fileprivate var withoutComment: Bytes {
    let start = drop { isSpace($0) }
    if lineComments.contains(where: start.begins) { return [] }
    for (index, byte) in zip(indices, self)
    where byte == UInt8(ascii: "#") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "<") {
      let isApart = index == startIndex || isSpace(self[index - 1])
      let rest = self[index...]
      if isApart && (byte == UInt8(ascii: "#") || rest.begins(with: "//")) || rest.begins(with: "/*")
        || rest.begins(with: "<!--")
      {
        return self[..<index]
      }
    }
    return self
  }
}

/// How a line begins that is a comment, or a part of one.
private let lineComments = ["* ", "-- ", ";", "%"]

private struct Line: Hashable {
  let bytes: Bytes

  var words: [Bytes] { bytes.split(whereSeparator: { !isPartOfWord($0) }) }

  func has(_ word: Word) -> Bool { words.contains { Word($0) == word } }

  /// Whether a word stands in the line without an operator of a range before it.
  func pins(_ word: Word) -> Bool { words.contains { Word($0) == word && !isRange(bytes[..<$0.startIndex]) } }

  private func isRange(_ before: Bytes) -> Bool {
    let bare = before.reversed().drop { isSpace($0) || $0 == UInt8(ascii: "=") }
    return bare.first.map { "^~<>!".utf8.contains($0) } ?? false
  }
}

/// Files by the last part of their paths, to find those that a text names.
package struct FilesByName: Sendable {
  fileprivate var byName: [Word: String] = [:]

  package var isEmpty: Bool { byName.isEmpty }

  package init(_ paths: [String]) {
    for path in paths {
      let bytes = Array(path.utf8)
      let name = Word(bytes[((bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...])
      if byName[name].map({ path.precedes($0) }) ?? true { byName[name] = path }
    }
  }
}

/// The words of the lines that a change adds to a text or takes from it.
package struct ChangedWords: Sendable {
  private let words: Set<Word>

  package init(from base: ManifestText, to head: ManifestText) {
    words = Set(Set(base.lines).symmetricDifference(head.lines).flatMap { Line(bytes: $0).words.map(Word.init) })
  }

  package func contain(_ name: String) -> Bool { words.contains(Word(Array(name.utf8)[...])) }
}

/// A name or version in the one spelling that its variants share: in lower case, with `_` and `-` equal, and without the
/// `v` before a number.
private struct Word: Hashable, Sendable {
  let bytes: [UInt8]

  init(_ text: Bytes) {
    var folded = text.map { byte in
      byte == UInt8(ascii: "_") ? UInt8(ascii: "-") : (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
    if folded.count > 1, folded[0] == UInt8(ascii: "v"), isDigit(folded[1]) { folded.removeFirst() }
    while folded.last == UInt8(ascii: ".") { folded.removeLast() }
    bytes = folded
  }
}

private func isPartOfWord(_ byte: UInt8) -> Bool {
  isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+") || byte >= 0x80
}
