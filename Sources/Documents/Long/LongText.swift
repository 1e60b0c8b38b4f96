import Model
import Synchronization

/// A long JSON file of which only the frame is in memory: its long arrays are empty there, and are read piece by piece when
/// somebody walks over them.
///
/// A piece is checked when it is read; `finish` reads what nobody walked over, so that in the end every byte was checked.
package final class LongText: Sendable {
  let file: LongFile
  package let digest: Digest
  /// By the offset of the array in the frame.
  private let lists: [Int: JSONSplitter.List]
  private let state = Mutex(State())

  private struct State {
    var fault: Diagnostic?
    /// Until then the file is only looked at to find out what it is.
    var isReading = false
    /// Pieces that were read, by where they begin.
    var read: Set<Int> = []
    /// The last one, for whoever looks at the first element and then at all.
    var last: (start: Int, document: JSONDocument)?
  }

  static let window = 1 << 20
  private static let pieceSize = 1 << 19
  private static let listSize = 1 << 20
  /// A shorter file is read as a whole.
  private static let longFile = 4 << 20
  /// A longer one not at all.
  private static let longestFile = 16 << 30

  private init(_ file: LongFile, _ digest: Digest, _ lists: [Int: JSONSplitter.List]) {
    (self.file, self.digest, self.lists) = (file, digest, lists)
  }

  /// The frame of a long file of JSON; nil where the file is not long, not JSON, or has no long array.
  static func input(_ path: String) throws(Diagnostic) -> Input? {
    guard let file = LongFile(path, ofAtLeast: longFile) else { return nil }
    guard file.size <= longestFile else { throw Files.tooLarge(path, limit: longestFile, size: file.size) }
    guard begins(try file.bytes(0..<64)) else { return nil }
    var splitter = JSONSplitter(pieceSize: pieceSize, listSize: listSize)
    var hasher = DigestHasher()
    var (at, bytes) = (0, [UInt8]())
    bytes.reserveCapacity(window)
    while at < file.size {
      bytes.removeAll(keepingCapacity: true)
      try file.add(at..<min(file.size, at + window), to: &bytes)
      hasher.add(bytes)
      guard splitter.take(bytes.span, at: at) else { return nil }
      at += bytes.count
    }
    guard splitter.finish(at: file.size), !splitter.lists.isEmpty else { return nil }
    return try frame(of: file, splitter.lists, hasher.finish())
  }

  /// Whether the text is UTF-8 and an object or an array.
  private static func begins(_ head: [UInt8]) -> Bool {
    let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = head[start...].first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
    return !head.contains(0) && (first == UInt8(ascii: "{") || first == UInt8(ascii: "["))
  }

  private static func frame(
    of file: LongFile, _ lists: [JSONSplitter.List], _ digest: Digest
  ) throws(Diagnostic) -> Input {
    var (bytes, at, places) = ([UInt8](), 0, [Int: JSONSplitter.List]())
    let length = file.size - lists.reduce(0) { $0 + $1.range.count }
    guard length <= Files.standardLimit else {
      throw Files.tooLarge(file.name, limit: Files.standardLimit, size: length)
    }
    for list in lists {
      try file.add(at..<list.range.lowerBound, to: &bytes)
      places[bytes.count] = list
      bytes += [UInt8(ascii: "["), UInt8(ascii: "]")]
      at = list.range.upperBound
    }
    try file.add(at..<file.size, to: &bytes)
    return Input(name: file.name, bytes: bytes, long: LongText(file, digest, places))
  }

  /// The pieces of the array at this offset of the frame; none where it is as short as it looks.
  func pieces(at offset: Int) -> [JSONSplitter.Piece] { lists[offset]?.pieces ?? [] }

  /// The elements of a piece as the elements of a document; nil when they are no JSON, which `finish` will tell.
  func document(_ piece: JSONSplitter.Piece, of list: Int, in frame: JSONDocument) -> JSONDocument? {
    let start = piece.range.lowerBound
    if let last = state.withLock({ $0.last }), last.start == start { return last.document }
    do throws(Diagnostic) {
      let document = try read(piece, list, frame)
      state.withLock {
        $0.read.insert(start)
        $0.last = (start, document)
      }
      return document
    } catch {
      state.withLock { $0.fault = $0.fault ?? error }
      return nil
    }
  }

  private func read(_ piece: JSONSplitter.Piece, _ list: Int, _ frame: JSONDocument) throws(Diagnostic) -> JSONDocument
  {
    var bytes = try file.bytes(piece.range)
    let origin = Input.Origin(frame: frame, list: list, first: piece.first, offset: piece.range.lowerBound)
    if lists[list]?.isSequence == true {
      return try JSONDocument(sequence: Input(name: file.name, bytes: bytes, origin: origin, long: nil))
    }
    // What stands before the first element is the bracket, or the comma after the piece before.
    bytes[0] = UInt8(ascii: "[")
    bytes.append(UInt8(ascii: "]"))
    return try JSONDocument(Input(name: file.name, bytes: bytes, origin: origin, long: nil))
  }

  func beginReading() { state.withLock { $0.isReading = true } }

  /// Remembers a fault that a reader met; the first one stands.
  func refuse(_ fault: () -> Diagnostic) {
    guard state.withLock({ $0.isReading && $0.fault == nil }) else { return }
    let fault = fault()
    state.withLock { $0.fault = $0.fault ?? fault }
  }

  /// Reads what nobody read. Throws the first fault of any piece, or that the file is not what it was.
  package func finish(_ frame: JSONDocument) throws(Diagnostic) {
    for (offset, list) in lists.sorted(by: { $0.key < $1.key }) {
      for piece in list.pieces where !state.withLock({ $0.read.contains(piece.range.lowerBound) || $0.fault != nil }) {
        _ = document(piece, of: offset, in: frame)
      }
    }
    let fault = state.withLock { state in
      state.last = nil
      return state.fault
    }
    if let fault { throw fault }
    if file.hasChanged { throw file.changed }
  }
}
