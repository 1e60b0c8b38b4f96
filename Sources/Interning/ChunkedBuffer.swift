/// An append-only list whose elements never move, so that threads can read existing elements while another thread
/// appends.
///
/// Chunk *k* holds 1,024 · 2^*k* elements, and elements are numbered from 1. There is no synchronization of its own: a
/// thread may read an element only after it received the element's number from the thread that wrote it, with acquire
/// and release ordering.
@safe struct ChunkedBuffer<Element: Sendable>: ~Copyable, @unchecked Sendable {
  private let chunks: UnsafeMutablePointer<UnsafeMutablePointer<Element>?>

  init() {
    unsafe chunks = .allocate(capacity: 23)
    unsafe chunks.initialize(repeating: nil, count: 23)
  }

  @inline(__always)
  private func location(_ number: UInt32) -> (chunk: Int, index: Int) {
    let position = number &+ 1023
    let chunk = 21 &- position.leadingZeroBitCount
    return (chunk, Int(position) &- 1024 &<< chunk)
  }

  @inline(__always)
  subscript(number: UInt32) -> Element {
    @inline(__always) unsafeAddress { unsafe UnsafePointer(pointer(to: number)) }
  }

  @inline(__always)
  func pointer(to number: UInt32) -> UnsafeMutablePointer<Element> {
    let (chunk, index) = location(number)
    return unsafe chunks[chunk].unsafelyUnwrapped + index
  }

  /// Appends an element. Call only while holding the pool's lock, in ascending order of numbers.
  func add(_ element: Element, as number: UInt32) { unsafe allocateSlot(number).initialize(to: element) }

  /// Allocates the memory of one element and returns its address. Call only while holding the pool's lock.
  func allocateSlot(_ number: UInt32) -> UnsafeMutablePointer<Element> {
    allocate(number...number)
    return unsafe pointer(to: number)
  }

  /// Allocates the memory of a range of elements. Call only while holding the pool's lock, in ascending order of
  /// numbers.
  func allocate(_ numbers: ClosedRange<UInt32>) {
    precondition(numbers.upperBound <= .max - 1023, "more than four billion values")
    let needed = location(numbers.lowerBound).chunk...location(numbers.upperBound).chunk
    for chunk in needed where unsafe chunks[chunk] == nil {
      unsafe chunks[chunk] = .allocate(capacity: 1024 << chunk)
    }
  }

  /// Initializes an element whose memory is allocated and not yet initialized.
  @inline(__always)
  func initialize(_ number: UInt32, to element: Element) { unsafe pointer(to: number).initialize(to: element) }

  /// The lowest number, at or after `number`, at which `count` elements are contiguous in memory.
  func firstContiguous(_ count: Int, from number: UInt32) -> UInt32 {
    let (chunk, index) = location(number)
    if index + count <= 1024 << chunk { return number }
    return firstContiguous(count, from: number + UInt32(1024 << chunk - index))
  }
}
