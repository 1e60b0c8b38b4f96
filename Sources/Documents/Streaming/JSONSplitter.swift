/// Finds the long arrays of a JSON text that is read in windows, and splits them between elements.
///
/// It only distinguishes strings, brackets and commas; the pieces are validated when they are read. An array is split
/// if it is long and contains no array that was split, so of nested arrays the innermost long one is split.
struct JSONSplitter {
  /// Consecutive elements, with the bracket or comma before them.
  struct Piece: Equatable {
    let range: Range<Int>
    /// The index of the first element.
    let first: Int
  }

  /// A long array, from the opening to the closing bracket.
  struct List: Equatable {
    let range: Range<Int>
    let pieces: [Piece]
    /// Whether the whole text is a sequence of values instead of an array.
    var isSequence = false
  }

  /// An open object or array. It is small and without references, because most are closed again soon.
  private struct Container {
    let isArray: Bool
    var holdsList = false
    let start: Int
    /// The start of the current piece, and the index of its first element.
    var open: Int
    var first = 0
    var count = 0
    /// The number of pieces that existed when the container was opened.
    let pieces: Int
  }

  private(set) var lists: [List] = []
  /// The innermost open container. The text itself is the outermost one.
  private var current = Container(isArray: true, start: 0, open: 0, pieces: 0)
  /// The containers around it.
  private var outer: [Container] = []
  /// The pieces of all open containers.
  private var pieces: [Piece] = []
  private var texts = StringMask()
  /// Whether the first value is an object.
  private var beginsWithObject = false
  /// The number of bytes to skip, for a byte order mark.
  private var skip: Int
  private let sizes: StreamingSizes

  /// - Parameter start: The offset at which the text begins, after a byte order mark.
  init(_ sizes: StreamingSizes, from start: Int = 0) { (self.sizes, skip) = (sizes, start) }

  /// Processes the next window, which begins at `base`. Throws for a text that is not JSON or that is nested too
  /// deeply.
  mutating func take(_ bytes: Span<UInt8>, at base: Int) throws(JSONFault) {
    var at = min(skip, bytes.count)
    skip -= at
    while at < bytes.count {
      let end = min(at &+ 64, bytes.count)
      try take(bytes.marks(at..<end), of: bytes, at..<end, at: base)
      at = end
    }
  }

  /// Processes up to 64 bytes with their bitmap: brackets singly, and commas by their number.
  @inline(__always)
  private mutating func take(
    _ marks: StructuralBitmap, of bytes: Span<UInt8>, _ range: Range<Int>, at base: Int
  ) throws(JSONFault) {
    let (start, inside) = (range.lowerBound, texts.next(marks, range.count))
    let astray = marks.backslashes & ~inside
    guard astray == 0 else { throw JSONFault(.notValue, at: base &+ start &+ astray.trailingZeroBitCount) }
    var (brackets, commas, at) = (marks.brackets & ~inside, marks.commas & ~inside, start)
    while brackets != 0 {
      let position = start &+ brackets.trailingZeroBitCount
      separate(commas & brackets.toFirst, at: base &+ start)
      if outer.isEmpty { try checkNoScalars(bytes, at..<position, at: base) }
      (at, commas, brackets) = (position &+ 1, commas & ~brackets.toFirst, brackets & (brackets &- 1))
      guard bytes[position].isOpening else {
        try close(bytes[position], at: base &+ position)
        continue
      }
      if brackets != 0, isSkipped(bytes, from: position, to: start &+ brackets.trailingZeroBitCount) {
        (commas, brackets) = (commas & ~brackets.toFirst, brackets & (brackets &- 1))
      } else {
        try open(bytes[position], at: base &+ position)
      }
    }
    separate(commas, at: base &+ start)
    if outer.isEmpty { try checkNoScalars(bytes, at..<range.upperBound, at: base) }
  }

  /// Whether a bracket and the next one enclose a short, valid container, which cannot be a long array and is skipped.
  @inline(__always)
  private func isSkipped(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    bytes[end] == bytes[start] &+ 2 && end &- start < sizes.piece && !outer.isEmpty
      && outer.count < JSONLimits.standard.depth
  }

  /// Throws for anything other than white space between the values of the text, because a sequence of scalars is not
  /// supported.
  private func checkNoScalars(_ bytes: Span<UInt8>, _ range: Range<Int>, at base: Int) throws(JSONFault) {
    for index in range {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09: break
      default: throw JSONFault(current.count == 0 ? .notValue : .trailing, at: base + index)
      }
    }
  }

  @inline(__always)
  private mutating func open(_ byte: UInt8, at offset: Int) throws(JSONFault) {
    let deepest = JSONLimits.standard.depth
    guard outer.count < deepest else { throw JSONFault(.tooDeep(deepest), at: offset) }
    if outer.isEmpty, current.count == 0 { beginsWithObject = byte == UInt8(ascii: "{") }
    outer.append(current)
    current = Container(isArray: byte == UInt8(ascii: "["), start: offset, open: offset, pieces: pieces.count)
  }

  /// Counts the elements that end at these commas in the block that begins at `base`.
  @inline(__always)
  private mutating func separate(_ commas: UInt64, at base: Int) {
    guard commas != 0, current.isArray else { return }
    guard base &+ 64 &- current.open >= sizes.piece else { return current.count &+= commas.nonzeroBitCount }
    var commas = commas
    while commas != 0 {
      let offset = base &+ commas.trailingZeroBitCount
      current.count &+= 1
      if offset &- current.open >= sizes.piece { cut(at: offset) }
      commas &= commas &- 1
    }
  }

  private mutating func cut(at offset: Int) {
    pieces.append(Piece(range: current.open..<offset, first: current.first))
    (current.open, current.first) = (offset, current.count)
  }

  @inline(__always)
  private mutating func close(_ byte: UInt8, at offset: Int) throws(JSONFault) {
    guard !outer.isEmpty else { throw JSONFault(current.count == 0 ? .notValue : .trailing, at: offset) }
    guard current.isArray == (byte == UInt8(ascii: "]")) else {
      throw JSONFault(current.isArray ? .notElementEnd : .notMemberEnd, at: offset)
    }
    if offset &- current.start >= sizes.piece { finishArray(at: offset) }
    let holdsList = current.holdsList
    current = outer.removeLast()
    if holdsList { current.holdsList = true }
    // This is the end of a top-level value.
    guard outer.isEmpty else { return }
    current.count &+= 1
    if offset &- current.open >= sizes.piece { cut(at: offset + 1) }
  }

  /// Records the array that ends at `offset` if it is a long one, and drops its pieces otherwise.
  private mutating func finishArray(at offset: Int) {
    if current.isArray, offset - current.start >= sizes.list, !current.holdsList {
      cut(at: offset)
      lists.append(List(range: current.start..<(offset + 1), pieces: Array(pieces[current.pieces...])))
      current.holdsList = true
    }
    pieces.removeSubrange(current.pieces...)
  }

  /// Ends the text. Throws when a container is still open, and decides whether the text is a long sequence.
  ///
  /// A text that begins with an array is not treated as a sequence, because it may be a log with lines such as
  /// `[INFO]`.
  mutating func finish(at end: Int) throws(JSONFault) {
    guard outer.isEmpty else { throw JSONFault(.ended, at: end, inside: current.start) }
    if current.count > 1, !current.holdsList, beginsWithObject, end >= sizes.list {
      cut(at: end)
      lists = [List(range: 0..<end, pieces: pieces, isSequence: true)]
    }
  }
}

extension UInt8 {
  /// Whether a bracket or brace is an opening one. In ASCII, the closing one is the opening one plus 2.
  fileprivate var isOpening: Bool { self & 0x06 == 0x02 }
}

extension UInt64 {
  /// The lowest set bit and all bits below it.
  fileprivate var toFirst: UInt64 { self ^ (self &- 1) }
}
