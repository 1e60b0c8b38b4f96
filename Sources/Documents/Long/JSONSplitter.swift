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

  private struct Frame {
    let isArray: Bool
    let start: Int
    /// Where the piece begins that is not cut yet, and with which element.
    var open: Int
    var first = 0
    var count = 0
    var pieces: [Piece] = []
    var holdsList = false
  }

  private(set) var lists: [List] = []
  /// The text itself is the outermost.
  private var frames = [Frame(isArray: true, start: 0, open: 0)]
  private var isInText = false
  /// Whether the first value is an object.
  private var beginsWithObject = false
  /// Bytes of the next windows that an escape or a byte order mark has taken.
  private var skip: Int
  private let sizes: LongText.Sizes

  /// - Parameter start: where the text begins, after a byte order mark.
  init(_ sizes: LongText.Sizes, from start: Int = 0) { (self.sizes, skip) = (sizes, start) }

  /// Takes the next window, which begins at `base`. What it throws is surely no JSON, or none that is read.
  mutating func take(_ bytes: Span<UInt8>, at base: Int) throws(JSONFault) {
    var at = skip
    while at < bytes.count {
      if isInText {
        at = bytes.endOfPlainText(from: at)
        guard at < bytes.count else { break }
        if bytes[at] == UInt8(ascii: "\\") { at &+= 1 } else { isInText = bytes[at] != UInt8(ascii: "\"") }
      } else if frames.count == 1 {
        try begin(bytes[at], at: base &+ at)
      } else {
        at = bytes.nextMark(from: at)
        guard at < bytes.count else { break }
        switch bytes[at] {
        case UInt8(ascii: "\""): isInText = true
        case UInt8(ascii: ","): separate(at: base &+ at)
        case UInt8(ascii: "["), UInt8(ascii: "{"): try open(bytes[at], at: base &+ at)
        default: try close(bytes[at], at: base &+ at)
        }
      }
      at &+= 1
    }
    skip = at &- bytes.count
  }

  /// Between the values of the text there is white space only: of scalars no sequence is made.
  private mutating func begin(_ byte: UInt8, at offset: Int) throws(JSONFault) {
    switch byte {
    case 0x20, 0x0A, 0x0D, 0x09: break
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      if frames[0].count == 0 { beginsWithObject = byte == UInt8(ascii: "{") }
      try open(byte, at: offset)
    default: throw JSONFault(frames[0].count == 0 ? .notValue : .trailing, at: offset)
    }
  }

  @inline(__always)
  private mutating func open(_ byte: UInt8, at offset: Int) throws(JSONFault) {
    let deepest = JSONLimits.standard.depth
    guard frames.count <= deepest else { throw JSONFault(.tooDeep(deepest), at: offset) }
    frames.append(Frame(isArray: byte == UInt8(ascii: "["), start: offset, open: offset))
  }

  @inline(__always)
  private mutating func separate(at offset: Int) {
    let last = frames.count &- 1
    guard frames[last].isArray else { return }
    frames[last].count &+= 1
    if offset &- frames[last].open >= sizes.piece { cut(last, at: offset) }
  }

  private mutating func cut(_ frame: Int, at offset: Int) {
    frames[frame].pieces.append(Piece(range: frames[frame].open..<offset, first: frames[frame].first))
    (frames[frame].open, frames[frame].first) = (offset, frames[frame].count)
  }

  @inline(__always)
  private mutating func close(_ byte: UInt8, at offset: Int) throws(JSONFault) {
    let last = frames.count &- 1
    guard frames[last].isArray == (byte == UInt8(ascii: "]")) else {
      throw JSONFault(frames[last].isArray ? .notElementEnd : .notMemberEnd, at: offset)
    }
    if frames[last].isArray, offset &- frames[last].start >= sizes.list, !frames[last].holdsList {
      cut(last, at: offset)
      lists.append(List(range: frames[last].start..<(offset + 1), pieces: frames[last].pieces))
      frames[last].holdsList = true
    }
    if frames[last].holdsList { frames[last &- 1].holdsList = true }
    frames.removeLast()
    // A value of the text itself ends.
    guard last == 1 else { return }
    frames[0].count &+= 1
    if offset &- frames[0].open >= sizes.piece { cut(0, at: offset + 1) }
  }

  /// Finds out when all has been taken whether the text is one list, and that nothing is still open.
  ///
  /// What begins with an array may be the lines of a log, `[INFO]`, which whoever reads the whole tells from values.
  mutating func finish(at end: Int) throws(JSONFault) {
    let last = frames.count - 1
    guard last == 0 else { throw JSONFault(.ended, at: end, inside: frames[last].start) }
    if frames[0].count > 1, !frames[0].holdsList, beginsWithObject, end >= sizes.list {
      cut(0, at: end)
      lists = [List(range: 0..<end, pieces: frames[0].pieces, isSequence: true)]
    }
  }
}
