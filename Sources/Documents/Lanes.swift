// The only place of the JSON reader that says `unsafe`. Every load is checked against the span's end by the standard
// library (it traps, it never reads past it), and every bit pattern is a valid integer; what is "unsafe" is only that
// the loads do not care about types. Sixteen bytes at a time are why a report is read at the speed of memory.
extension Span<UInt8> {
  /// Eight bytes as a little-endian word.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Four bytes as a little-endian word.
  @inline(__always)
  func half(at offset: Int) -> UInt32 {
    unsafe UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// The first byte at or after `start` that cannot be plain text in a JSON string (a quote, a backslash, a control
  /// character), or the end.
  @inline(__always)
  func endOfPlainText(from start: Int) -> Int {
    // Locals, for a global constant would be asked each time whether it is made already.
    let (quotes, backslashes) = (SIMD16<UInt8>(repeating: 0x22), SIMD16<UInt8>(repeating: 0x5C))
    let spaces = SIMD16<UInt8>(repeating: 0x20)
    return first(
      from: start, inLanes: { ($0 .== quotes) .| ($0 .== backslashes) .| ($0 .< spaces) },
      where: { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 })
  }

  /// The first byte at or after `start` that gives JSON its structure (a quote, a comma, a bracket or a brace), or the end.
  @inline(__always)
  func nextMark(from start: Int) -> Int {
    let (quotes, commas) = (SIMD16<UInt8>(repeating: 0x22), SIMD16<UInt8>(repeating: 0x2C))
    // Brackets and braces differ in one bit.
    let bit = SIMD16<UInt8>(repeating: 0x20)
    let (opening, closing) = (SIMD16<UInt8>(repeating: 0x7B), SIMD16<UInt8>(repeating: 0x7D))
    return first(
      from: start,
      inLanes: { ($0 .== quotes) .| ($0 .== commas) .| ($0 | bit .== opening) .| ($0 | bit .== closing) },
      where: { $0 == 0x22 || $0 == 0x2C || $0 | 0x20 == 0x7B || $0 | 0x20 == 0x7D })
  }

  /// The first byte at or after `start` for which a test holds, or the end: by sixteen bytes, and by one for the last of them.
  @inline(__always)
  private func first(
    from start: Int, inLanes: (SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>>, where holds: (UInt8) -> Bool
  ) -> Int {
    var at = start
    while at &+ 16 <= count {
      let stops = inLanes(unsafe bytes.unsafeLoadUnaligned(fromByteOffset: at, as: SIMD16<UInt8>.self))
      let mask = unsafe unsafeBitCast(stops, to: SIMD2<UInt64>.self)
      if mask.x != 0 { return at &+ mask.x.littleEndian.trailingZeroBitCount >> 3 }
      if mask.y != 0 { return at &+ 8 &+ mask.y.littleEndian.trailingZeroBitCount >> 3 }
      at &+= 16
    }
    while at < count {
      if holds(self[at]) { return at }
      at &+= 1
    }
    return at
  }

  /// Whether the bytes from `start` on begin with `word`: by whole words of the machine, the last of which may overlap the
  /// one before.
  @inline(__always)
  func holds(_ word: StaticString, from start: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard word.hasPointerRepresentation, start >= 0, start &+ length <= count else { return false }
    let wanted = unsafe UnsafeRawPointer(word.utf8Start)
    guard length >= 8 else {
      for index in 0..<length where unsafe wanted.load(fromByteOffset: index, as: UInt8.self) != self[start &+ index] {
        return false
      }
      return true
    }
    var at = 0
    while at < length {
      at = min(at, length &- 8)
      let here = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: start &+ at, as: UInt64.self)
      guard unsafe wanted.loadUnaligned(fromByteOffset: at, as: UInt64.self) == here else { return false }
      at &+= 8
    }
    return true
  }

  /// The same for a word made at run time.
  @inline(__always)
  func holds(_ word: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    guard end &- start == word.count, start >= 0, end <= count else { return false }
    for index in 0..<word.count where self[start &+ index] != word[index] { return false }
    return true
  }
}
