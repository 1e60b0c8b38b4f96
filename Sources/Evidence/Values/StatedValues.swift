import Documents
import Interning
import Model

extension JSONValue {
  /// The string or number of a member that the format requires.
  ///
  /// - Throws: `json-unexpected-type` if it is missing or empty: without it one record cannot be distinguished from another.
  func required(_ key: StaticString) throws(Diagnostic) -> String {
    guard let text = scalar(key), !text.isEmpty else { throw mismatch("an object with `\(key)`") }
    return text
  }

  /// The first of two members that is present and not empty, since releases of a tool use different names.
  ///
  /// - Throws: `json-unexpected-type` if neither is.
  func required(_ key: StaticString, or other: StaticString) throws(Diagnostic) -> String {
    if let text = stated(key) { return text }
    return try required(other)
  }

  /// The string or number of a member; nil if it is missing or empty, since many tools write an empty string for
  /// "unknown".
  func stated(_ key: StaticString) -> String? { scalar(key).flatMap { $0.isEmpty ? nil : $0 } }

  /// The string or number of a required member, interned.
  ///
  /// - Throws: `json-unexpected-type` if it is missing or empty.
  func required(interned key: StaticString) throws(Diagnostic) -> InternedString {
    guard let text = stated(interned: key) else { throw mismatch("an object with `\(key)`") }
    return text
  }

  /// The string or number of a member, interned; nil if it is missing or empty.
  func stated(interned key: StaticString) -> InternedString? { interned(stated: key) }

  /// The strings and numbers of a list; a single one counts as a list of one. Empty if the member is missing.
  func texts(_ key: StaticString) throws(Diagnostic) -> [String] {
    guard let value = self[key] else { return [] }
    guard value.kind == .array else { return value.scalar.map { [$0] } ?? [] }
    var texts: [String] = []
    for element in try value.elements() { if let text = element.scalar { texts.append(text) } }
    return texts
  }

  /// Calls `body` with each string or number of a list, interned; a single one counts as a list of one.
  func forEach(textOf key: StaticString, _ body: (InternedString) -> Void) throws(Diagnostic) {
    guard let value = self[key] else { return }
    if value.isArray {
      for element in try value.elements() { if let text = element.internedScalar { body(text) } }
    } else if let text = value.internedScalar {
      body(text)
    }
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmed: String {
    guard let first = utf8.first, first <= 0x20 || (utf8.last ?? 0) <= 0x20 else { return self }
    var bytes = Substring(self).utf8
    while let byte = bytes.first, byte <= 0x20 { bytes.removeFirst() }
    while let byte = bytes.last, byte <= 0x20 { bytes.removeLast() }
    return String(Substring(bytes))
  }
}

/// A decimal number in digits, such as a score; nil for any other text. A single comma is a decimal mark as well: scores
/// need none for thousands.
func decimal(_ text: String) -> Double? {
  // Nearly all are plain, and are not taken apart.
  if text.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }) { return Double(text) }
  let digits = text.trimmed.utf8
  let marks = digits.filter { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
  let rest = digits.dropFirst(digits.first == UInt8(ascii: "+") || digits.first == UInt8(ascii: "-") ? 1 : 0)
  guard marks.count <= 1, rest.contains(where: { (48...57).contains($0) }),
    rest.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") })
  else { return nil }
  return Double(String(decoding: digits.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }, as: UTF8.self))
}

extension [InternedString] {
  /// Appends a text unless it is empty or already in the list.
  mutating func add(_ text: InternedString) {
    if text != .empty, !contains(text) { append(text) }
  }
}

extension [String] {
  /// The texts without empty ones and duplicates, in order of first occurrence.
  var distinct: [String] {
    // Most lists have one or two elements, for which a linear search is faster than a set.
    if count < 8, !indices.contains(where: { self[$0].isEmpty || self[..<$0].containsSame(as: self[$0]) }) {
      return self
    }
    var seen: Set<ExactText> = []
    return filter { !$0.isEmpty && seen.insert(ExactText($0)).inserted }
  }
}

extension InternedString {
  /// The title of a vulnerability that has none: `CVE-2021-44228 in log4j-core`.
  init(_ vulnerability: InternedString, in package: InternedString) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(vulnerability.utf8.count + between.utf8.count + package.utf8.count)
    bytes.append(vulnerability)
    bytes.append(between)
    bytes.append(package)
    self.init(utf8: bytes.span)
  }

  var withoutLeadingSlash: InternedString {
    let bytes = utf8
    guard bytes.count > 0, bytes[0] == UInt8(ascii: "/") else { return self }
    return InternedString(utf8: bytes.extracting(1..<bytes.count))
  }
}

extension Span<UInt8> {
  /// Whether the span contains the byte. The loop has no early exit, so that it can be vectorised.
  func has(_ byte: UInt8) -> Bool {
    var isFound = false
    for index in indices where self[index] == byte { isFound = true }
    return isFound
  }
}

extension String {
  func has(_ byte: UInt8) -> Bool { utf8Span.span.has(byte) }

  /// A path relative to the root of the scan, for tools that write it with a leading slash.
  var withoutLeadingSlash: String {
    utf8.first == UInt8(ascii: "/") ? String(self[utf8.index(after: startIndex)...]) : self
  }
}

extension JSONValue {
  /// The first element of an array; nil if it is empty or the value is not an array.
  var firstElement: JSONValue? {
    guard kind == .array else { return nil }
    do { return try elements().first } catch { return nil }
  }

  /// Whether the member is missing, not an array, or an array without elements.
  func isEmptyList(_ key: StaticString) -> Bool { self[key]?.firstElement == nil }
}

extension JSONValue {
  /// The records of a stream: the elements of an array, or the value itself if it is not an array. Nested arrays, such
  /// as the pages of an API, are flattened one level.
  var records: [JSONValue] {
    get throws(Diagnostic) {
      guard kind == .array else { return [self] }
      var records: [JSONValue] = []
      for element in try elements() {
        if element.kind == .array { records += try element.elements() } else { records.append(element) }
      }
      return records
    }
  }

  /// The first record of the stream; nil if there is none.
  var firstRecord: JSONValue? {
    guard kind == .array else { return self }
    return firstElement.flatMap { $0.kind == .array ? $0.firstElement : $0 }
  }
}

extension JSONValue {
  var isContainer: Bool { kind == .array || kind == .object }

  /// The entries of an array of PHP, which JSON has as an object, or as an array if its keys are 0, 1, 2 and so on: each
  /// key and its value. An empty one is written `[]`.
  ///
  /// - Throws: `json-unexpected-type` for any other value but null.
  var entries: [(key: String, value: JSONValue)] {
    get throws(Diagnostic) {
      if kind == .null { return [] }
      if kind == .array { return try elements().enumerated().map { ("\($0)", $1) } }
      return try members().map { ($0.key, $0.value) }
    }
  }

  /// The first value in an object or array; nil if there is none.
  var firstEntry: JSONValue? {
    if kind == .array { return firstElement }
    do { return try members().first { _ in true }?.value } catch { return nil }
  }
}

extension ReportBuilder {
  /// The position of a record in a stream.
  func position(ofRecord index: Int, in root: JSONValue) -> SourcePosition {
    root.kind == .array ? position("", index) : SourcePosition(file: input.name, pointer: pointer)
  }
}

private let between = InternedString(" in ")

extension [UInt8] {
  fileprivate mutating func append(_ text: InternedString) {
    let bytes = text.utf8
    for index in bytes.indices { append(bytes[index]) }
  }
}
