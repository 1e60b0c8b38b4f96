/// A line of a file, in any language.
struct SourceLine {
  let text: ArraySlice<UInt8>
  /// The text without blanks.
  let code: [UInt8]

  init(_ text: ArraySlice<UInt8>) { (self.text, code) = (text, text.filter { $0 > 0x20 }) }

  /// How many blanks come before its code.
  var indentation: Int { text.prefix { $0 <= 0x20 }.count }

  /// Whether it does something, rather than only beginning or ending a block, as `try:`, `} else {` and `return` do.
  var isTelling: Bool {
    code.count { isLetter($0) } >= 3 && code.dropLast().contains { #"(=.:"'"#.utf8.contains($0) }
  }

  /// A name in a line.
  struct Word {
    let name: String
    /// Whether it stands outside of brackets and before the first `=` outside of brackets, which gives it a value.
    var isTarget: Bool
    /// Whether a dot stands before it: it is a part of something else.
    let isMember: Bool
  }

  /// The names and keywords, with what the line does to them.
  var words: [Word] {
    var (words, depth, at, isAssigned) = ([Word](), 0, text.startIndex, false)
    while at < text.endIndex {
      let byte = text[at]
      if isLetter(byte) {
        let end = text[at...].firstIndex { !isLetter($0) && !isDigit($0) } ?? text.endIndex
        let isMember = at > text.startIndex && text[at - 1] == UInt8(ascii: ".")
        let name = String(decoding: text[at..<end], as: UTF8.self)
        words.append(Word(name: name, isTarget: depth == 0 && !isMember && !isAssigned, isMember: isMember))
        at = end
        continue
      }
      if "([{".utf8.contains(byte) { depth += 1 }
      if ")]}".utf8.contains(byte) { depth = max(0, depth - 1) }
      if depth == 0, isAssignment(at) { isAssigned = true }
      at += 1
    }
    if !isAssigned { for index in words.indices { words[index].isTarget = false } }
    return words
  }

  /// Whether a byte is the `=` that gives names before it a value, and no part of a comparison.
  private func isAssignment(_ at: Int) -> Bool {
    guard text[at] == UInt8(ascii: "=") else { return false }
    let before = at > text.startIndex ? text[at - 1] : 0
    let after = at + 1 < text.endIndex ? text[at + 1] : 0
    return !"=!<>".utf8.contains(before) && after != UInt8(ascii: "=")
  }
}

private func isLetter(_ byte: UInt8) -> Bool {
  (97...122).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
}

private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
