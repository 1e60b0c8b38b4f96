/// A hash of bytes, seeded anew in each run, so that nobody can prepare collisions.
struct StringHash: Sendable {
  private let seeds = (UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max) | 1)

  @inline(__always)
  func hash(_ bytes: Span<UInt8>) -> UInt32 {
    var (state, at) = (seeds.0, 0)
    while at &+ 16 < bytes.count {
      state = product(bytes.eight(at) ^ seeds.1, bytes.eight(at &+ 8) ^ state)
      at &+= 16
    }
    // The last sixteen may be among those before; of a short text the words overlap.
    let last =
      bytes.count < 8
      ? (bytes.few(), 0) : (bytes.eight(max(0, bytes.count &- 16)), bytes.eight(bytes.count &- 8))
    state = product(last.0 ^ seeds.1, last.1 ^ state)
    state = product(state ^ UInt64(truncatingIfNeeded: bytes.count), seeds.1)
    return UInt32(truncatingIfNeeded: state ^ state &>> 32)
  }

  /// Both halves of a product.
  @inline(__always)
  private func product(_ one: UInt64, _ other: UInt64) -> UInt64 {
    let product = one.multipliedFullWidth(by: other)
    return product.high ^ product.low
  }
}

extension Span<UInt8> {
  @inline(__always)
  fileprivate func eight(_ offset: Int) -> UInt64 {
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  @inline(__always)
  fileprivate func four(_ offset: Int) -> UInt64 {
    unsafe UInt64(bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// All bytes, where there are less than eight: two with the same count and the same bytes have the same word, and no others.
  @inline(__always)
  fileprivate func few() -> UInt64 {
    if count >= 4 { return four(0) | four(count &- 4) &<< 32 }
    if count == 0 { return 0 }
    return UInt64(self[0]) | UInt64(self[count &>> 1]) &<< 8 | UInt64(self[count &- 1]) &<< 16
  }

  /// Whether as many bytes at an address are these.
  @inline(__always)
  func isSame(as other: UnsafePointer<UInt8>) -> Bool {
    let (count, other) = unsafe (count, Span(_unsafeStart: other, count: count))
    guard count >= 8 else { return few() == other.few() }
    var at = 0
    while at &+ 8 < count {
      guard eight(at) == other.eight(at) else { return false }
      at &+= 8
    }
    return eight(count &- 8) == other.eight(count &- 8)
  }

  /// Whether these bytes come before others, in the order of dictionaries.
  @inline(__always)
  func precedes(_ other: Span<UInt8>) -> Bool {
    let common = Swift.min(count, other.count)
    var at = 0
    while at &+ 8 <= common {
      let (one, two) = (UInt64(bigEndian: eight(at)), UInt64(bigEndian: other.eight(at)))
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
