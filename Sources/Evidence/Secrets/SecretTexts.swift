import Documents
import Model

/// The texts of one record of a report that are secret by where they stand: the value that a scanner found, the matched
/// line, the snippet, what a variable of a rule stood for.
struct SecretTexts {
  /// The secrets themselves, and what stands in quotation marks or after `=` in the code around them.
  private(set) var values: [String] = []
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
      decoding: name.utf8.filter { (0x61...0x7A).contains($0 | 0x20) }.map { $0 | 0x20 }, as: UTF8.self)
    return namesOfValues.contains(plain) ? .value : namesOfCode.contains(plain) ? .context : .none
  }

  private mutating func add(_ text: String, _ role: Role) {
    guard role != .none, bytes + text.utf8.count <= Self.longest else { return }
    bytes += text.utf8.count
    if role == .value {
      values.append(text)
      for line in text.split(whereSeparator: \.isNewline) where line.utf8.count < text.utf8.count {
        values.append(String(line))
      }
    }
    let parts = text.split { " \t\n\r\"'`,;()[]{}<>".contains($0) }
    var previous = Substring()
    for part in parts {
      if previous.hasSuffix("=") || previous.hasSuffix(":") { values.append(String(part)) }
      previous = part
      let word = part.trimmingPrefix { "=:".contains($0) }
      if let mark = word.firstIndex(where: { $0 == "=" || $0 == ":" }) {
        values.append(String(word[word.index(after: mark)...]))
      }
      if looksSecret(String(word)) || part.first == "=" { values.append(String(word)) }
    }
    for quoted in text.split(omittingEmptySubsequences: false, whereSeparator: { "\"'`".contains($0) }).dropFirst()
      .dropLast()
    {
      values.append(String(quoted))
    }
  }

  /// The text with `…` in place of the secrets, whole or in parts.
  ///
  /// A part is a word of the text that is at least five bytes of a secret and not a plain word in small letters.
  func cut(from text: String) -> String {
    let bytes = Array(text.utf8)
    var hidden: [Range<Int>] = []
    for value in values where value.utf8.count >= 4 && value.utf8.count <= bytes.count {
      let value = Array(value.utf8)
      var at = 0
      while let range = bytes[at...].firstRange(of: value) {
        hidden.append(range)
        at = range.upperBound
      }
    }
    for word in bytes.indices.split(whereSeparator: { !isPart(bytes[$0]) }) where word.count >= 5 {
      let part = bytes[word.startIndex..<word.endIndex]
      let isPlain = part.dropFirst().allSatisfy { (0x61...0x7A).contains($0) }
      if !isPlain, values.contains(where: { Array($0.utf8).firstRange(of: part) != nil }) {
        hidden.append(word.startIndex..<word.endIndex)
      }
    }
    guard !hidden.isEmpty else { return text }
    return bytes.hiding(hidden.sorted { $0.lowerBound < $1.lowerBound })
  }
}

private func isPart(_ byte: UInt8) -> Bool {
  (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte >= 0x80
    || "_+/=$!#%&@-".utf8.contains(byte)
}

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
