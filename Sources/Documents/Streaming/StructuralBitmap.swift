/// What is where in up to 64 bytes of a JSON text: bit *k* tells of the byte *k*.
struct StructuralBitmap {
  var quotes: UInt64 = 0
  var backslashes: UInt64 = 0
  var commas: UInt64 = 0
  /// Brackets and braces.
  var brackets: UInt64 = 0

  /// Adds one byte, where there are not enough to look at many at once.
  mutating func add(_ byte: UInt8, at place: UInt64) {
    switch byte {
    case UInt8(ascii: "\""): quotes |= 1 << place
    case UInt8(ascii: "\\"): backslashes |= 1 << place
    case UInt8(ascii: ","): commas |= 1 << place
    case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"): brackets |= 1 << place
    default: break
    }
  }
}

/// Tells texts from what is between them, block by block.
struct StringMask {
  /// All ones when the next block begins inside a text.
  private var inside: UInt64 = 0
  /// Whether its first byte belongs to an escape.
  private var isEscaped: UInt64 = 0

  /// The bytes inside texts, opening quotes included.
  ///
  /// - Parameter count: the bytes of the block; 64 unless it is the last of a window.
  @inline(__always)
  mutating func next(_ marks: StructuralBitmap, _ count: Int) -> UInt64 {
    var quotes = marks.quotes
    if marks.backslashes | isEscaped != 0 { quotes &= ~escaped(by: marks.backslashes, count) }
    // Each quote turns all that follows it.
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

  /// The bytes that backslashes take their meaning from; such a byte is no backslash itself.
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
