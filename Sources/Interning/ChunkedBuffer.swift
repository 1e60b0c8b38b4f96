/// A list that only grows and never moves, so that one thread may read what is there while another adds.
///
/// Chunk *k* holds 1,024 · 2^*k* elements. Elements are numbered from 1; whoever reads one got its number from whoever wrote it.
@safe struct ChunkedBuffer<Element: Sendable>: ~Copyable, @unchecked Sendable {
  private let chunks: UnsafeMutablePointer<UnsafeMutablePointer<Element>?>

  init() {
    unsafe chunks = .allocate(capacity: 23)
    unsafe chunks.initialize(repeating: nil, count: 23)
  }

  @inline(__always)
  private func place(_ number: UInt32) -> (chunk: Int, index: Int) {
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
    let (chunk, index) = place(number)
    return unsafe chunks[chunk].unsafelyUnwrapped + index
  }

  /// Only under the pool's lock, and in the order of the numbers.
  func add(_ element: Element, as number: UInt32) { unsafe room(for: number).initialize(to: element) }

  /// Where an element will be. Only under the pool's lock.
  func room(for number: UInt32) -> UnsafeMutablePointer<Element> {
    makeRoom(for: number...number)
    return unsafe pointer(to: number)
  }

  /// Only under the pool's lock, and in the order of the numbers.
  func makeRoom(for numbers: ClosedRange<UInt32>) {
    precondition(numbers.upperBound <= .max - 1023, "more than four billion values")
    for chunk in place(numbers.lowerBound).chunk...place(numbers.upperBound).chunk where unsafe chunks[chunk] == nil {
      unsafe chunks[chunk] = .allocate(capacity: 1024 << chunk)
    }
  }

  /// Where room was made, and nothing is yet.
  @inline(__always)
  func put(_ element: Element, as number: UInt32) { unsafe pointer(to: number).initialize(to: element) }

  /// The first number, `number` or a later one, from which on so many elements lie side by side.
  func row(of count: Int, from number: UInt32) -> UInt32 {
    let (chunk, index) = place(number)
    return index + count <= 1024 << chunk ? number : row(of: count, from: number + UInt32(1024 << chunk - index))
  }
}
