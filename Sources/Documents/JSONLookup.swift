// Lookup by tape indices, for `JSONValue`. Nested members are found without intermediate values and reference counting.

import Interning
import Model

extension JSONDocument {
  /// The index of a member's value; nil when there is no such member or its value is null. Notes the miss for
  /// `KeyTypo`.
  func value(_ key: StaticString, in object: Int) -> Int? {
    guard let found = member(key, of: object) else {
      noteMiss(of: key, in: object)
      return nil
    }
    return tape[found].is(.null) ? nil : found
  }

  /// The index of a member's value; nil when the value at `object` is not an object or has no such member.
  func member(_ key: StaticString, of object: Int) -> Int? {
    if notes.isRecording { notes.record(name: key.description) }
    let (bytes, length) = (input.bytes, key.utf8CodeUnitCount)
    return member(of: object) { name in
      name.isPlainText(of: length)
        ? bytes.span.holds(key, from: name.offset &+ 1) : name.is(.escapedText) && decodedHolds(key, name)
    }
  }

  @inline(__always)
  func member(of object: Int, where matches: (JSONNode) -> Bool) -> Int? {
    let node = tape[object]
    guard node.is(.object) else { return nil }
    let start = cursors.position(in: object) ?? object &+ 1
    var at = start
    while at < node.extent {
      let next = tape.after(at &+ 1)
      if matches(tape[at]) {
        cursors.move(to: next, in: object)
        return at &+ 1
      }
      at = next
    }
    at = object &+ 1
    while at < start {
      if matches(tape[at]) { return at &+ 1 }
      at = tape.after(at &+ 1)
    }
    return nil
  }

  func text(at index: Int) -> String? {
    let node = tape[index]
    return node.isText ? text(of: node) : nil
  }

  func scalar(at index: Int) -> String? {
    let node = tape[index]
    return node.isContainer || node.is(.null) ? nil : text(of: node)
  }

  /// The interned text of a string or, with `orScalar`, of any scalar except null.
  ///
  /// - Parameter mark: A byte that is dropped if the text begins with it.
  func interned(at index: Int, orScalar: Bool, from mark: UInt8? = nil) -> InternedString? {
    let node = tape[index]
    guard node.isText || orScalar && !node.isContainer && !node.is(.null) else { return nil }
    if node.is(.escapedText) { return InternedString(utf8: unescaped(input.bytes[node.range]).span.without(mark)) }
    let bytes = input.bytes
    return InternedString(utf8: bytes.span.extracting(node.range).without(mark))
  }

  /// The interned first line of a string, without white space before it.
  func internedLine(at index: Int) -> InternedString? {
    let (node, bytes) = (tape[index], input.bytes)
    // Without escapes a JSON string is a single line (RFC 8259 §7).
    if node.is(.text), node.extent > 0, bytes[node.offset &+ 1] > 0x20 {
      return InternedString(utf8: bytes.span.extracting(node.range))
    }
    guard node.isText else { return nil }
    let line = self.bytes(of: node).drop { $0 <= 0x20 }.prefix { $0 != 0x0A && $0 != 0x0D }
    return InternedString(utf8: line.span)
  }

  func integer(at index: Int) -> Int? {
    let node = tape[index]
    let bytes = input.bytes
    switch node.kind {
    case .integer:
      if let value = bytes.span.extracting(node.range).integer() { return value }
      // It is no number of lines or the like, but it may still be one that a double can hold.
      return number(at: index).flatMap { _ in nil }
    // Above 2^53 a double cannot represent every integer.
    case .real: return number(at: index).flatMap { $0.magnitude <= 0x1p53 ? Int(exactly: $0) : nil }
    case .text:
      let text = bytes.span.extracting(node.range)
      guard let form = text.numberForm(from: 0), form.end == text.count, form.isInteger else { return nil }
      return text.integer()
    case .object, .array, .escapedText, .yes, .no, .null: return nil
    }
  }

  func number(at index: Int) -> Double? {
    let node = tape[index]
    let bytes = input.bytes
    switch node.kind {
    case .integer, .real:
      if let value = bytes.span.double(node.range), value.isFinite { return value }
      notes.add(fault: { outOfRange(index) })
      return nil
    case .text:
      let text = bytes.span.extracting(node.range)
      guard text.count <= 400, let form = text.numberForm(from: 0), form.end == text.count else { return nil }
      return text.double(0..<text.count).flatMap { $0.isFinite ? $0 : nil }
    case .object, .array, .escapedText, .yes, .no, .null: return nil
    }
  }

  /// The error for a number beyond the range of a double that a reader asks for.
  private func outOfRange(_ index: Int) -> Diagnostic {
    Diagnostic(
      .reportInvalid, "the number of \(tape[index].extent) characters is too large to be read",
      at: JSONValue(document: self, index: index).position)
  }

  func flag(at index: Int) -> Bool? {
    switch tape[index].kind {
    case .yes: true
    case .no: false
    case .object, .array, .text, .escapedText, .integer, .real, .null: nil
    }
  }
}

// MARK: - Bytes

extension JSONDocument {
  /// The bytes of a scalar, with escapes decoded.
  func bytes(of scalar: JSONNode) -> ArraySlice<UInt8> {
    let raw = input.bytes[scalar.range]
    return scalar.is(.escapedText) ? unescaped(raw)[...] : raw
  }

  /// The text of a scalar, with escapes decoded.
  func text(of scalar: JSONNode) -> String {
    guard !scalar.is(.escapedText) else { return String(decoding: unescaped(input.bytes[scalar.range]), as: UTF8.self) }
    let bytes = input.bytes
    // The input is validated, so this cannot throw. It only determines whether the text is ASCII.
    do { return String(copying: try UTF8Span(validating: bytes.span.extracting(scalar.range))) } catch { return "" }
  }

  @inline(__always)
  func holds(_ word: StaticString, _ text: JSONNode) -> Bool {
    guard !text.is(.escapedText) else { return decodedHolds(word, text) }
    // Most keys differ in length, and then no bytes are compared.
    guard text.extent == word.utf8CodeUnitCount else { return false }
    let bytes = input.bytes
    return bytes.span.holds(word, from: text.offset &+ 1)
  }

  @inline(__always)
  func holds(_ word: Span<UInt8>, _ text: JSONNode) -> Bool {
    guard text.is(.escapedText) else {
      let bytes = input.bytes
      return bytes.span.holds(word, from: text.offset &+ 1, to: text.offset &+ 1 &+ text.extent)
    }
    let decoded = unescaped(input.bytes[text.range])
    return decoded.span.holds(word, from: 0, to: decoded.count)
  }

  @inline(never)
  private func decodedHolds(_ word: StaticString, _ text: JSONNode) -> Bool {
    let decoded = unescaped(input.bytes[text.range])
    return decoded.count == word.utf8CodeUnitCount && decoded.span.holds(word, from: 0)
  }

  /// The offset at which a container's text ends. After its last scalar there are only white space and one closing
  /// bracket for each container that ends there.
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

extension Span<UInt8> {
  @inline(__always) @_lifetime(copy self)
  fileprivate func without(_ mark: UInt8?) -> Span<UInt8> {
    guard let mark, count > 0, self[0] == mark else { return self }
    return extracting(1..<count)
  }
}
