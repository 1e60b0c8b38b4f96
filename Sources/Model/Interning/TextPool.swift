import Synchronization

/// Every text that reports said, once: its bytes lie one after the other and are never moved or freed.
///
/// A million findings say some thousand paths, packages and rules, each many times. Told apart by bytes, so two spellings that
/// Unicode calls equivalent stay two.
@safe final class TextPool: Sendable {
  static let shared = TextPool()

  @safe private struct Entry: @unchecked Sendable {
    let start: UnsafePointer<UInt8>
    let count: UInt32
    let isASCII: Bool
  }

  private struct Writer {
    var count: UInt32 = 0
    /// Where the next text goes, as an address, and how many bytes are free there.
    var next: UInt = 0
    var room = 0
  }

  private let entries = Chunks<Entry>()
  private let table = InterningTable()
  private let writer = Mutex(Writer())
  private let seed = TextHash()

  func number(of bytes: Swift.Span<UInt8>) -> UInt32 {
    precondition(bytes.count < 1 << 31, "a text of two gigabytes")
    let hash = seed.hash(bytes)
    let known = find(hash, bytes)
    return known != 0 ? known : add(hash, bytes)
  }

  @inline(__always)
  private func find(_ hash: UInt32, _ bytes: Swift.Span<UInt8>) -> UInt32 {
    table.find(hash) { number in
      let entry = entries[number]
      return unsafe Int(entry.count) == bytes.count && bytes.isSame(as: entry.start)
    }
  }

  @inline(never)
  private func add(_ hash: UInt32, _ bytes: Swift.Span<UInt8>) -> UInt32 {
    writer.withLock { writer in
      let known = find(hash, bytes)
      if known != 0 { return known }
      writer.count += 1
      var isASCII = true
      for index in bytes.indices where bytes[index] >= 0x80 { isASCII = false }
      let entry = unsafe Entry(start: copy(bytes, &writer), count: UInt32(bytes.count), isASCII: isASCII)
      entries.add(entry, as: writer.count)
      table.add(hash, writer.count, count: Int(writer.count))
      return writer.count
    }
  }

  /// A copy that stays where it is.
  private func copy(_ bytes: Swift.Span<UInt8>, _ writer: inout Writer) -> UnsafePointer<UInt8> {
    if writer.room < bytes.count || writer.next == 0 {
      writer.room = max(bytes.count, TextPool.block)
      writer.next = UInt(bitPattern: UnsafeMutableRawPointer.allocate(byteCount: writer.room, alignment: 16))
    }
    let start = unsafe UnsafeMutablePointer<UInt8>(bitPattern: writer.next).unsafelyUnwrapped
    unsafe bytes.withUnsafeBufferPointer { source in
      if let first = source.baseAddress { unsafe start.update(from: first, count: source.count) }
    }
    writer.next += UInt(bytes.count)
    writer.room -= bytes.count
    return unsafe UnsafePointer(start)
  }

  private static let block = 256 << 10

  /// The bytes of a text: valid UTF-8, for only texts come in.
  @_lifetime(immortal)
  func bytes(of number: UInt32) -> Swift.Span<UInt8> {
    let entry = entries[number]
    let span = unsafe Swift.Span(_unsafeStart: entry.start, count: Int(entry.count))
    return unsafe _overrideLifetime(span, borrowing: ())
  }

  func text(of number: UInt32) -> String {
    let isASCII = entries[number].isASCII
    return String(copying: unsafe UTF8Span(unchecked: bytes(of: number), isKnownASCII: isASCII))
  }
}

/// A hash of bytes, seeded anew in each run, so that nobody can prepare collisions.
struct TextHash: Sendable {
  private let seeds = (UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max) | 1)

  @inline(__always)
  func hash(_ bytes: Swift.Span<UInt8>) -> UInt32 {
    var state = seeds.0 ^ UInt64(truncatingIfNeeded: bytes.count)
    var at = 0
    while at &+ 8 <= bytes.count {
      state = mixed(state ^ bytes.eight(at))
      at &+= 8
    }
    var last: UInt64 = 0
    while at < bytes.count {
      last = last &<< 8 | UInt64(bytes[at])
      at &+= 1
    }
    state = mixed(mixed(state ^ last))
    return UInt32(truncatingIfNeeded: state ^ state &>> 32)
  }

  /// Both halves of the product with a secret odd number.
  @inline(__always)
  private func mixed(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: seeds.1)
    return product.high ^ product.low
  }
}

extension Swift.Span<UInt8> {
  @inline(__always)
  fileprivate func eight(_ offset: Int) -> UInt64 {
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// Whether as many bytes at an address are these.
  @inline(__always)
  func isSame(as other: UnsafePointer<UInt8>) -> Bool {
    let (count, other) = unsafe (count, UnsafeRawPointer(other))
    guard count >= 8 else {
      for index in 0..<count where unsafe other.load(fromByteOffset: index, as: UInt8.self) != self[index] {
        return false
      }
      return true
    }
    var at = 0
    while at < count {
      at = Swift.min(at, count &- 8)
      guard unsafe other.loadUnaligned(fromByteOffset: at, as: UInt64.self) == eight(at) else { return false }
      at &+= 8
    }
    return true
  }
}
