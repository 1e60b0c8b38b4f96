// The loads of the JSON reader that are marked `unsafe`. The standard library checks each load against the end of the
// span and traps, and every bit pattern is a valid integer, so the only unsafe aspect is that the loads ignore types.
// Scanning sixteen bytes at a time makes the reader about as fast as memory.
extension Span<UInt8> {
  /// Loads eight bytes as a little-endian word.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Loads four bytes as a little-endian word.
  @inline(__always)
  func half(at offset: Int) -> UInt32 {
    unsafe UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// The index of the first byte at or after `start` that ends plain text in a JSON string (a quote, a backslash or a
  /// control character), or the end.
  @inline(__always)
  func endOfPlainText(from start: Int) -> Int {
    // Local constants, because access to a global one checks each time whether it is initialized.
    let (quotes, backslashes) = (SIMD16<UInt8>(repeating: 0x22), SIMD16<UInt8>(repeating: 0x5C))
    let spaces = SIMD16<UInt8>(repeating: 0x20)
    return first(
      from: start, inLanes: { ($0 .== quotes) .| ($0 .== backslashes) .| ($0 .< spaces) },
      where: { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 })
  }

  /// The positions of the structural characters in a range of at most 64 bytes.
  @inline(__always)
  func marks(_ range: Range<Int>) -> StructuralBitmap {
    var marks = StructuralBitmap()
    guard range.count == 64 else {
      for (position, index) in range.enumerated() { marks.add(self[index], at: UInt64(position)) }
      return marks
    }
    let (block, bit) = (Block(self, at: range.lowerBound), SIMD16<UInt8>(repeating: 0x20))
    let (quotes, backslashes) = (SIMD16<UInt8>(repeating: 0x22), SIMD16<UInt8>(repeating: 0x5C))
    let commas = SIMD16<UInt8>(repeating: 0x2C)
    // Brackets and braces differ in one bit.
    let (opening, closing) = (SIMD16<UInt8>(repeating: 0x7B), SIMD16<UInt8>(repeating: 0x7D))
    (marks.quotes, marks.brackets) = transposed(
      block.positions { $0 .== quotes }, block.positions { ($0 | bit .== opening) .| ($0 | bit .== closing) })
    (marks.commas, marks.backslashes) = transposed(
      block.positions { $0 .== commas }, block.positions { $0 .== backslashes })
    return marks
  }

  /// The index of the first byte at or after `start` that satisfies a test, or the end. Tests sixteen bytes at a time,
  /// and the last ones singly.
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

  /// Whether the bytes at `start` equal those of `word`. Compares eight bytes at a time; the last comparison may
  /// overlap the one before.
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

  /// Whether the bytes from `start` to `end` equal those of a word that is known only at run time.
  @inline(__always)
  func holds(_ word: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    guard end &- start == word.count, start >= 0, end <= count else { return false }
    for index in 0..<word.count where self[start &+ index] != word[index] { return false }
    return true
  }
}

/// Sixty-four bytes in four vectors.
private struct Block {
  let a, b, c, d: SIMD16<UInt8>

  @inline(__always)
  init(_ span: Span<UInt8>, at start: Int) {
    a = unsafe span.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: SIMD16<UInt8>.self)
    b = unsafe span.bytes.unsafeLoadUnaligned(fromByteOffset: start &+ 16, as: SIMD16<UInt8>.self)
    c = unsafe span.bytes.unsafeLoadUnaligned(fromByteOffset: start &+ 32, as: SIMD16<UInt8>.self)
    d = unsafe span.bytes.unsafeLoadUnaligned(fromByteOffset: start &+ 48, as: SIMD16<UInt8>.self)
  }

  /// The positions that satisfy a test, in transposed order: bit *j* of byte *i* is for the byte 8*j* + *i*.
  @inline(__always)
  func positions(_ test: (SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>>) -> UInt64 {
    let both = (bits(test(a), 0) | bits(test(b), 2)) | (bits(test(c), 4) | bits(test(d), 6))
    return both.x | both.y
  }

  /// One bit of each lane: bit `bit` of the first eight lanes, and the next bit of the others.
  @inline(__always)
  private func bits(_ mask: SIMDMask<SIMD16<Int8>>, _ bit: UInt64) -> SIMD2<UInt64> {
    let (lanes, low) = unsafe (unsafeBitCast(mask, to: SIMD2<UInt64>.self), 0x0101_0101_0101_0101 as UInt64 &<< bit)
    return SIMD2(lanes.x.littleEndian, lanes.y.littleEndian) & SIMD2(low, low &<< 1)
  }
}

/// Transposes two results of `Block.positions` into the order of the bytes, as two matrices of eight by eight bits
/// (Warren, "Hacker's Delight", §7-3).
@inline(__always)
private func transposed(_ one: UInt64, _ other: UInt64) -> (UInt64, UInt64) {
  var squares = SIMD2(one, other)
  squares.swap(SIMD2(repeating: 0x00AA_00AA_00AA_00AA), by: SIMD2(repeating: 7))
  squares.swap(SIMD2(repeating: 0x0000_CCCC_0000_CCCC), by: SIMD2(repeating: 14))
  squares.swap(SIMD2(repeating: 0x0000_0000_F0F0_F0F0), by: SIMD2(repeating: 28))
  return (squares.x, squares.y)
}

extension SIMD2<UInt64> {
  /// Exchanges the bits of a mask with those that are `distance` positions higher.
  @inline(__always)
  fileprivate mutating func swap(_ mask: SIMD2, by distance: SIMD2) {
    let different = (self ^ self &>> distance) & mask
    self = self ^ different ^ different &<< distance
  }
}
