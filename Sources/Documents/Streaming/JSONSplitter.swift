/// Finds the long arrays of a JSON text that goes by in windows, and cuts them between elements.
///
/// It only tells texts from brackets and commas; whether all is JSON, whoever reads the pieces finds out. An array is cut when
/// it is long and nothing in it was; so of arrays in arrays the innermost long one is.
struct JSONSplitter {
  /// Elements that follow each other, with the bracket or comma before them.
  struct Piece: Equatable {
    let range: Range<Int>
    /// The index of the first of them.
    let first: Int
  }

  /// An array, from its bracket to its bracket.
  struct List: Equatable {
    let range: Range<Int>
    let pieces: [Piece]
    /// The values of the whole text, one after the other.
    var isSequence = false
  }

  /// What is open: small and without references, for most are opened and closed at once.
  private struct Frame {
    let isArray: Bool
    var holdsList = false
    let start: Int
    /// Where the piece begins that is not cut yet, and with which element.
    var open: Int
    var first = 0
    var count = 0
    /// How many pieces had been cut, of the frames around it, when it began.
    let pieces: Int
  }

  private(set) var lists: [List] = []
  /// The innermost frame; the text itself is the outermost.
  private var frame = Frame(isArray: true, start: 0, open: 0, pieces: 0)
  /// Those around it.
  private var outer: [Frame] = []
  /// Of all that is open.
  private var pieces: [Piece] = []
  private var texts = StringMask()
  /// Whether the first value is an object.
  private var beginsWithObject = false
  /// Bytes of the next windows that a byte order mark has taken.
  private var skip: Int
  private let sizes: StreamedJSON.Sizes

  /// - Parameter start: where the text begins, after a byte order mark.
  init(_ sizes: StreamedJSON.Sizes, from start: Int = 0) { (self.sizes, skip) = (sizes, start) }

  /// Takes the next window, which begins at `base`. What it throws is surely no JSON, or none that is read.
  mutating func take(_ bytes: Span<UInt8>, at base: Int) throws(JSONFault) {
    var at = min(skip, bytes.count)
    skip -= at
    while at < bytes.count {
      let end = min(at &+ 64, bytes.count)
      try take(bytes.marks(at..<end), of: bytes, at..<end, at: base)
      at = end
    }
  }

  /// Takes the at most 64 bytes of a range, of which `marks` tell: bracket by bracket, and of the commas only how many they are.
  @inline(__always)
  private mutating func take(_ marks: StructuralBitmap, of bytes: Span<UInt8>, _ range: Range<Int>, at base: Int) throws(JSONFault)
  {
    let (start, inside) = (range.lowerBound, texts.next(marks, range.count))
    let astray = marks.backslashes & ~inside
    guard astray == 0 else { throw JSONFault(.notValue, at: base &+ start &+ astray.trailingZeroBitCount) }
    var (brackets, commas, at) = (marks.brackets & ~inside, marks.commas & ~inside, start)
    while brackets != 0 {
      let place = start &+ brackets.trailingZeroBitCount
      separate(commas & brackets.toFirst, at: base &+ start)
      if outer.isEmpty { try refuseScalars(bytes, at..<place, at: base) }
      (at, commas, brackets) = (place &+ 1, commas & ~brackets.toFirst, brackets & (brackets &- 1))
      guard bytes[place].isOpening else {
        try close(bytes[place], at: base &+ place)
        continue
      }
      if brackets != 0, isPassedOver(bytes, from: place, to: start &+ brackets.trailingZeroBitCount) {
        (commas, brackets) = (commas & ~brackets.toFirst, brackets & (brackets &- 1))
      } else {
        try open(bytes[place], at: base &+ place)
      }
    }
    separate(commas, at: base &+ start)
    if outer.isEmpty { try refuseScalars(bytes, at..<range.upperBound, at: base) }
  }

  /// Whether from one bracket to the next there is something short that may stand there: of no such thing is a list made.
  @inline(__always)
  private func isPassedOver(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    bytes[end] == bytes[start] &+ 2 && end &- start < sizes.piece && !outer.isEmpty
      && outer.count < JSONLimits.standard.depth
  }

  /// Between the values of the text there is white space only: of scalars no sequence is made.
  private func refuseScalars(_ bytes: Span<UInt8>, _ range: Range<Int>, at base: Int) throws(JSONFault) {
    for index in range {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09: break
      default: throw JSONFault(frame.count == 0 ? .notValue : .trailing, at: base + index)
      }
    }
  }

  @inline(__always)
  private mutating func open(_ byte: UInt8, at offset: Int) throws(JSONFault) {
    let deepest = JSONLimits.standard.depth
    guard outer.count < deepest else { throw JSONFault(.tooDeep(deepest), at: offset) }
    if outer.isEmpty, frame.count == 0 { beginsWithObject = byte == UInt8(ascii: "{") }
    outer.append(frame)
    frame = Frame(isArray: byte == UInt8(ascii: "["), start: offset, open: offset, pieces: pieces.count)
  }

  /// Counts the elements that end at these commas of a block that begins at `base`.
  @inline(__always)
  private mutating func separate(_ commas: UInt64, at base: Int) {
    guard commas != 0, frame.isArray else { return }
    guard base &+ 64 &- frame.open >= sizes.piece else { return frame.count &+= commas.nonzeroBitCount }
    var commas = commas
    while commas != 0 {
      let offset = base &+ commas.trailingZeroBitCount
      frame.count &+= 1
      if offset &- frame.open >= sizes.piece { cut(at: offset) }
      commas &= commas &- 1
    }
  }

  private mutating func cut(at offset: Int) {
    pieces.append(Piece(range: frame.open..<offset, first: frame.first))
    (frame.open, frame.first) = (offset, frame.count)
  }

  @inline(__always)
  private mutating func close(_ byte: UInt8, at offset: Int) throws(JSONFault) {
    guard !outer.isEmpty else { throw JSONFault(frame.count == 0 ? .notValue : .trailing, at: offset) }
    guard frame.isArray == (byte == UInt8(ascii: "]")) else {
      throw JSONFault(frame.isArray ? .notElementEnd : .notMemberEnd, at: offset)
    }
    if offset &- frame.start >= sizes.piece { settle(at: offset) }
    let holdsList = frame.holdsList
    frame = outer.removeLast()
    if holdsList { frame.holdsList = true }
    // A value of the text itself ends.
    guard outer.isEmpty else { return }
    frame.count &+= 1
    if offset &- frame.open >= sizes.piece { cut(at: offset + 1) }
  }

  /// Takes down the array that ends here when it is a list, and forgets how it was cut.
  private mutating func settle(at offset: Int) {
    if frame.isArray, offset - frame.start >= sizes.list, !frame.holdsList {
      cut(at: offset)
      lists.append(List(range: frame.start..<(offset + 1), pieces: Array(pieces[frame.pieces...])))
      frame.holdsList = true
    }
    pieces.removeSubrange(frame.pieces...)
  }

  /// Finds out when all has been taken whether the text is one list, and that nothing is still open.
  ///
  /// What begins with an array may be the lines of a log, `[INFO]`, which whoever reads the whole tells from values.
  mutating func finish(at end: Int) throws(JSONFault) {
    guard outer.isEmpty else { throw JSONFault(.ended, at: end, inside: frame.start) }
    if frame.count > 1, !frame.holdsList, beginsWithObject, end >= sizes.list {
      cut(at: end)
      lists = [List(range: 0..<end, pieces: pieces, isSequence: true)]
    }
  }
}

extension UInt8 {
  /// Of a bracket or a brace: the closing one is the opening one and two.
  fileprivate var isOpening: Bool { self & 0x06 == 0x02 }
}

extension UInt64 {
  /// The lowest bit that is set, and all below it.
  fileprivate var toFirst: UInt64 { self ^ (self &- 1) }
}
