/// A hash of bytes. The seed is random in each process, so that no input can be made to collide.
struct StringHash: Sendable {
  private let seeds = (UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max) | 1)

  @inline(__always)
  func hash(_ bytes: Span<UInt8>) -> UInt32 {
    var (state, at) = (seeds.0, 0)
    while at &+ 16 < bytes.count {
      state = product(bytes.word(at) ^ seeds.1, bytes.word(at &+ 8) ^ state)
      at &+= 16
    }
    // The last sixteen bytes may overlap those already hashed, and in a short text each other.
    let last =
      bytes.count < 8
      ? (bytes.shortWord(), 0) : (bytes.word(max(0, bytes.count &- 16)), bytes.word(bytes.count &- 8))
    state = product(last.0 ^ seeds.1, last.1 ^ state)
    state = product(state ^ UInt64(truncatingIfNeeded: bytes.count), seeds.1)
    return UInt32(truncatingIfNeeded: state ^ state &>> 32)
  }

  /// The two halves of the 128-bit product, combined by exclusive or.
  @inline(__always)
  private func product(_ one: UInt64, _ other: UInt64) -> UInt64 {
    let product = one.multipliedFullWidth(by: other)
    return product.high ^ product.low
  }
}

extension Span<UInt8> {
  @inline(__always)
  fileprivate func word(_ offset: Int) -> UInt64 {
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  @inline(__always)
  fileprivate func halfWord(_ offset: Int) -> UInt64 {
    unsafe UInt64(bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// All bytes of a span of fewer than eight as one word. Spans of equal count have equal words only if their bytes are
  /// equal.
  @inline(__always)
  fileprivate func shortWord() -> UInt64 {
    if count >= 4 { return halfWord(0) | halfWord(count &- 4) &<< 32 }
    if count == 0 { return 0 }
    return UInt64(self[0]) | UInt64(self[count &>> 1]) &<< 8 | UInt64(self[count &- 1]) &<< 16
  }

  /// Whether the `count` bytes at an address are equal to these.
  @inline(__always)
  func isSame(as other: UnsafePointer<UInt8>) -> Bool {
    let (count, other) = unsafe (count, Span(_unsafeStart: other, count: count))
    guard count >= 8 else { return shortWord() == other.shortWord() }
    var at = 0
    while at &+ 8 < count {
      guard word(at) == other.word(at) else { return false }
      at &+= 8
    }
    return word(count &- 8) == other.word(count &- 8)
  }

  /// Whether these bytes come before `other` in lexicographic order.
  @inline(__always)
  func precedes(_ other: Span<UInt8>) -> Bool {
    let common = Swift.min(count, other.count)
    var at = 0
    while at &+ 8 <= common {
      let (one, two) = (UInt64(bigEndian: word(at)), UInt64(bigEndian: other.word(at)))
      if one != two { return one < two }
      at &+= 8
    }
    while at < common {
      if self[at] != other[at] { return self[at] < other[at] }
      at &+= 1
    }
    return count < other.count
  }
}
