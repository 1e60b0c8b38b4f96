import Synchronization

/// Process-wide string pool: each string is stored once, at a stable address, and never freed.
///
/// A million findings mention a few thousand paths, packages and rules. Strings are compared by their bytes, so that
/// two spellings that are canonically equivalent in Unicode stay different.
@safe final class StringPool: Sendable {
  static let shared = StringPool()

  /// The 64-bit header before the bytes of a string, in the same cache line as their beginning.
  private struct Header {
    let number: UInt32
    /// The number of bytes; the highest bit is set when all are ASCII.
    private let extent: UInt32

    init(number: UInt32, count: Int, isASCII: Bool) {
      (self.number, extent) = (number, UInt32(count) | (isASCII ? 1 << 31 : 0))
    }

    var count: Int { Int(extent & (1 << 31 - 1)) }
    var isASCII: Bool { extent >> 31 == 1 }
  }

  private struct Writer {
    var count: UInt32 = 0
    /// The first free word.
    var next: UInt32 = 1
  }

  /// Memory in words: the header of each string, followed by its bytes.
  private let words = ChunkedBuffer<UInt64>()
  /// From a string's number to the word where it begins.
  private let starts = ChunkedBuffer<UInt32>()
  /// From a string's hash to the word where it begins.
  private let table = InterningTable()
  private let writer = Mutex(Writer())
  private let seed = StringHash()

  func number(of bytes: Span<UInt8>) -> UInt32 {
    precondition(bytes.count < 1 << 31, "a string of more than two gigabytes")
    let hash = seed.hash(bytes)
    let start = find(hash, bytes)
    return start != 0 ? header(start).number : add(hash, bytes)
  }

  @inline(__always)
  private func find(_ hash: UInt32, _ bytes: Span<UInt8>) -> UInt32 {
    table.find(hash) { start in
      unsafe header(start).count == bytes.count && bytes.isSame(as: body(start))
    }
  }

  @inline(__always)
  private func header(_ start: UInt32) -> Header {
    unsafe UnsafeRawPointer(words.pointer(to: start)).load(as: Header.self)
  }

  @inline(__always)
  private func body(_ start: UInt32) -> UnsafePointer<UInt8> {
    unsafe UnsafeRawPointer(words.pointer(to: start) + 1).assumingMemoryBound(to: UInt8.self)
  }

  @inline(never)
  private func add(_ hash: UInt32, _ bytes: Span<UInt8>) -> UInt32 {
    writer.withLock { writer in
      let known = find(hash, bytes)
      if known != 0 { return header(known).number }
      writer.count += 1
      let start = copy(bytes, &writer)
      starts.add(start, as: writer.count)
      table.add(hash, start, count: Int(writer.count))
      return writer.count
    }
  }

  /// Copies a string to its final address and returns the word where it begins.
  private func copy(_ bytes: Span<UInt8>, _ writer: inout Writer) -> UInt32 {
    let length = 1 + (bytes.count + 7) / 8
    let start = words.firstContiguous(length, from: writer.next)
    writer.next = start + UInt32(length)
    var isASCII = true
    for index in bytes.indices where bytes[index] >= 0x80 { isASCII = false }
    let destination = unsafe UnsafeMutableRawPointer(words.allocateSlot(start))
    let header = Header(number: writer.count, count: bytes.count, isASCII: isASCII)
    unsafe destination.storeBytes(of: header, as: Header.self)
    unsafe bytes.withUnsafeBytes {
      unsafe (destination + 8).copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(destination), byteCount: $0.count)
    }
    return start
  }

  /// The UTF-8 bytes of a string. They are never freed, hence the immortal lifetime.
  @_lifetime(immortal)
  func bytes(of number: UInt32) -> Span<UInt8> {
    let start = starts[number]
    let span = unsafe Span(_unsafeStart: body(start), count: header(start).count)
    return unsafe _overrideLifetime(span, borrowing: ())
  }

  func text(of number: UInt32) -> String {
    let isASCII = header(starts[number]).isASCII
    return String(copying: unsafe UTF8Span(unchecked: bytes(of: number), isKnownASCII: isASCII))
  }
}
