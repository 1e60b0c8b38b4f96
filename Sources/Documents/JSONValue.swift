import Model

/// A value in a `JSONDocument`: what it is, what it holds, where it stands. Cheap to copy; nothing is decoded until asked for.
package struct JSONValue: Sendable {
  let document: JSONDocument
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

  /// Byte offset in the input.
  package var offset: Int { node.offset }

  var node: JSONNode { document.tape[index] }
}

// MARK: - Members

extension JSONValue {
  /// The member of that name; nil when this is no object, or the member is missing or null.
  package subscript(_ key: StaticString) -> JSONValue? { member(key).flatMap { $0.node.kind == .null ? nil : $0 } }

  /// The same by a name that is known only at run time.
  package subscript(_ key: String) -> JSONValue? {
    let wanted = key.utf8Span.span
    let found = firstMember { document.holds(wanted, $0) }
    return found.flatMap { $0.node.kind == .null ? nil : $0 }
  }

  /// Whether the member is there, null or not.
  package func has(_ key: StaticString) -> Bool { member(key) != nil }

  /// The elements of the member; none when it is missing or null. Anything but an array throws.
  package func list(_ key: StaticString) throws(Diagnostic) -> JSONList {
    guard let value = self[key] else { return JSONList(document: document, range: 0..<0) }
    return try value.elements()
  }

  /// The member when it is an object, nil when it is missing or null. Anything else throws.
  package func object(_ key: StaticString) throws(Diagnostic) -> JSONValue? {
    guard let value = self[key] else { return nil }
    guard value.kind == .object else { throw value.mismatch("an object") }
    return value
  }

  /// The elements of this array; throws when it is none.
  package func elements() throws(Diagnostic) -> JSONList {
    guard node.kind == .array else { throw mismatch("an array") }
    return JSONList(document: document, range: index + 1..<node.extent)
  }

  /// The members of this object; throws when it is none.
  package func members() throws(Diagnostic) -> JSONMembers {
    guard node.kind == .object else { throw mismatch("an object") }
    return JSONMembers(document: document, range: index + 1..<node.extent)
  }

  package func text(_ key: StaticString) -> String? { self[key]?.text }
  package func scalar(_ key: StaticString) -> String? { self[key]?.scalar }
  package func integer(_ key: StaticString) -> Int? { self[key]?.integer }
  package func number(_ key: StaticString) -> Double? { self[key]?.number }
  package func flag(_ key: StaticString) -> Bool? { self[key]?.flag }

  private func member(_ key: StaticString) -> JSONValue? { firstMember { document.holds(key, $0) } }

  @inline(__always)
  private func firstMember(where matches: (JSONNode) -> Bool) -> JSONValue? {
    let node = node
    guard node.kind == .object else { return nil }
    var at = index &+ 1
    while at < node.extent {
      if matches(document.tape[at]) { return JSONValue(document: document, index: at &+ 1) }
      at = document.tape.after(at &+ 1)
    }
    return nil
  }
}

// MARK: - Scalars

extension JSONValue {
  /// A string, its escapes decoded.
  package var text: String? {
    node.isText ? String(decoding: document.bytes(of: node), as: UTF8.self) : nil
  }

  /// A string, or a number or boolean as written.
  package var scalar: String? {
    switch node.kind {
    case .text, .escapedText: text
    case .integer, .real, .yes, .no: String(decoding: bytes, as: UTF8.self)
    case .object, .array, .null: nil
    }
  }

  /// An integral number, or a string that is wholly one (`"79"`); nil when it does not fit an `Int`.
  package var integer: Int? {
    switch node.kind {
    case .integer: return bytes.span.integer()
    // Beyond 2^53 a double no longer tells neighbouring integers apart.
    case .real: return number.flatMap { $0.magnitude <= 0x1p53 ? Int(exactly: $0) : nil }
    case .text:
      guard let form = bytes.span.numberForm(from: 0), form.end == bytes.count, form.isInteger else { return nil }
      return bytes.span.integer()
    case .object, .array, .escapedText, .yes, .no, .null: return nil
    }
  }

  /// A number, or a string that is wholly one; always finite.
  package var number: Double? {
    switch node.kind {
    case .integer, .real: return bytes.span.double(0..<bytes.count)
    case .text:
      guard bytes.count <= 400, let form = bytes.span.numberForm(from: 0), form.end == bytes.count else { return nil }
      return bytes.span.double(0..<bytes.count).flatMap { $0.isFinite ? $0 : nil }
    case .object, .array, .escapedText, .yes, .no, .null: return nil
    }
  }

  package var flag: Bool? {
    switch node.kind {
    case .yes: true
    case .no: false
    case .object, .array, .text, .escapedText, .integer, .real, .null: nil
    }
  }

  /// Whether this is a string with exactly these bytes.
  package func equals(_ word: StaticString) -> Bool { node.isText && document.holds(word, node) }

  /// The bytes as written: of a string those between the quotes (its escapes not decoded), else the whole value.
  package var bytes: ArraySlice<UInt8> {
    node.isContainer ? document.input.bytes[offset..<document.end(of: index)] : document.input.bytes[node.range]
  }
}

extension JSONDocument {
  /// The bytes of a text, escapes decoded.
  func bytes(of text: JSONNode) -> ArraySlice<UInt8> {
    let raw = input.bytes[text.range]
    return text.kind == .escapedText ? unescaped(raw)[...] : raw
  }

  func holds(_ word: StaticString, _ text: JSONNode) -> Bool {
    guard text.kind == .escapedText else {
      guard text.extent == word.utf8CodeUnitCount else { return false }
      let bytes = input.bytes
      return bytes.span.holds(word, from: text.offset &+ 1, to: text.offset &+ 1 &+ text.extent)
    }
    let decoded = unescaped(input.bytes[text.range])
    return decoded.span.holds(word, from: 0, to: decoded.count)
  }

  @inline(__always)
  func holds(_ word: Swift.Span<UInt8>, _ text: JSONNode) -> Bool {
    guard text.kind == .escapedText else {
      let bytes = input.bytes
      return bytes.span.holds(word, from: text.offset &+ 1, to: text.offset &+ 1 &+ text.extent)
    }
    let decoded = unescaped(input.bytes[text.range])
    return decoded.span.holds(word, from: 0, to: decoded.count)
  }

  /// Where a container's text ends. After its last scalar there are only white space and closing brackets, as many as
  /// containers end there.
  func end(of container: Int) -> Int {
    let last = tape[container].extent - 1
    var levels = tape[container...last].count { $0.isContainer && $0.extent == last + 1 }
    var at = tape[last].isContainer ? tape[last].offset + 1 : tape[last].range.upperBound + (tape[last].isText ? 1 : 0)
    while levels > 0, at < input.bytes.count {
      if input.bytes[at] == UInt8(ascii: "}") || input.bytes[at] == UInt8(ascii: "]") { levels -= 1 }
      at += 1
    }
    return at
  }
}
