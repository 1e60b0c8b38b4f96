/// Checks a JSON text against RFC 8259 and writes its tape, in one pass and without recursion.
///
/// The bytes are known to be UTF-8 already; all else is checked here, so whoever walks the tape meets no surprise.
struct JSONScanner: ~Escapable {
  let bytes: Span<UInt8>
  let deepest: Int
  var at: Int
  var tape: [JSONNode] = []
  /// The tape index of the innermost open container, or -1. While it is open its `extent` is the index of the one around
  /// it plus one: the tape is its own stack.
  private var open = -1
  private var depth = 0

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, from start: Int, deepest: Int) {
    (self.bytes, self.at, self.deepest) = (bytes, start, deepest)
    // A node for every 10 to 30 bytes is usual; too small a guess costs a copy, too large a one nothing but addresses.
    tape.append(addingCapacity: bytes.count / 9 + 16) { span in
      unsafe span.withUnsafeMutableBufferPointer { buffer, _ in
        unsafe preferHugePages(UnsafeMutableRawBufferPointer(buffer))
      }
    }
  }

  /// What the grammar asks for next.
  private enum Step { case value, member, next, end }

  /// Reads the whole text: one value, and nothing but white space after it.
  mutating func scanDocument() throws(JSONFault) {
    try scanValue()
    skipSpace()
    guard at == bytes.count else { throw JSONFault(.trailing, at: at) }
  }

  /// Reads one value; where another follows it, all of them from the start, as a sequence.
  mutating func scanRecords() throws(JSONFault) {
    let start = at
    try scanValue()
    skipSpace()
    guard at < bytes.count else { return }
    guard bytes[at] == UInt8(ascii: "{") || bytes[at] == UInt8(ascii: "["), tape[0].isContainer else {
      throw JSONFault(.trailing, at: at)
    }
    at = start
    tape.removeAll(keepingCapacity: true)
    try scanSequence()
  }

  /// Reads values until the end, as if they stood in an array.
  mutating func scanSequence() throws(JSONFault) {
    tape.append(JSONNode(.array, at: 0, extent: 0))
    skipSpace()
    while at < bytes.count {
      try scanValue()
      skipSpace()
    }
    tape[0] = JSONNode(.array, at: 0, extent: tape.count)
  }

  /// Room for the signatures of one object's keys. Made once, for to clear it costs more than the keys of most objects.
  typealias Signatures = InlineArray<64, UInt64>

  private mutating func scanValue() throws(JSONFault) {
    var step = Step.value
    var signatures = Signatures(repeating: 0)
    while step != .end {
      switch step {
      case .value: step = try value(&signatures)
      case .member: step = try member()
      case .next: step = try next(&signatures)
      case .end: break
      }
    }
  }

  @inline(__always)
  private mutating func value(_ signatures: inout Signatures) throws(JSONFault) -> Step {
    switch try peek() {
    case UInt8(ascii: "\""): try text()
    case UInt8(ascii: "{"): return try enter(.object, closing: UInt8(ascii: "}"), then: .member, &signatures)
    case UInt8(ascii: "["): return try enter(.array, closing: UInt8(ascii: "]"), then: .value, &signatures)
    case UInt8(ascii: "t"): try word(.yes, 0x6575_7274, 4)
    case UInt8(ascii: "n"): try word(.null, 0x6C6C_756E, 4)
    case UInt8(ascii: "f"): try word(.no, 0x736C_6166, 5)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
    default: throw JSONFault(.notValue, at: at, inside: openOffset)
    }
    return .next
  }

  @inline(__always)
  private mutating func member() throws(JSONFault) -> Step {
    guard try peek() == UInt8(ascii: "\"") else { throw JSONFault(.notKey, at: at, inside: openOffset) }
    try text()
    guard try peek() == UInt8(ascii: ":") else { throw JSONFault(.notColon, at: at, inside: openOffset) }
    at &+= 1
    return .value
  }

  /// After a value: a comma, or the end of its container.
  @inline(__always)
  private mutating func next(_ signatures: inout Signatures) throws(JSONFault) -> Step {
    guard open >= 0 else { return .end }
    let byte = try peek()
    let inObject = tape[open].is(.object)
    if byte == UInt8(ascii: ",") {
      at &+= 1
      return inObject ? .member : .value
    }
    guard byte == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
      throw JSONFault(inObject ? .notMemberEnd : .notElementEnd, at: at, inside: openOffset)
    }
    try close(&signatures)
    return .next
  }

  @inline(__always)
  private mutating func enter(_ kind: JSONNode.Kind, closing: UInt8, then step: Step, _ signatures: inout Signatures)
    throws(JSONFault) -> Step
  {
    depth &+= 1
    guard depth <= deepest else { throw JSONFault(.tooDeep(deepest), at: at) }
    tape.append(JSONNode(kind, at: at, extent: open &+ 1))
    open = tape.count &- 1
    at &+= 1
    guard try peek() == closing else { return step }
    try close(&signatures)
    return .next
  }

  @inline(__always)
  private mutating func close(_ signatures: inout Signatures) throws(JSONFault) {
    let node = tape[open]
    if node.is(.object) { try refuseDuplicateKeys(of: open, &signatures) }
    tape[open] = node.ending(before: tape.count)
    open = node.extent &- 1
    depth &-= 1
    at &+= 1
  }

  /// Where the innermost open container began, for messages.
  var openOffset: Int? { open >= 0 ? tape[open].offset : nil }
}

// MARK: - White space and words

extension JSONScanner {
  /// The next byte that is not white space.
  @inline(__always)
  mutating func peek() throws(JSONFault) -> UInt8 {
    if at < bytes.count, bytes[at] > 0x20 { return bytes[at] }
    skipSpace()
    guard at < bytes.count else { throw JSONFault(.ended, at: at, inside: openOffset) }
    return bytes[at]
  }

  @inline(__always)
  mutating func skipSpace() {
    while at < bytes.count {
      switch bytes[at] {
      case 0x20, 0x0A, 0x0D, 0x09: at &+= 1
      default: return
      }
      // Indentation comes in runs.
      while at &+ 8 <= bytes.count, bytes.word(at: at) == 0x2020_2020_2020_2020 { at &+= 8 }
    }
  }

  /// `true`, `false` and `null`: the first four bytes as a word, and the fifth.
  @inline(__always)
  mutating func word(_ kind: JSONNode.Kind, _ expected: UInt32, _ length: Int) throws(JSONFault) {
    guard at &+ length <= bytes.count, bytes.half(at: at) == expected,
      length == 4 || bytes[at &+ 4] == UInt8(ascii: "e")
    else { throw JSONFault(.notValue, at: at, inside: openOffset) }
    tape.append(JSONNode(kind, at: at, extent: length))
    at &+= length
  }
}
