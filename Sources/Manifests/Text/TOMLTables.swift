import Model
import System

/// The tables of a TOML file (TOML 1.0.0) with the lines on which they stand.
///
/// Only what lock files need is decoded: strings, arrays of strings, and the members of inline tables. Other values are
/// kept as they are written.
struct TOMLTables {
  struct Table {
    /// The dotted name of its header; empty for what precedes the first header.
    var name: [Bytes]
    var lines: ClosedRange<Int>
    var members: [TOMLMember] = []

    func isNamed(_ path: String...) -> Bool {
      name.count == path.count && zip(name, path).allSatisfy { $0.equals($1) }
    }
    subscript(key: String) -> TOMLValue? { members.first { $0.key.count == 1 && $0.key[0].equals(key) }?.value }
    func text(_ key: String) -> String? { self[key]?.text }
  }

  private(set) var tables: [Table] = [Table(name: [], lines: 1...1)]

  init(_ input: Input) throws(Diagnostic) {
    var scanner = TOMLScanner(input)
    while true {
      scanner.skipBlank()
      guard let byte = scanner.peek else { break }
      if byte == UInt8(ascii: "[") {
        let line = scanner.line
        tables.append(Table(name: try scanner.header(), lines: line...line))
      } else {
        let member = try scanner.member()
        tables[tables.count - 1].members.append(member)
        let first = tables[tables.count - 1].lines.lowerBound
        tables[tables.count - 1].lines = first...max(first, member.lines.upperBound)
      }
      try scanner.endLine()
    }
  }
}

/// A key with its value.
struct TOMLMember {
  /// The parts of a dotted key.
  var key: [Bytes]
  var value: TOMLValue
  var lines: ClosedRange<Int>
}

/// A value as it is written.
struct TOMLValue {
  let bytes: Bytes
  fileprivate let input: Input
  fileprivate let line: Int

  /// The text of a string; nil for other values.
  var text: String? {
    guard let first = bytes.first, first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") else { return nil }
    let quotes = bytes.count >= 6 && bytes.prefix(3).allSatisfy { $0 == first } ? 3 : 1
    return bytes.dropFirst(quotes).dropLast(quotes).text
  }

  var isTable: Bool { bytes.first == UInt8(ascii: "{") }

  /// The strings of an array, at any depth.
  func texts() throws(Diagnostic) -> [String] {
    guard bytes.first == UInt8(ascii: "[") else { return [] }
    var scanner = TOMLScanner(input, bytes, line: line)
    return try scanner.strings()
  }

  /// The members of an inline table.
  func members() throws(Diagnostic) -> [TOMLMember] {
    guard isTable else { return [] }
    var scanner = TOMLScanner(input, bytes.dropFirst().dropLast(), line: line)
    return try scanner.inlineMembers()
  }

  /// The value of the first of several keys that it has.
  func member(ofAny keys: String...) throws(Diagnostic) -> TOMLValue? {
    for key in keys { if let found = try member(key) { return found } }
    return nil
  }

  /// The value of a dotted key, whether it is written with dots or with inline tables.
  func member(_ path: String...) throws(Diagnostic) -> TOMLValue? {
    var (value, rest) = (self, path[...])
    while !rest.isEmpty {
      var found: TOMLMember?
      for member in try value.members()
      where member.key.count <= rest.count && zip(member.key, rest).allSatisfy({ $0.equals($1) }) { found = member }
      guard let found else { return nil }
      (value, rest) = (found.value, rest.dropFirst(found.key.count))
    }
    return value
  }
}

/// Reads keys and values of TOML, without recursion.
struct TOMLScanner {
  private let input: Input
  private let bytes: Bytes
  private var at: Int
  private(set) var line: Int

  init(_ input: Input) {
    self.init(input, input.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? input.bytes[3...] : input.bytes[...], line: 1)
  }

  init(_ input: Input, _ bytes: Bytes, line: Int) {
    (self.input, self.bytes, at, self.line) = (input, bytes, bytes.startIndex, line)
  }

  var peek: UInt8? { at < bytes.endIndex ? bytes[at] : nil }

  private func fault(_ what: String) -> Diagnostic { input.unreadable("is not TOML: \(what)", line: line) }

  private mutating func advance() {
    if bytes[at] == UInt8(ascii: "\n") { line += 1 }
    at += 1
  }

  private mutating func skipSpaces() { while let byte = peek, byte == 0x20 || byte == 0x09 { at += 1 } }
  private mutating func skipComment() {
    if peek == UInt8(ascii: "#") { while let byte = peek, byte != UInt8(ascii: "\n") { at += 1 } }
  }

  /// Skips white space, line ends and comments.
  mutating func skipBlank() {
    while let byte = peek {
      if byte == UInt8(ascii: "#") { skipComment() } else if isSpace(byte) { advance() } else { return }
    }
  }

  /// Skips the rest of a line, on which only a comment may follow.
  mutating func endLine() throws(Diagnostic) {
    skipSpaces()
    skipComment()
    if peek == 0x0D { at += 1 }
    guard peek == nil || peek == UInt8(ascii: "\n") else { throw fault("something follows a value") }
  }

  mutating func header() throws(Diagnostic) -> [Bytes] {
    let brackets = bytes[at...].begins(with: "[[") ? 2 : 1
    at += brackets
    let name = try key()
    for _ in 0..<brackets {
      guard peek == UInt8(ascii: "]") else { throw fault("a header is not closed") }
      at += 1
    }
    return name
  }

  mutating func member() throws(Diagnostic) -> TOMLMember {
    let (first, key) = (line, try key())
    guard peek == UInt8(ascii: "=") else { throw fault("a key has no value") }
    at += 1
    skipSpaces()
    let value = try value()
    return TOMLMember(key: key, value: value, lines: first...line)
  }

  /// The parts of a dotted key.
  private mutating func key() throws(Diagnostic) -> [Bytes] {
    var parts: [Bytes] = []
    while true {
      skipSpaces()
      let start = at
      if let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
        try skipString()
        parts.append(bytes[start..<at].unquoted)
      } else {
        while let byte = peek, isBare(byte) { at += 1 }
        guard at > start else { throw fault("a key is expected") }
        parts.append(bytes[start..<at])
      }
      skipSpaces()
      guard peek == UInt8(ascii: ".") else { return parts }
      at += 1
    }
  }

  private mutating func value() throws(Diagnostic) -> TOMLValue {
    let (start, first) = (at, line)
    var depth = 0
    repeat {
      if depth > 0 { skipBlank() }
      switch peek {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): try skipString()
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        at += 1
      case UInt8(ascii: "]") where depth > 0, UInt8(ascii: "}") where depth > 0:
        depth -= 1
        at += 1
      case UInt8(ascii: ",") where depth > 0, UInt8(ascii: "=") where depth > 0: at += 1
      case let byte?
      where isBare(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ":")
        || byte == UInt8(ascii: "."):
        while let byte = peek, !isSpace(byte), !isDelimiter(byte) { at += 1 }
      default: throw fault("a value is expected")
      }
    } while depth > 0
    return TOMLValue(bytes: bytes[start..<at], input: input, line: first)
  }

  private mutating func skipString() throws(Diagnostic) {
    let quote = bytes[at]
    let isLong = bytes[at...].prefix(3).allSatisfy { $0 == quote } && bytes.endIndex - at >= 3
    at += isLong ? 3 : 1
    while let byte = peek {
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), at + 1 < bytes.endIndex {
        advance()
        advance()
      } else if byte == quote, !isLong || bytes[at...].prefix(3).elementsEqual([quote, quote, quote]) {
        at += isLong ? 3 : 1
        // A long string may end with quotes of its own.
        while isLong, peek == quote { at += 1 }
        return
      } else if byte == UInt8(ascii: "\n"), !isLong {
        break
      } else {
        advance()
      }
    }
    throw fault("a string is not closed")
  }

  /// The strings in an array.
  fileprivate mutating func strings() throws(Diagnostic) -> [String] {
    var found: [String] = []
    while let byte = peek {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        let start = at
        try skipString()
        found.append(bytes[start..<at].unquoted.text)
      } else if byte == UInt8(ascii: "#") {
        skipComment()
      } else {
        advance()
      }
    }
    return found
  }

  fileprivate mutating func inlineMembers() throws(Diagnostic) -> [TOMLMember] {
    var members: [TOMLMember] = []
    while true {
      skipBlank()
      guard peek != nil else { return members }
      members.append(try member())
      skipBlank()
      guard peek == UInt8(ascii: ",") else { return members }
      at += 1
    }
  }
}

private func isBare(_ byte: UInt8) -> Bool {
  isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
}

private func isDelimiter(_ byte: UInt8) -> Bool {
  [UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"), UInt8(ascii: "=")].contains(byte)
}
