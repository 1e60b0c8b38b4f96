import Documents
import Interning
import Model

/// The texts of one record of a report that are secret by where they stand: the value that a scanner found, the matched
/// line, the snippet, what a variable of a rule stood for.
struct SecretTexts {
  /// The secrets themselves, and what stands in quotation marks or after `=` in the code around them, in UTF-8.
  private(set) var values: [ArraySlice<UInt8>] = []
  private var bytes = 0

  /// More is not collected from one record; titles are short.
  private static let longest = 1 << 16

  private enum Role { case none, value, context }

  var isEmpty: Bool { values.isEmpty }

  /// Adds the texts of a JSON record.
  mutating func add(_ record: JSONValue) {
    var open: [(value: JSONValue, role: Role)] = [(record, .none)]
    while let (value, role) = open.popLast(), bytes < Self.longest, open.count < 4096 {
      do throws(Diagnostic) {
        switch value.kind {
        case .object: try value.members().forEachName { open.append(($1, Self.role(of: $0, in: role))) }
        case .array: for element in try value.elements() { open.append((element, role)) }
        case .string: if role != .none { add(value.scalarBytes ?? [], role) }
        case .number: if role == .value { add(value.scalarBytes ?? [], role) }
        case .boolean, .null: break
        }
      } catch { continue }
    }
  }

  /// Adds the texts of an XML element and what it holds.
  mutating func add(_ element: XMLElement) {
    var open: [(element: XMLElement, role: Role)] = [(element, .none)]
    while let (element, outer) = open.popLast(), bytes < Self.longest, open.count < 4096 {
      let role = Self.role(of: element.name.utf8Span.span, in: outer)
      if let text = element.text { add(Array(text.utf8)[...], role) }
      for name in element.attributeNames {
        guard let text = element.attribute(name) else { continue }
        add(Array(text.utf8)[...], Self.role(of: name.utf8Span.span, in: outer))
      }
      for child in element.children() { open.append((child, role)) }
    }
  }

  /// Adds a field of a table.
  mutating func add(_ field: String, ofColumn name: String) {
    add(Array(field.utf8)[...], Self.role(of: name.utf8Span.span, in: .none))
  }

  /// The role of a member, element, attribute or column by the letters of its name, in any letter case.
  private static func role(of name: Span<UInt8>, in outer: Role) -> Role {
    guard outer == .none, let first = name.indices.first(where: { isLetter(name[$0]) }) else { return outer }
    let word = roles[Int(name[first] | 0x20)].first { name.hasLetters(of: $0.letters) }
    return word?.role ?? .none
  }

  /// The names that have a role, by their first letter.
  private static let roles: [[(letters: [UInt8], role: Role)]] = {
    var roles = [[(letters: [UInt8], role: Role)]](repeating: [], count: 256)
    for name in namesOfValues { roles[Int(name.utf8.first ?? 0)].append((Array(name.utf8), .value)) }
    for name in namesOfCode { roles[Int(name.utf8.first ?? 0)].append((Array(name.utf8), .context)) }
    return roles
  }()

  private mutating func add(_ text: ArraySlice<UInt8>, _ role: Role) {
    guard role != .none, bytes + text.count <= Self.longest else { return }
    bytes += text.count
    if role == .value {
      values.append(text)
      let lines = text.split { $0 == 0x0A || $0 == 0x0D }
      if lines.count > 1 { values += lines }
    }
    var previous = text.prefix(0)
    for part in text.split(whereSeparator: { ends[Int($0)] }) {
      if previous.last.map(isAssignment) == true { values.append(part) }
      previous = part
      let word = part.drop(while: isAssignment)
      if let mark = word.firstIndex(where: isAssignment) { values.append(word[(mark + 1)...]) }
      // No shorter word looks like a secret.
      let isSecret = word.count >= 6 && looksSecret(String(decoding: word, as: UTF8.self))
      if part.first == UInt8(ascii: "=") || isSecret { values.append(word) }
    }
    values += text.split(omittingEmptySubsequences: false, whereSeparator: isQuote).dropFirst().dropLast()
  }

  /// The text with `…` in place of the secrets, whole or in parts.
  func cut(from text: String) -> String {
    let hidden = ranges(in: text.utf8Span.span)
    guard !hidden.isEmpty else { return text }
    return Array(text.utf8).hiding(hidden.sorted { $0.lowerBound < $1.lowerBound })
  }

  /// Whether the text holds none of the secrets, neither whole nor in parts.
  func areMissing(from text: InternedString) -> Bool { ranges(in: text.utf8).isEmpty }

  /// Where the text holds secrets or parts of them.
  ///
  /// A part is a word of the text that is at least five bytes of a secret and not a plain word in small letters.
  private func ranges(in text: Span<UInt8>) -> [Range<Int>] {
    var hidden: [Range<Int>] = []
    for value in values where value.count >= 4 {
      var at = 0
      while let start = text.first(of: value.span, from: at) {
        hidden.append(start..<start + value.count)
        at = start + value.count
      }
    }
    var end = 0
    while let start = (end..<text.count).first(where: { isPart(text[$0]) }) {
      end = (start..<text.count).first { !isPart(text[$0]) } ?? text.count
      guard end - start >= 5, (start + 1..<end).contains(where: { !isSmallLetter(text[$0]) }) else { continue }
      let part = text.extracting(start..<end)
      if values.contains(where: { $0.span.first(of: part, from: 0) != nil }) { hidden.append(start..<end) }
    }
    return hidden
  }
}

extension Span<UInt8> {
  /// The offset of the first occurrence of a text that is not empty.
  fileprivate func first(of text: Span<UInt8>, from start: Int) -> Int? {
    guard text.count > 0, count - start >= text.count else { return nil }
    for at in start...(count - text.count) where self[at] == text[0] {
      var length = 1
      while length < text.count, self[at + length] == text[length] { length += 1 }
      if length == text.count { return at }
    }
    return nil
  }

  /// Whether the letters of the text, in any letter case and with anything between them, are these small letters.
  fileprivate func hasLetters(of word: [UInt8]) -> Bool {
    var length = 0
    for at in indices where isLetter(self[at]) {
      guard length < word.count, word[length] == self[at] | 0x20 else { return false }
      length += 1
    }
    return length == word.count
  }
}

private func isLetter(_ byte: UInt8) -> Bool { isSmallLetter(byte | 0x20) }
private func isSmallLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

private func isAssignment(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") }

private func isQuote(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
}

/// The bytes between the words of code.
private let ends: [Bool] = " \t\n\r\"'`,;()[]{}<>".utf8.reduce(into: [Bool](repeating: false, count: 256)) {
  $0[Int($1)] = true
}

private func isPart(_ byte: UInt8) -> Bool {
  isLetter(byte) || (0x30...0x39).contains(byte) || byte >= 0x80 || marks[Int(byte)]
}

/// The other bytes that are part of a word.
private let marks: [Bool] = "_+/=$!#%&@-".utf8.reduce(into: [Bool](repeating: false, count: 256)) { $0[Int($1)] = true }

/// Names of members, elements, attributes and columns, in small letters without separators.
private let namesOfValues: Set = [
  "secret", "secrets", "secretvalue", "rawsecret", "raw", "rawv", "redacted", "offender", "stringsfound",
  "abstractcontent",
  "metavars", "plaintext", "password", "credential", "credentials", "token", "hashedsecret", "secrethash", "ignoresha",
  "match", "matches", "matched", "matchedtext", "matchstring", "rawsourcecodeextract",
]
private let namesOfCode: Set = [
  "matchcontext", "line", "lines", "linecontent", "snippet", "snippets",
  "code", "codesnippet", "codeextract", "codesample", "codeblock", "sourcecode", "sourcecodeextract",
  "context", "contextregion", "printdiff", "diff", "content", "excerpt", "evidence", "extradata", "structureddata",
  "matchedline", "matchedcontent", "value", "values", "example",
]
