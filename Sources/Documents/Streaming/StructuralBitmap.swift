/// The positions of structural characters in up to 64 bytes of a JSON text: bit *k* is for byte *k*.
struct StructuralBitmap {
  var quotes: UInt64 = 0
  var backslashes: UInt64 = 0
  var commas: UInt64 = 0
  /// The positions of brackets and braces.
  var brackets: UInt64 = 0

  /// Adds a single byte, for blocks that are too short for SIMD.
  mutating func add(_ byte: UInt8, at position: UInt64) {
    switch byte {
    case UInt8(ascii: "\""): quotes |= 1 << position
    case UInt8(ascii: "\\"): backslashes |= 1 << position
    case UInt8(ascii: ","): commas |= 1 << position
    case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"): brackets |= 1 << position
    default: break
    }
  }
}

/// Determines block by block which bytes are inside strings.
struct StringMask {
  /// All ones if the next block begins inside a string, or else 0.
  private var inside: UInt64 = 0
  /// 1 if the first byte of the next block is escaped, or else 0.
  private var isEscaped: UInt64 = 0

  /// The bytes of the next block that are inside strings, including opening quotes.
  ///
  /// - Parameter count: The number of bytes of the block, which is 64 except for the last one of a window.
  @inline(__always)
  mutating func next(_ marks: StructuralBitmap, _ count: Int) -> UInt64 {
    var quotes = marks.quotes
    if marks.backslashes | isEscaped != 0 { quotes &= ~escaped(by: marks.backslashes, count) }
    // A prefix XOR: each quote inverts all bits after it.
    quotes ^= quotes &<< 1
    quotes ^= quotes &<< 2
    quotes ^= quotes &<< 4
    quotes ^= quotes &<< 8
    quotes ^= quotes &<< 16
    quotes ^= quotes &<< 32
    let texts = quotes ^ inside
    inside = 0 &- (texts &>> UInt64(count &- 1) & 1)
    return texts
  }

  /// The bytes that are escaped by a backslash. An escaped backslash does not escape the next byte.
  private mutating func escaped(by backslashes: UInt64, _ count: Int) -> UInt64 {
    var (escaped, rest, last) = (isEscaped, backslashes & ~isEscaped, 0 as UInt64)
    while rest != 0 {
      last = rest & (0 &- rest)
      escaped |= last &<< 1
      rest &= ~(last | last &<< 1)
    }
    isEscaped = last &>> UInt64(count &- 1)
    return escaped
  }
}
