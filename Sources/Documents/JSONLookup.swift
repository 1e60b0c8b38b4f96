// What a `JSONValue` asks of its document, by indices of the tape: so a look at a member of a member makes no value, and
// counts no reference.

import Interning

extension JSONDocument {
  /// The value of a member, which is nil also where it is null.
  func value(_ key: StaticString, in object: Int) -> Int? {
    guard let found = member(key, of: object) else {
      noteMiss(of: key, in: object)
      return nil
    }
    return tape[found].is(.null) ? nil : found
  }

  /// The value of a member; nil when there is no object at `object`, or it has no such member.
  func member(_ key: StaticString, of object: Int) -> Int? {
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
    var at = object &+ 1
    while at < node.extent {
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

  /// - Parameter mark: is left out where the text begins with it.
  func interned(at index: Int, orScalar: Bool, from mark: UInt8? = nil) -> InternedString? {
    let node = tape[index]
    guard node.isText || orScalar && !node.isContainer && !node.is(.null) else { return nil }
    if node.is(.escapedText) { return InternedString(utf8: unescaped(input.bytes[node.range]).span.without(mark)) }
    let bytes = input.bytes
    return InternedString(utf8: bytes.span.extracting(node.range).without(mark))
  }

  func internedLine(at index: Int) -> InternedString? {
    let (node, bytes) = (tape[index], input.bytes)
    // A line can end only in an escape.
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
    case .integer: return bytes.span.extracting(node.range).integer()
    // Beyond 2^53 a double no longer tells neighbouring integers apart.
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
    case .integer, .real: return bytes.span.double(node.range)
    case .text:
      let text = bytes.span.extracting(node.range)
      guard text.count <= 400, let form = text.numberForm(from: 0), form.end == text.count else { return nil }
      return text.double(0..<text.count).flatMap { $0.isFinite ? $0 : nil }
    case .object, .array, .escapedText, .yes, .no, .null: return nil
    }
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
  /// The bytes of a scalar, escapes decoded.
  func bytes(of scalar: JSONNode) -> ArraySlice<UInt8> {
    let raw = input.bytes[scalar.range]
    return scalar.is(.escapedText) ? unescaped(raw)[...] : raw
  }

  /// A scalar as a text, escapes decoded.
  func text(of scalar: JSONNode) -> String {
    guard !scalar.is(.escapedText) else { return String(decoding: unescaped(input.bytes[scalar.range]), as: UTF8.self) }
    let bytes = input.bytes
    // The whole input was checked, so this cannot throw; it only sees once more whether all is ASCII.
    do { return String(copying: try UTF8Span(validating: bytes.span.extracting(scalar.range))) } catch { return "" }
  }

  @inline(__always)
  func holds(_ word: StaticString, _ text: JSONNode) -> Bool {
    guard !text.is(.escapedText) else { return decodedHolds(word, text) }
    // Most keys differ in length, and then no byte is looked at.
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

extension Span<UInt8> {
  @inline(__always) @_lifetime(copy self)
  fileprivate func without(_ mark: UInt8?) -> Span<UInt8> {
    guard let mark, count > 0, self[0] == mark else { return self }
    return extracting(1..<count)
  }
}
