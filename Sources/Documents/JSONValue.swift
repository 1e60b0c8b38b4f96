package import Interning
package import Model

/// A value in a `JSONDocument`: what it is, what it holds, where it stands. Cheap to copy; nothing is decoded until asked for.
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

  /// Byte offset in the input.
  package var offset: Int { node.offset }

  var node: JSONNode { document.tape[index] }
}

extension JSONValue {
  /// Checks all that was not read of the file that this is the root of.
  package func finish() throws(Diagnostic) { try document.streamed?.finish(document) }
}

// MARK: - Members

extension JSONValue {
  /// The member of that name; nil when this is no object, or the member is missing or null.
  package subscript(_ key: StaticString) -> JSONValue? {
    document.value(key, in: index).map { JSONValue(document: document, index: $0) }
  }

  /// The same by a name that is known only at run time.
  package subscript(member name: String) -> JSONValue? {
    let found = document.member(of: index) { document.holds(name.utf8Span.span, $0) }
    return found.flatMap { document.tape[$0].is(.null) ? nil : JSONValue(document: document, index: $0) }
  }

  /// Whether the member is there, null or not.
  package func has(_ key: StaticString) -> Bool { document.member(key, of: index) != nil }

  /// The elements of the member; none when it is missing or null. Anything but an array throws.
  package func list(_ key: StaticString) throws(Diagnostic) -> JSONList {
    guard let value = document.value(key, in: index) else { return JSONList(document: document, range: 0..<0) }
    return try JSONValue(document: document, index: value).elements()
  }

  /// The member when it is an object, nil when it is missing or null. Anything else throws.
  package func object(_ key: StaticString) throws(Diagnostic) -> JSONValue? {
    guard let value = self[key] else { return nil }
    guard value.node.is(.object) else { throw value.mismatch("an object") }
    return value
  }

  /// The elements of this array; throws when it is none.
  package func elements() throws(Diagnostic) -> JSONList {
    guard node.is(.array) else { throw mismatch("an array") }
    let range = index + 1..<node.extent
    // A long array looks empty here.
    let pieces = range.isEmpty ? JSONList.Pieces(of: document, at: node.offset) : nil
    return JSONList(document: document, range: range, pieces: pieces)
  }

  /// The members of this object; throws when it is none.
  package func members() throws(Diagnostic) -> JSONMembers {
    guard node.is(.object) else { throw mismatch("an object") }
    return JSONMembers(document: document, range: index + 1..<node.extent)
  }

  package func text(_ key: StaticString) -> String? { document.value(key, in: index).flatMap { document.text(at: $0) } }
  package func scalar(_ key: StaticString) -> String? {
    document.value(key, in: index).flatMap { document.scalar(at: $0) }
  }
  /// What `text` gives, interned: no string is made.
  package func interned(text key: StaticString) -> InternedString? {
    document.value(key, in: index).flatMap { document.interned(at: $0, orScalar: false) }
  }
  /// What `scalar` gives, interned, unless that is empty.
  package func interned(stated key: StaticString) -> InternedString? {
    guard let value = document.value(key, in: index), document.tape[value].extent > 0 else { return nil }
    return document.interned(at: value, orScalar: true)
  }
  /// The same of a path, without one slash before it.
  package func interned(pathBelowRoot key: StaticString) -> InternedString? {
    guard let value = document.value(key, in: index), document.tape[value].extent > 0 else { return nil }
    return document.interned(at: value, orScalar: true, from: UInt8(ascii: "/"))
  }
  /// The first line of a text, without white space before it.
  package func interned(firstLineOf key: StaticString) -> InternedString? {
    document.value(key, in: index).flatMap { document.internedLine(at: $0) }
  }
  package func integer(_ key: StaticString) -> Int? {
    document.value(key, in: index).flatMap { document.integer(at: $0) }
  }
  package func number(_ key: StaticString) -> Double? {
    document.value(key, in: index).flatMap { document.number(at: $0) }
  }
  package func flag(_ key: StaticString) -> Bool? { document.value(key, in: index).flatMap { document.flag(at: $0) } }
}

// MARK: - Scalars

extension JSONValue {
  /// A string, its escapes decoded.
  package var text: String? { document.text(at: index) }

  /// A string, or a number or boolean as written.
  package var scalar: String? { document.scalar(at: index) }

  /// What `scalar` gives, interned.
  package var internedScalar: InternedString? { document.interned(at: index, orScalar: true) }

  /// The bytes of what `scalar` gives, without making a text of them.
  package var scalarBytes: ArraySlice<UInt8>? { node.isContainer || node.is(.null) ? nil : document.bytes(of: node) }

  /// An integral number, or a string that is wholly one (`"79"`); nil when it does not fit an `Int`.
  package var integer: Int? { document.integer(at: index) }

  /// A number, or a string that is wholly one; always finite.
  package var number: Double? { document.number(at: index) }

  package var flag: Bool? { document.flag(at: index) }

  /// Whether this is a string with exactly these bytes.
  package func equals(_ word: StaticString) -> Bool { node.isText && document.holds(word, node) }

  /// The bytes as written: of a string those between the quotes (its escapes not decoded), else the whole value.
  /// Where a long array is in it, that looks empty: to find out what is there, ask for the elements.
  package var bytes: ArraySlice<UInt8> {
    node.isContainer ? document.input.bytes[offset..<document.end(of: index)] : document.input.bytes[node.range]
  }
}
