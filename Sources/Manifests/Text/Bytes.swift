/// A part of a file. Names and versions are compared by bytes, never as `String`, whose equality ignores differences
/// that file names and registries make.
typealias Bytes = ArraySlice<UInt8>

extension ArraySlice where Element == UInt8 {
  var text: String { String(decoding: self, as: UTF8.self) }

  func begins(with text: String) -> Bool { starts(with: text.utf8) }
  func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
  func equals(_ text: String) -> Bool { elementsEqual(text.utf8) }

  /// Whether a text occurs. Only for short texts: the time is the product of both lengths.
  func holds(_ text: String) -> Bool { firstIndex(of: text) != nil }

  /// The start of the first occurrence of a short text.
  func firstIndex(of text: String) -> Int? {
    guard let first = text.utf8.first else { return startIndex }
    var rest = self
    while let start = rest.firstIndex(of: first) {
      if self[start...].starts(with: text.utf8) { return start }
      rest = self[(start + 1)...]
    }
    return nil
  }

  /// Without white space at both ends.
  var trimmed: Bytes {
    var rest = self
    while let first = rest.first, isSpace(first) { rest.removeFirst() }
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return rest
  }

  /// The parts before and after the first occurrence of a byte.
  func parted(at byte: Unicode.Scalar) -> (before: Bytes, after: Bytes)? {
    firstIndex(of: UInt8(ascii: byte)).map { (self[..<$0], self[($0 + 1)...]) }
  }

  /// The parts before and after the last occurrence of a byte.
  func partedLast(at byte: Unicode.Scalar) -> (before: Bytes, after: Bytes)? {
    lastIndex(of: UInt8(ascii: byte)).map { (self[..<$0], self[($0 + 1)...]) }
  }

  /// The words between white space.
  var words: [Bytes] { split(whereSeparator: isSpace) }

  /// Without the quotes around it, if there are any.
  var unquoted: Bytes {
    guard count >= 2, let first, first == last, first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") else {
      return self
    }
    return dropFirst().dropLast()
  }

  /// Without a text at its start, if it is there.
  func without(prefix text: String) -> Bytes { begins(with: text) ? dropFirst(text.utf8.count) : self }
  /// Without a text at its end, if it is there.
  func without(suffix text: String) -> Bytes { ends(with: text) ? dropLast(text.utf8.count) : self }
}

func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
