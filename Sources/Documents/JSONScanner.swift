import System

/// Validates a JSON text (RFC 8259) and writes its tape, in one pass and without recursion.
///
/// The bytes must be valid UTF-8. Everything else is validated here, so readers of the tape need no further checks.
struct JSONScanner: ~Escapable {
  /// The form of a text: a single value, a sequence of values that is read as an array, or either of them.
  enum Form { case document, sequence, records }

  /// The nodes, in the order of the text. The capacity is fixed, because a check for growth would cost time for each
  /// node.
  typealias Tape = OutputSpan<JSONNode>

  let bytes: Span<UInt8>
  let deepest: Int
  var at: Int
  private let start: Int
  /// The tape index of the innermost open container, or -1. While a container is open, its `extent` is the index of its
  /// parent plus 1, so that the tape serves as the stack.
  private var open = -1
  private var depth = 0

  @_lifetime(copy bytes)
  private init(_ bytes: Span<UInt8>, from start: Int, deepest: Int) {
    (self.bytes, self.start, at, self.deepest) = (bytes, start, start, deepest)
  }

  /// The tape of the whole text.
  static func scan(_ bytes: Span<UInt8>, from start: Int, as form: Form, deepest: Int) throws(JSONFault) -> [JSONNode] {
    // Reports have a node for every 10 to 30 bytes. A capacity that is too large costs only address space.
    do { return try scan(bytes, from: start, as: form, deepest, capacity: bytes.count / 6 + 16) } catch {
      guard case .tapeFull = error.reason else { throw error }
      // Three bytes have at most two values, as in `1[]`.
      return try scan(bytes, from: start, as: form, deepest, capacity: bytes.count / 3 * 2 + deepest + 3)
    }
  }

  private static func scan(
    _ bytes: Span<UInt8>, from start: Int, as form: Form, _ deepest: Int, capacity: Int
  ) throws(JSONFault) -> [JSONNode] {
    try [JSONNode](capacity: capacity) { (tape: inout Tape) throws(JSONFault) in
      unsafe tape.withUnsafeMutableBufferPointer { buffer, _ in
        unsafe preferHugePages(UnsafeMutableRawBufferPointer(buffer))
      }
      var scanner = JSONScanner(bytes, from: start, deepest: deepest)
      switch form {
      case .document: try scanner.scanDocument(&tape)
      case .sequence: try scanner.scanSequence(&tape)
      case .records: try scanner.scanRecords(&tape)
      }
    }
  }

  /// The next element that the grammar expects.
  private enum Step { case value, member, next, end }

  /// Scans one value, followed only by white space.
  private mutating func scanDocument(_ tape: inout Tape) throws(JSONFault) {
    try scanValue(&tape)
    skipSpace()
    guard at == bytes.count else { throw JSONFault(.trailing, at: at) }
  }

  /// Scans one value. If another one follows, starts again and scans a sequence.
  private mutating func scanRecords(_ tape: inout Tape) throws(JSONFault) {
    try scanValue(&tape)
    skipSpace()
    guard at < bytes.count else { return }
    guard bytes[at] == UInt8(ascii: "{") || bytes[at] == UInt8(ascii: "["), tape[0].isContainer else {
      throw JSONFault(.trailing, at: at)
    }
    at = start
    tape.removeAll()
    try scanSequence(&tape)
  }

  /// Scans values up to the end.
  private mutating func scanSequence(_ tape: inout Tape) throws(JSONFault) {
    tape.append(JSONNode(.array, at: 0, extent: 0))
    skipSpace()
    while at < bytes.count {
      try scanValue(&tape)
      skipSpace()
    }
    tape[0] = JSONNode(.array, at: 0, extent: tape.count)
  }

  /// Appends a node. Throws when the tape is full.
  @inline(__always)
  func add(_ node: JSONNode, to tape: inout Tape) throws(JSONFault) {
    guard !tape.isFull else { throw JSONFault(.tapeFull, at: at) }
    tape.append(node)
  }

  /// The signatures of one object's keys. Allocated once, because clearing it costs more than the keys of most objects.
  typealias Signatures = InlineArray<64, UInt64>

  private mutating func scanValue(_ tape: inout Tape) throws(JSONFault) {
    var step = Step.value
    var signatures = Signatures(repeating: 0)
    while step != .end {
      switch step {
      case .value: step = try value(&tape, &signatures)
      case .member: step = try member(&tape)
      case .next: step = try next(&tape, &signatures)
      case .end: break
      }
    }
  }

  @inline(__always)
  private mutating func value(_ tape: inout Tape, _ signatures: inout Signatures) throws(JSONFault) -> Step {
    switch try peek(tape.span) {
    case UInt8(ascii: "\""): try text(&tape)
    case UInt8(ascii: "{"): return try enter(&tape, .object, closing: UInt8(ascii: "}"), then: .member, &signatures)
    case UInt8(ascii: "["): return try enter(&tape, .array, closing: UInt8(ascii: "]"), then: .value, &signatures)
    case UInt8(ascii: "t"): try word(&tape, .yes, 0x6575_7274, 4)
    case UInt8(ascii: "n"): try word(&tape, .null, 0x6C6C_756E, 4)
    case UInt8(ascii: "f"): try word(&tape, .no, 0x736C_6166, 5)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number(&tape)
    default: throw JSONFault(.notValue, at: at, inside: openOffset(tape.span))
    }
    return .next
  }

  @inline(__always)
  private mutating func member(_ tape: inout Tape) throws(JSONFault) -> Step {
    guard try peek(tape.span) == UInt8(ascii: "\"") else {
      throw JSONFault(.notKey, at: at, inside: openOffset(tape.span))
    }
    try text(&tape)
    guard try peek(tape.span) == UInt8(ascii: ":") else {
      throw JSONFault(.notColon, at: at, inside: openOffset(tape.span))
    }
    at &+= 1
    return .value
  }

  /// Scans what follows a value: a comma, or the end of its container.
  @inline(__always)
  private mutating func next(_ tape: inout Tape, _ signatures: inout Signatures) throws(JSONFault) -> Step {
    guard open >= 0 else { return .end }
    let byte = try peek(tape.span)
    let inObject = tape[open].is(.object)
    if byte == UInt8(ascii: ",") {
      at &+= 1
      return inObject ? .member : .value
    }
    guard byte == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
      throw JSONFault(inObject ? .notMemberEnd : .notElementEnd, at: at, inside: openOffset(tape.span))
    }
    try close(&tape, &signatures)
    return .next
  }

  @inline(__always)
  private mutating func enter(
    _ tape: inout Tape, _ kind: JSONNode.Kind, closing: UInt8, then step: Step, _ signatures: inout Signatures
  )
    throws(JSONFault) -> Step
  {
    depth &+= 1
    guard depth <= deepest else { throw JSONFault(.tooDeep(deepest), at: at) }
    try add(JSONNode(kind, at: at, extent: open &+ 1), to: &tape)
    open = tape.count &- 1
    at &+= 1
    guard try peek(tape.span) == closing else { return step }
    try close(&tape, &signatures)
    return .next
  }

  @inline(__always)
  private mutating func close(_ tape: inout Tape, _ signatures: inout Signatures) throws(JSONFault) {
    let node = tape[open]
    if node.is(.object) { try checkDuplicateKeys(of: open, in: tape.span, &signatures) }
    tape[open] = node.ending(before: tape.count)
    open = node.extent &- 1
    depth &-= 1
    at &+= 1
  }

  /// The offset at which the innermost open container begins, for messages.
  func openOffset(_ tape: Span<JSONNode>) -> Int? { open >= 0 ? tape[open].offset : nil }
}

// MARK: - White space and words

extension JSONScanner {
  /// The next byte that is not white space.
  @inline(__always)
  mutating func peek(_ tape: Span<JSONNode>) throws(JSONFault) -> UInt8 {
    if at < bytes.count, bytes[at] > 0x20 { return bytes[at] }
    skipSpace()
    guard at < bytes.count else { throw JSONFault(.ended, at: at, inside: openOffset(tape)) }
    return bytes[at]
  }

  @inline(__always)
  mutating func skipSpace() {
    while at < bytes.count {
      switch bytes[at] {
      case 0x20, 0x0A, 0x0D, 0x09: at &+= 1
      default: return
      }
      // Indentation is runs of spaces.
      while at &+ 8 <= bytes.count, bytes.word(at: at) == 0x2020_2020_2020_2020 { at &+= 8 }
    }
  }

  /// Scans `true`, `false` or `null`. The first four bytes are compared as one word.
  @inline(__always)
  mutating func word(_ tape: inout Tape, _ kind: JSONNode.Kind, _ expected: UInt32, _ length: Int) throws(JSONFault) {
    guard at &+ length <= bytes.count, bytes.half(at: at) == expected,
      length == 4 || bytes[at &+ 4] == UInt8(ascii: "e")
    else { throw JSONFault(.notValue, at: at, inside: openOffset(tape.span)) }
    try add(JSONNode(kind, at: at, extent: length), to: &tape)
    at &+= length
  }
}
