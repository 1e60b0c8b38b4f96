import Documents
import Interning
import Model

extension JSONValue {
  /// A text or number that the format promises. Throws where it is missing or empty: a record without it cannot be told from
  /// another, and a report is read in full or not at all.
  func required(_ key: StaticString) throws(Diagnostic) -> String {
    guard let text = scalar(key), !text.isEmpty else { throw mismatch("an object with `\(key)`") }
    return text
  }

  /// The first of two that is stated: releases of a tool differ in where they say it.
  func required(_ key: StaticString, or other: StaticString) throws(Diagnostic) -> String {
    if let text = stated(key) { return text }
    return try required(other)
  }

  /// The text of a member; nil also where it is there and empty, which many tools write for "not known".
  func stated(_ key: StaticString) -> String? { scalar(key).flatMap { $0.isEmpty ? nil : $0 } }

  /// The same two, interned: for what goes into an observation as it stands.
  func required(interned key: StaticString) throws(Diagnostic) -> InternedString {
    guard let text = stated(interned: key) else { throw mismatch("an object with `\(key)`") }
    return text
  }
  func stated(interned key: StaticString) -> InternedString? { interned(stated: key) }

  /// The texts and numbers of a list, one alone counting as a list of one. Empty where the member is missing.
  func texts(_ key: StaticString) throws(Diagnostic) -> [String] {
    guard let value = self[key] else { return [] }
    guard value.kind == .array else { return value.scalar.map { [$0] } ?? [] }
    var texts: [String] = []
    for element in try value.elements() { if let text = element.scalar { texts.append(text) } }
    return texts
  }

  /// The same, one by one and interned.
  func forEach(textOf key: StaticString, _ body: (InternedString) -> Void) throws(Diagnostic) {
    guard let value = self[key] else { return }
    if value.isArray {
      for element in try value.elements() { if let text = element.internedScalar { body(text) } }
    } else if let text = value.internedScalar {
      body(text)
    }
  }
}

extension [InternedString] {
  /// Adds a text that is not there yet, and not empty.
  mutating func add(_ text: InternedString) {
    if text != .empty, !contains(text) { append(text) }
  }
}

extension [String] {
  /// Each text once, in the order of its first appearance, without the empty ones.
  var distinct: [String] {
    // Most lists hold one or two, and are looked through sooner than a set is filled.
    if count < 8, !indices.contains(where: { self[$0].isEmpty || self[..<$0].contains(self[$0]) }) { return self }
    var seen: Set<String> = []
    return filter { !$0.isEmpty && seen.insert($0).inserted }
  }
}

extension InternedString {
  /// What to call a vulnerability without a title: `CVE-2021-44228 in log4j-core`.
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
  /// Whether the byte is there. Without a way out, so that many bytes are looked at together.
  func has(_ byte: UInt8) -> Bool {
    var isThere = false
    for index in indices where self[index] == byte { isThere = true }
    return isThere
  }
}

extension String {
  func has(_ byte: UInt8) -> Bool { utf8Span.span.has(byte) }

  /// A path from the root of what was scanned, as a path inside it.
  var withoutLeadingSlash: String {
    utf8.first == UInt8(ascii: "/") ? String(self[utf8.index(after: startIndex)...]) : self
  }
}

extension JSONValue {
  /// The first element of an array; nil when it is empty or this is none.
  var firstElement: JSONValue? {
    guard kind == .array else { return nil }
    do { return try elements().first } catch { return nil }
  }

  /// Whether the member is missing, no array, or an array without elements.
  func isEmptyList(_ key: StaticString) -> Bool { self[key]?.firstElement == nil }
}

extension JSONValue {
  /// The records of a stream: the elements of an array, those of arrays in it in their place (pages of an API, one after the
  /// other), or the value itself where it is no array.
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

  /// The first of the records.
  var firstRecord: JSONValue? {
    guard kind == .array else { return self }
    return firstElement.flatMap { $0.kind == .array ? $0.firstElement : $0 }
  }
}

extension ReportBuilder {
  /// Where a record of a stream stands.
  func place(ofRecord index: Int, in root: JSONValue) -> SourcePosition {
    root.kind == .array ? place("", index) : SourcePosition(file: input.name, pointer: pointer)
  }
}

private let between = InternedString(" in ")

extension [UInt8] {
  fileprivate mutating func append(_ text: InternedString) {
    let bytes = text.utf8
    for index in bytes.indices { append(bytes[index]) }
  }
}
