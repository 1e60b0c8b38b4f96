import Interning

/// The words of a text, by which a file that no format reads still tells whether a change touches a package: a build
/// script, or a lock file that is not as its tool writes it.
package struct ManifestText {
  private let lines: [Bytes]
  /// The lines on which each word stands.
  private let places: [Word: [Int]]

  package init(_ bytes: [UInt8]) {
    lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      line.trimmed.without(suffix: ",")
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

  /// Whether any line names a package.
  package func names(_ name: String) -> Bool { !named(name).isEmpty }

  private func named(_ name: String) -> [Line] {
    (places[Word(Array(name.utf8)[...])] ?? []).map { Line(bytes: lines[$0]) }
  }
}

private struct Line: Hashable {
  let bytes: Bytes

  func has(_ word: Word) -> Bool {
    bytes.split(whereSeparator: { !isPartOfWord($0) }).contains { Word($0) == word }
  }
}

/// A name or version in the one spelling that its variants share: in lower case, with `_` and `-` equal, and without the
/// `v` before a number.
private struct Word: Hashable {
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
