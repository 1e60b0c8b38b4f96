import Documents
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
        case .object: for (name, member) in try value.members() { open.append((member, Self.role(of: name, in: role))) }
        case .array: for element in try value.elements() { open.append((element, role)) }
        case .string: add(value.text ?? "", role)
        case .number: if role == .value { add(value.scalar ?? "", role) }
        case .boolean, .null: break
        }
      } catch { continue }
    }
  }

  /// Adds the texts of an XML element and what it holds.
  mutating func add(_ element: XMLElement) {
    var open: [(element: XMLElement, role: Role)] = [(element, .none)]
    while let (element, outer) = open.popLast(), bytes < Self.longest, open.count < 4096 {
      let role = Self.role(of: element.name, in: outer)
      if let text = element.text { add(text, role) }
      for name in element.attributeNames {
        if let text = element.attribute(name) { add(text, Self.role(of: name, in: outer)) }
      }
      for child in element.children() { open.append((child, role)) }
    }
  }

  /// Adds a field of a table.
  mutating func add(_ field: String, ofColumn name: String) { add(field, Self.role(of: name, in: .none)) }

  private static func role(of name: String, in outer: Role) -> Role {
    guard outer == .none else { return outer }
    let plain = String(
      decoding: name.utf8.lazy.filter { (0x61...0x7A).contains($0 | 0x20) }.map { $0 | 0x20 }, as: UTF8.self)
    return namesOfValues.contains(plain) ? .value : namesOfCode.contains(plain) ? .context : .none
  }

  private mutating func add(_ text: String, _ role: Role) {
    guard role != .none, bytes + text.utf8.count <= Self.longest else { return }
    bytes += text.utf8.count
    let text = Array(text.utf8)
    if role == .value {
      values.append(text[...])
      let lines = text.split { $0 == 0x0A || $0 == 0x0D }
      if lines.count > 1 { values += lines }
    }
    var previous = text[..<0]
    for part in text.split(whereSeparator: { ends[Int($0)] }) {
      if previous.last.map(isAssignment) == true { values.append(part) }
      previous = part
      let word = part.drop(while: isAssignment)
      if let mark = word.firstIndex(where: isAssignment) { values.append(word[(mark + 1)...]) }
      if part.first == UInt8(ascii: "=") || looksSecret(String(decoding: word, as: UTF8.self)) { values.append(word) }
    }
    values += text.split(omittingEmptySubsequences: false, whereSeparator: isQuote).dropFirst().dropLast()
  }

  /// The text with `…` in place of the secrets, whole or in parts.
  ///
  /// A part is a word of the text that is at least five bytes of a secret and not a plain word in small letters.
  func cut(from text: String) -> String {
    let bytes = Array(text.utf8)
    var hidden: [Range<Int>] = []
    for value in values where value.count >= 4 && value.count <= bytes.count {
      var at = 0
      while let start = bytes[at...].first(of: value) {
        hidden.append(start..<start + value.count)
        at = start + value.count
      }
    }
    for part in bytes.split(whereSeparator: { !isPart($0) }) where part.count >= 5 {
      let isPlain = part.dropFirst().allSatisfy { (0x61...0x7A).contains($0) }
      if !isPlain, values.contains(where: { $0.first(of: part) != nil }) {
        hidden.append(part.startIndex..<part.endIndex)
      }
    }
    guard !hidden.isEmpty else { return text }
    return bytes.hiding(hidden.sorted { $0.lowerBound < $1.lowerBound })
  }
}

extension ArraySlice<UInt8> {
  /// The offset of the first occurrence of a text that is not empty.
  fileprivate func first(of text: ArraySlice<UInt8>) -> Int? {
    guard let head = text.first, count >= text.count else { return nil }
    let (all, wanted) = (span, text.span)
    for at in 0...(all.count - wanted.count) where all[at] == head {
      var length = 1
      while length < wanted.count, all[at + length] == wanted[length] { length += 1 }
      if length == wanted.count { return startIndex + at }
    }
    return nil
  }
}

private func isAssignment(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") }

private func isQuote(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
}

/// The bytes between the words of code.
private let ends: [Bool] = " \t\n\r\"'`,;()[]{}<>".utf8.reduce(into: [Bool](repeating: false, count: 256)) {
  $0[Int($1)] = true
}

private func isPart(_ byte: UInt8) -> Bool {
  (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte >= 0x80 || marks[Int(byte)]
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
