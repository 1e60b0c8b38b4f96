package import Interning
package import Model

/// A value in a `JSONDocument`. It is cheap to copy, and its content is decoded on access.
package struct JSONValue: Sendable {
  package let document: JSONDocument
  let index: Int

  package enum Kind: String, Sendable { case object, array, string, number, boolean, null }

  package var kind: Kind {
    switch node.kind {
    case .object: .object
    case .array: .array
    case .text, .escapedText: .string
    case .integer, .real: .number
    case .yes, .no: .boolean
    case .null: .null
    }
  }

  package var isArray: Bool { node.is(.array) }

  /// The byte offset in the input.
  package var offset: Int { node.offset }

  var node: JSONNode { document.tape[index] }
}

extension JSONValue {
  /// Validates the parts of a long file that were not read. Call it on the root when reading is done. Throws the first
  /// error found.
  package func finish() throws(Diagnostic) { try document.streamed?.finish(document) }
}

// MARK: - Members

extension JSONValue {
  /// The value of a member; nil when this is not an object, or the member is missing or null.
  package subscript(_ key: StaticString) -> JSONValue? {
    document.value(key, in: index).map { JSONValue(document: document, index: $0) }
  }

  /// The value of a member whose name is known only at run time; nil when this is not an object, or the member is
  /// missing or null.
  package subscript(member name: String) -> JSONValue? {
    if document.notes.isRecording {
      document.notes.record(name: name)
      if node.isContainer { document.notes.record(container: document.recordedOffset(of: offset)) }
    }
    let found = document.member(of: index) { document.holds(name.utf8Span.span, $0) }
    return found.flatMap { document.tape[$0].is(.null) ? nil : JSONValue(document: document, index: $0) }
  }

  /// Whether there is a member of this name, even if it is null.
  package func has(_ key: StaticString) -> Bool { document.member(key, of: index) != nil }

  /// The elements of a member that is an array; none when it is missing or null. Throws when it is anything else.
  package func list(_ key: StaticString) throws(Diagnostic) -> JSONList {
    guard let value = document.value(key, in: index) else { return JSONList(document: document, range: 0..<0) }
    return try JSONValue(document: document, index: value).elements()
  }

  /// A member that is an object; nil when it is missing or null. Throws when it is anything else.
  package func object(_ key: StaticString) throws(Diagnostic) -> JSONValue? {
    guard let value = self[key] else { return nil }
    guard value.node.is(.object) else { throw value.mismatch("an object") }
    return value
  }

  /// The elements of this array. Throws when the value is not an array.
  package func elements() throws(Diagnostic) -> JSONList {
    guard node.is(.array) else { throw mismatch("an array") }
    if document.notes.isRecording { document.notes.record(container: document.recordedOffset(of: offset)) }
    let range = index + 1..<node.extent
    // In the skeleton a long array is empty.
    let pieces = range.isEmpty ? JSONList.Pieces(of: document, at: node.offset) : nil
    return JSONList(document: document, range: range, pieces: pieces)
  }

  /// The members of this object. Throws when the value is not an object.
  package func members() throws(Diagnostic) -> JSONMembers {
    guard node.is(.object) else { throw mismatch("an object") }
    let members = JSONMembers(document: document, range: index + 1..<node.extent)
    if document.notes.isRecording {
      document.notes.record(container: document.recordedOffset(of: offset))
      for member in members { document.notes.record(name: member.key) }
    }
    return members
  }

  package func text(_ key: StaticString) -> String? { document.value(key, in: index).flatMap { document.text(at: $0) } }
  package func scalar(_ key: StaticString) -> String? {
    document.value(key, in: index).flatMap { document.scalar(at: $0) }
  }
  /// The string of a member, interned without creating a `String`; nil when it is missing or not a string.
  package func interned(text key: StaticString) -> InternedString? {
    document.value(key, in: index).flatMap { document.interned(at: $0, orScalar: false) }
  }
  /// The string, number or boolean of a member, interned; nil when it is missing or empty.
  package func interned(stated key: StaticString) -> InternedString? {
    guard let value = document.value(key, in: index), document.tape[value].extent > 0 else { return nil }
    return document.interned(at: value, orScalar: true)
  }
  /// The path of a member without a leading slash, interned; nil when it is missing or empty.
  package func interned(pathBelowRoot key: StaticString) -> InternedString? {
    guard let value = document.value(key, in: index), document.tape[value].extent > 0 else { return nil }
    return document.interned(at: value, orScalar: true, from: UInt8(ascii: "/"))
  }
  /// The first line of a member's string without leading white space, interned; nil when it is missing or not a string.
  package func interned(firstLineOf key: StaticString) -> InternedString? {
    document.value(key, in: index).flatMap { document.internedLine(at: $0) }
  }
  package func integer(_ key: StaticString) -> Int? {
    document.value(key, in: index).flatMap { document.integer(at: $0) }
  }
  /// A line or column: an integer of 32 bits, or the nearest one to a number that is none. Nil when the member is missing
  /// or no number.
  package func line(_ key: StaticString) -> Int? {
    guard let value = document.value(key, in: index) else { return nil }
    if let number = document.integer(at: value) { return Int(Int32(clamping: number)) }
    return document.number(at: value).map { Int(max(Double(Int32.min), min(Double(Int32.max), $0))) }
  }
  package func number(_ key: StaticString) -> Double? {
    document.value(key, in: index).flatMap { document.number(at: $0) }
  }
  package func flag(_ key: StaticString) -> Bool? { document.value(key, in: index).flatMap { document.flag(at: $0) } }
}

// MARK: - Scalars

extension JSONValue {
  /// The string, with escapes decoded; nil when the value is not a string.
  package var text: String? { document.text(at: index) }

  /// The string, or the number or boolean as written; nil for any other value.
  package var scalar: String? { document.scalar(at: index) }

  /// The string, number or boolean, interned; nil for any other value.
  package var internedScalar: InternedString? { document.interned(at: index, orScalar: true) }

  /// The bytes of the string, number or boolean; nil for any other value.
  package var scalarBytes: ArraySlice<UInt8>? { node.isContainer || node.is(.null) ? nil : document.bytes(of: node) }

  /// The integer, also from a string that is an integer (`"79"`). Nil for any other value, and when it does not fit an
  /// `Int`.
  package var integer: Int? { document.integer(at: index) }

  /// The finite number, also from a string that is a number. Nil for any other value.
  package var number: Double? { document.number(at: index) }

  package var flag: Bool? { document.flag(at: index) }

  /// Whether the value is a string that is written with escapes, as every text of several lines is (RFC 8259 §7).
  package var hasEscapes: Bool { node.is(.escapedText) }

  /// Whether the value is a string with exactly these bytes.
  package func equals(_ word: StaticString) -> Bool { node.isText && document.holds(word, node) }

  /// The bytes as written. For a string they are those between the quotes, with escapes not decoded. A long array
  /// inside the value appears empty; use `elements` to read it.
  package var bytes: ArraySlice<UInt8> {
    node.isContainer ? document.input.bytes[offset..<document.end(of: index)] : document.input.bytes[node.range]
  }
}

extension JSONDocument {
  /// The outermost value.
  package var root: JSONValue { JSONValue(document: self, index: 0) }
}
