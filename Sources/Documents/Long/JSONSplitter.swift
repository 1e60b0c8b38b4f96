/// Finds the long arrays of a JSON text that goes by in windows, and cuts them between elements.
///
/// It only tells texts from brackets and commas; whether all is JSON, whoever reads the pieces finds out. An array is cut when
/// it is long and nothing in it was; so of arrays in arrays the innermost long one is.
struct JSONSplitter {
  /// Elements that follow each other, with the bracket or comma before them.
  struct Piece {
    let range: Range<Int>
    /// The index of the first of them.
    let first: Int
  }

  /// An array, from its bracket to its bracket.
  struct List {
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
  /// Bytes of the next window that an escape has taken.
  private var skip = 0
  private let (pieceSize, listSize): (Int, Int)

  init(pieceSize: Int, listSize: Int) { (self.pieceSize, self.listSize) = (pieceSize, listSize) }

  /// Takes the next window, which begins at `base`. False: brackets do not fit, or are too deep.
  mutating func take(_ bytes: Span<UInt8>, at base: Int) -> Bool {
    var at = skip
    skip = 0
    while at < bytes.count {
      if isInText {
        at = bytes.endOfPlainText(from: at)
        guard at < bytes.count else { return true }
        if bytes[at] == UInt8(ascii: "\\") { at &+= 1 } else { isInText = bytes[at] != UInt8(ascii: "\"") }
        at &+= 1
        if at > bytes.count { skip = at - bytes.count }
        continue
      }
      at = bytes.nextMark(from: at)
      guard at < bytes.count else { return true }
      switch bytes[at] {
      case UInt8(ascii: "\""): isInText = true
      case UInt8(ascii: ","): separate(at: base &+ at)
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        guard frames.count <= JSONLimits.standard.depth else { return false }
        frames.append(Frame(isArray: bytes[at] == UInt8(ascii: "["), start: base &+ at, open: base &+ at))
      default:
        guard frames.count > 1, frames[frames.count &- 1].isArray == (bytes[at] == UInt8(ascii: "]")) else {
          return false
        }
        close(at: base &+ at)
      }
      at &+= 1
    }
    return true
  }

  @inline(__always)
  private mutating func separate(at offset: Int) {
    let last = frames.count &- 1
    guard frames[last].isArray, last > 0 else { return }
    frames[last].count &+= 1
    if offset &- frames[last].open >= pieceSize { cut(last, at: offset) }
  }

  private mutating func cut(_ frame: Int, at offset: Int) {
    frames[frame].pieces.append(Piece(range: frames[frame].open..<offset, first: frames[frame].first))
    (frames[frame].open, frames[frame].first) = (offset, frames[frame].count)
  }

  @inline(__always)
  private mutating func close(at offset: Int) {
    let last = frames.count &- 1
    if frames[last].isArray, offset &- frames[last].start >= listSize, !frames[last].holdsList {
      cut(last, at: offset)
      lists.append(List(range: frames[last].start..<(offset + 1), pieces: frames[last].pieces))
      frames[last].holdsList = true
    }
    if frames[last].holdsList { frames[last &- 1].holdsList = true }
    frames.removeLast()
    // A value of the text itself ends.
    guard last == 1 else { return }
    frames[0].count &+= 1
    if offset &- frames[0].open >= pieceSize { cut(0, at: offset + 1) }
  }

  /// The lists, when all has been taken. False: something is still open.
  mutating func finish(at end: Int) -> Bool {
    guard frames.count == 1, !isInText, frames[0].count > 0 else { return false }
    if frames[0].count > 1, !frames[0].holdsList, end >= listSize {
      cut(0, at: end)
      lists = [List(range: 0..<end, pieces: frames[0].pieces, isSequence: true)]
    }
    return true
  }
}
