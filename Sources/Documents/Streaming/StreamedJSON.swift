package import Model
import Synchronization
package import System

/// A long JSON file of which only the frame is in memory: its long arrays are empty there, and are read piece by piece when
/// somebody walks over them.
///
/// A piece is checked when it is read; `finish` reads what nobody walked over, so that in the end every byte was checked.
package final class StreamedJSON: Sendable {
  let file: WindowedFile
  private let wholeDigest: Digest
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

  /// What is long, in bytes.
  struct Sizes: Sendable {
    /// Read at once while the lists are sought.
    var window = 1 << 20
    /// A piece has as many, or its last element ends there.
    var piece = 1 << 19
    /// A shorter array stays in the frame.
    var list = 1 << 20
    /// A shorter file is read as a whole.
    var file = 4 << 20
    /// A longer one not at all.
    var longestFile = 16 << 30
    /// The frame, and each element, must fit in memory.
    var inMemory = Files.standardLimit

    static let standard = Sizes()
  }

  private let sizes: Sizes

  private init(_ file: WindowedFile, _ digest: Digest, _ lists: [Int: JSONSplitter.List], _ sizes: Sizes) {
    (self.file, wholeDigest, self.lists, self.sizes) = (file, digest, lists, sizes)
  }

  /// The frame of a long file of JSON; nil where the file is not long, not JSON, or has no long array.
  static func input(_ path: String, _ sizes: Sizes) throws(Diagnostic) -> Input? {
    guard let file = WindowedFile(path, ofAtLeast: sizes.file, window: sizes.window) else { return nil }
    guard file.size <= sizes.longestFile else { throw Files.tooLarge(path, limit: sizes.longestFile, size: file.size) }
    guard let start = start(of: try file.bytes(0..<min(file.size, 64))) else { return nil }
    var splitter = JSONSplitter(sizes, from: start)
    var hasher = DigestHasher()
    if let fault = try split(file, &splitter, &hasher) {
      // Whoever reads the whole knows better what is wrong.
      guard file.size > sizes.inMemory else { return nil }
      throw try fault.diagnostic(in: file)
    }
    return splitter.lists.isEmpty ? nil : try frame(of: file, splitter.lists, hasher.finish(), sizes)
  }

  private static func split(
    _ file: WindowedFile, _ splitter: inout JSONSplitter, _ hasher: inout DigestHasher
  ) throws(Diagnostic) -> JSONFault? {
    var (at, bytes) = (0, [UInt8]())
    bytes.reserveCapacity(file.window)
    while at < file.size {
      bytes.removeAll(keepingCapacity: true)
      try file.add(at..<min(file.size, at + file.window), to: &bytes)
      hasher.add(bytes)
      do throws(JSONFault) { try splitter.take(bytes.span, at: at) } catch { return error }
      at += bytes.count
    }
    do throws(JSONFault) { try splitter.finish(at: file.size) } catch { return error }
    return nil
  }

  /// Where the text begins, if it is UTF-8 and an object or an array.
  private static func start(of head: [UInt8]) -> Int? {
    let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = head[start...].first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
    return !head.contains(0) && (first == UInt8(ascii: "{") || first == UInt8(ascii: "[")) ? start : nil
  }

  private static func frame(
    of file: WindowedFile, _ lists: [JSONSplitter.List], _ digest: Digest, _ sizes: Sizes
  ) throws(Diagnostic) -> Input {
    var (bytes, at, places) = ([UInt8](), 0, [Int: JSONSplitter.List]())
    let length = file.size - lists.reduce(0) { $0 + $1.range.count }
    guard length <= sizes.inMemory else {
      throw Files.tooLarge("all but the long lists of \(file.name)", in: file.name, limit: sizes.inMemory, size: length)
    }
    for list in lists {
      try file.add(at..<list.range.lowerBound, to: &bytes)
      places[bytes.count] = list
      bytes += [UInt8(ascii: "["), UInt8(ascii: "]")]
      at = list.range.upperBound
    }
    try file.add(at..<file.size, to: &bytes)
    if file.hasChanged { throw file.changed }
    return Input(name: file.name, bytes: bytes, map: StreamedJSON(file, digest, places, sizes))
  }

  /// Where the first array that was taken out stands in the frame.
  var firstList: Int { lists.keys.min() ?? 0 }

  /// Where a byte of the frame stands in the file.
  func fileOffset(of offset: Int) -> Int {
    lists.reduce(offset) { moved, list in
      offset <= list.key ? moved : moved + list.value.range.count - (offset == list.key + 1 ? 1 : 2)
    }
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
    guard piece.range.count <= sizes.inMemory else {
      let pointer = "\(frame.pointers(at: [list])[0])/\(piece.first)"
      throw Files.tooLarge("\(pointer) of \(file.name)", in: file.name, limit: sizes.inMemory, size: piece.range.count)
    }
    var bytes = try file.bytes(piece.range)
    let origin = JSONPiece(
      file: file, offset: piece.range.lowerBound, list: .init(frame: frame, offset: list, first: piece.first))
    guard let all = lists[list], !all.isSequence else {
      return try JSONDocument(sequence: Input(name: file.name, bytes: bytes, map: origin))
    }
    // What stands before the first element is the bracket, or the comma after the piece before.
    bytes[0] = UInt8(ascii: "[")
    bytes.append(UInt8(ascii: "]"))
    let document = try JSONDocument(Input(name: file.name, bytes: bytes, map: origin))
    // In an array there is something before, between and after its commas.
    guard all.pieces.count == 1 || document.tape.count > 1 else {
      let isLast = piece.range.upperBound == all.range.upperBound - 1
      bytes[bytes.count - 1] = isLast ? UInt8(ascii: "]") : UInt8(ascii: ",")
      throw JSONFault(.notValue, at: bytes.count - 1)
        .diagnostic(in: Input(name: file.name, bytes: bytes, map: origin))
    }
    return document
  }

  func startTracking() { state.withLock { $0.isReading = true } }

  /// Remembers a fault that a reader met; the first one stands.
  func refuse(_ fault: () -> Diagnostic) {
    guard state.withLock({ $0.isReading && $0.fault == nil }) else { return }
    let fault = fault()
    state.withLock { $0.fault = $0.fault ?? fault }
  }

  /// Reads what nobody read. Throws that the file is not what it was, else the first fault that was found.
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
    if file.hasChanged { throw file.changed }
    if let fault { throw fault }
  }
}

extension StreamedJSON: SourceMap {
  package var digest: Digest? { wholeDigest }
  package var wholeCount: Int? { firstList }

  package func beginning(_ count: Int) -> [UInt8]? {
    do throws(Diagnostic) { return try file.bytes(0..<min(count, file.size)) } catch { return nil }
  }

  package func position(of offset: Int) -> LinePosition? { file.place(of: fileOffset(of: offset)) }
}

/// A piece of a long file: the elements of one of its arrays, or the bytes around a fault.
final class JSONPiece: SourceMap {
  let file: WindowedFile
  /// Of the piece in the file.
  let offset: Int
  /// The array whose elements these are; nil where the piece is read for a message only.
  let list: List?

  struct List {
    /// The document whose array it is, and the offset of the array in that document.
    let frame: JSONDocument
    let offset: Int
    /// The index of the first element.
    let first: Int
  }

  init(file: WindowedFile, offset: Int, list: List?) { (self.file, self.offset, self.list) = (file, offset, list) }

  let digest: Digest? = nil
  let wholeCount: Int? = nil
  func beginning(_ count: Int) -> [UInt8]? { nil }
  func position(of offset: Int) -> LinePosition? { file.place(of: self.offset + offset) }
}

extension Files {
  /// Reads a report of any size up to 16 GiB: of a long JSON file only what is outside of its long arrays
  /// (`StreamedJSON`), of any other file all bytes.
  package static func readReport(_ path: String) throws(Diagnostic) -> Input { try readReport(path, .standard) }

  static func readReport(_ path: String, _ sizes: StreamedJSON.Sizes) throws(Diagnostic) -> Input {
    if let frame = try StreamedJSON.input(path, sizes) { return frame }
    return try read(path)
  }
}

extension WindowedFile {
  /// Line and column of an offset; nil where the file cannot be read again.
  fileprivate func place(of offset: Int) -> LinePosition? {
    do throws(Diagnostic) { return try position(of: offset) } catch { return nil }
  }
}

extension JSONFault {
  /// The complaint about a file that is not in memory, with the bytes that it is about.
  fileprivate func diagnostic(in file: WindowedFile) throws(Diagnostic) -> Diagnostic {
    let start = container ?? offset
    let bytes = try file.bytes(start..<min(file.size, start + 256))
    let input = Input(name: file.name, bytes: bytes, map: JSONPiece(file: file, offset: start, list: nil))
    return JSONFault(reason, at: 0, inside: container == nil ? nil : 0).diagnostic(in: input)
  }
}
