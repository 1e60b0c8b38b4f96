import Synchronization

/// Every text that reports said, once: its bytes stay where they were put, and are never freed.
///
/// A million findings say some thousand paths, packages and rules, each many times. Told apart by bytes, so two spellings that
/// Unicode calls equivalent stay two.
@safe final class StringPool: Sendable {
  static let shared = StringPool()

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
  private let words = ChunkedBuffer<UInt64>()
  /// By number, the word where a text begins.
  private let starts = ChunkedBuffer<UInt32>()
  /// By hash, the same.
  private let table = InterningTable()
  private let writer = Mutex(Writer())
  private let seed = StringHash()

  func number(of bytes: Span<UInt8>) -> UInt32 {
    precondition(bytes.count < 1 << 31, "a text of two gigabytes")
    let hash = seed.hash(bytes)
    let start = find(hash, bytes)
    return start != 0 ? head(start).number : add(hash, bytes)
  }

  @inline(__always)
  private func find(_ hash: UInt32, _ bytes: Span<UInt8>) -> UInt32 {
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
  private func add(_ hash: UInt32, _ bytes: Span<UInt8>) -> UInt32 {
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
  private func put(_ bytes: Span<UInt8>, _ writer: inout Writer) -> UInt32 {
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
  func bytes(of number: UInt32) -> Span<UInt8> {
    let start = starts[number]
    let span = unsafe Span(_unsafeStart: body(start), count: head(start).count)
    return unsafe _overrideLifetime(span, borrowing: ())
  }

  func text(of number: UInt32) -> String {
    let isASCII = head(starts[number]).isASCII
    return String(copying: unsafe UTF8Span(unchecked: bytes(of: number), isKnownASCII: isASCII))
  }
}
