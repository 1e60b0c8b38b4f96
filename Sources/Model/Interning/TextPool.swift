import Synchronization

/// Every text that reports said, once: its bytes stay where they were put, and are never freed.
///
/// A million findings say some thousand paths, packages and rules, each many times. Told apart by bytes, so two spellings that
/// Unicode calls equivalent stay two.
@safe final class TextPool: Sendable {
  static let shared = TextPool()

  /// The word before the bytes of a text, so that whoever looks for it finds all in one place.
  private struct Head {
    let number: UInt32
    /// How many bytes, and in the highest bit whether all are ASCII.
    private let extent: UInt32

    init(number: UInt32, count: Int, isASCII: Bool) {
      (self.number, extent) = (number, UInt32(count) | (isASCII ? 1 << 31 : 0))
    }

    var count: Int { Int(extent & (1 << 31 - 1)) }
    var isASCII: Bool { extent >> 31 == 1 }
  }

  private struct Writer {
    var count: UInt32 = 0
    /// The word where the next text may begin.
    var next: UInt32 = 1
  }

  /// Words of memory: of each text its head, then its bytes.
  private let words = Chunks<UInt64>()
  /// By number, the word where a text begins.
  private let starts = Chunks<UInt32>()
  /// By hash, the same.
  private let table = InterningTable()
  private let writer = Mutex(Writer())
  private let seed = TextHash()

  func number(of bytes: Swift.Span<UInt8>) -> UInt32 {
    precondition(bytes.count < 1 << 31, "a text of two gigabytes")
    let hash = seed.hash(bytes)
    let start = find(hash, bytes)
    return start != 0 ? head(start).number : add(hash, bytes)
  }

  @inline(__always)
  private func find(_ hash: UInt32, _ bytes: Swift.Span<UInt8>) -> UInt32 {
    table.find(hash) { start in
      unsafe head(start).count == bytes.count && bytes.isSame(as: body(start))
    }
  }

  @inline(__always)
  private func head(_ start: UInt32) -> Head {
    unsafe UnsafeRawPointer(words.pointer(to: start)).load(as: Head.self)
  }

  @inline(__always)
  private func body(_ start: UInt32) -> UnsafePointer<UInt8> {
    unsafe UnsafeRawPointer(words.pointer(to: start) + 1).assumingMemoryBound(to: UInt8.self)
  }

  @inline(never)
  private func add(_ hash: UInt32, _ bytes: Swift.Span<UInt8>) -> UInt32 {
    writer.withLock { writer in
      let known = find(hash, bytes)
      if known != 0 { return head(known).number }
      writer.count += 1
      let start = put(bytes, &writer)
      starts.add(start, as: writer.count)
      table.add(hash, start, count: Int(writer.count))
      return writer.count
    }
  }

  /// Copies a text to where it stays, and says where.
  private func put(_ bytes: Swift.Span<UInt8>, _ writer: inout Writer) -> UInt32 {
    let length = 1 + (bytes.count + 7) / 8
    let start = words.row(of: length, from: writer.next)
    writer.next = start + UInt32(length)
    var isASCII = true
    for index in bytes.indices where bytes[index] >= 0x80 { isASCII = false }
    let room = unsafe UnsafeMutableRawPointer(words.room(for: start))
    let head = Head(number: writer.count, count: bytes.count, isASCII: isASCII)
    unsafe room.storeBytes(of: head, as: Head.self)
    unsafe bytes.withUnsafeBytes {
      unsafe (room + 8).copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(room), byteCount: $0.count)
    }
    return start
  }

  /// The bytes of a text: valid UTF-8, for only texts come in.
  @_lifetime(immortal)
  func bytes(of number: UInt32) -> Swift.Span<UInt8> {
    let start = starts[number]
    let span = unsafe Swift.Span(_unsafeStart: body(start), count: head(start).count)
    return unsafe _overrideLifetime(span, borrowing: ())
  }

  func text(of number: UInt32) -> String {
    let isASCII = head(starts[number]).isASCII
    return String(copying: unsafe UTF8Span(unchecked: bytes(of: number), isKnownASCII: isASCII))
  }
}

/// A hash of bytes, seeded anew in each run, so that nobody can prepare collisions.
struct TextHash: Sendable {
  private let seeds = (UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max) | 1)

  @inline(__always)
  func hash(_ bytes: Swift.Span<UInt8>) -> UInt32 {
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

extension Swift.Span<UInt8> {
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
    let (count, other) = unsafe (count, Swift.Span(_unsafeStart: other, count: count))
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
  func precedes(_ other: Swift.Span<UInt8>) -> Bool {
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
