package import Model
import Synchronization
package import System

/// A long JSON file of which only the skeleton is in memory: the text without the elements of its long arrays, which
/// are read piece by piece during iteration.
///
/// A piece is validated when it is read. `finish` reads the remaining pieces, so that every byte is validated in the
/// end.
package final class StreamedJSON: Sendable {
  let file: WindowedFile
  private let wholeDigest: Digest
  /// The long arrays, by their offset in the skeleton.
  private let lists: [Int: JSONSplitter.List]
  private let state = Mutex(State())

  private struct State {
    var fault: Diagnostic?
    /// The pieces that were read, by their offsets: where each of their elements begins, counted from the piece.
    var read: [Int: [UInt32]] = [:]
    /// The last piece, because readers often look at the first element before they read all.
    var last: (start: Int, document: JSONDocument)?
  }

  private let sizes: StreamingSizes

  private init(_ file: WindowedFile, _ digest: Digest, _ lists: [Int: JSONSplitter.List], _ sizes: StreamingSizes) {
    (self.file, wholeDigest, self.lists, self.sizes) = (file, digest, lists, sizes)
  }

  /// The skeleton of a long JSON file; nil when the file is not long, not JSON or has no long array.
  static func input(_ path: String, _ sizes: StreamingSizes) throws(Diagnostic) -> Input? {
    guard let file = WindowedFile(path, ofAtLeast: sizes.file, window: sizes.window) else { return nil }
    guard file.size <= sizes.longestFile else { throw Files.tooLarge(path, limit: sizes.longestFile, size: file.size) }
    guard let start = start(of: try file.bytes(0..<min(file.size, 64))) else { return nil }
    var splitter = JSONSplitter(sizes, from: start)
    var hasher = DigestHasher()
    if let fault = try split(file, &splitter, &hasher) {
      // The reader of whole files reports the error more precisely.
      guard file.size > sizes.inMemory else { return nil }
      throw try fault.diagnostic(in: file)
    }
    return splitter.lists.isEmpty ? nil : try skeleton(of: file, splitter.lists, hasher.finish(), sizes)
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

  /// The offset at which the text begins; nil when it does not look like an object or array in UTF-8.
  private static func start(of head: [UInt8]) -> Int? {
    let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = head[start...].first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
    return !head.contains(0) && (first == UInt8(ascii: "{") || first == UInt8(ascii: "[")) ? start : nil
  }

  private static func skeleton(
    of file: WindowedFile, _ lists: [JSONSplitter.List], _ digest: Digest, _ sizes: StreamingSizes
  ) throws(Diagnostic) -> Input {
    var (bytes, at, positions) = ([UInt8](), 0, [Int: JSONSplitter.List]())
    let length = file.size - lists.reduce(0) { $0 + $1.range.count }
    guard length <= sizes.inMemory else {
      throw Files.tooLarge(
        "the part of \(file.name) outside its long arrays", in: file.name, limit: sizes.inMemory, size: length)
    }
    for list in lists {
      try file.add(at..<list.range.lowerBound, to: &bytes)
      positions[bytes.count] = list
      bytes += [UInt8(ascii: "["), UInt8(ascii: "]")]
      at = list.range.upperBound
    }
    try file.add(at..<file.size, to: &bytes)
    if file.hasChanged { throw file.changed }
    return Input(name: file.name, bytes: bytes, map: StreamedJSON(file, digest, positions, sizes))
  }

  /// The offset in the skeleton of the first long array.
  var firstList: Int { lists.keys.min() ?? 0 }

  /// The offset in the file of a byte of the skeleton.
  func fileOffset(of offset: Int) -> Int {
    lists.reduce(offset) { moved, list in
      offset <= list.key ? moved : moved + list.value.range.count - (offset == list.key + 1 ? 1 : 2)
    }
  }

  /// The pieces of the array at an offset of the skeleton; empty when it is not a long array.
  func pieces(at offset: Int) -> [JSONSplitter.Piece] { lists[offset]?.pieces ?? [] }

  /// Reads a piece as a document whose root is an array of its elements. Nil when the piece is invalid, which `finish`
  /// then throws.
  func document(_ piece: JSONSplitter.Piece, of list: Int, in skeleton: JSONDocument) -> JSONDocument? {
    let start = piece.range.lowerBound
    if let last = state.withLock({ $0.last }), last.start == start { return last.document }
    do throws(Diagnostic) {
      let document = try read(piece, list, skeleton)
      let elements = document.elementOffsets
      state.withLock {
        $0.read[start] = elements
        $0.last = (start, document)
      }
      return document
    } catch {
      state.withLock { $0.fault = $0.fault ?? error }
      return nil
    }
  }

  private func read(
    _ piece: JSONSplitter.Piece, _ list: Int, _ skeleton: JSONDocument
  ) throws(Diagnostic) -> JSONDocument {
    guard piece.range.count <= sizes.inMemory else {
      let pointer = "\(skeleton.pointers(at: [list])[0])/\(piece.first)"
      throw Files.tooLarge("\(pointer) of \(file.name)", in: file.name, limit: sizes.inMemory, size: piece.range.count)
    }
    var bytes = try file.bytes(piece.range)
    let origin = JSONPiece(
      file: file, offset: piece.range.lowerBound, list: .init(skeleton: skeleton, offset: list, first: piece.first))
    guard let all = lists[list], !all.isSequence else {
      return try JSONDocument(sequence: Input(name: file.name, bytes: bytes, map: origin))
    }
    // The first byte is the opening bracket of the array, or the comma after the previous piece.
    bytes[0] = UInt8(ascii: "[")
    bytes.append(UInt8(ascii: "]"))
    let document = try JSONDocument(Input(name: file.name, bytes: bytes, map: origin))
    // An array has an element before, between and after its commas.
    guard all.pieces.count == 1 || document.tape.count > 1 else {
      let isLast = piece.range.upperBound == all.range.upperBound - 1
      bytes[bytes.count - 1] = isLast ? UInt8(ascii: "]") : UInt8(ascii: ",")
      throw JSONFault(.notValue, at: bytes.count - 1)
        .diagnostic(in: Input(name: file.name, bytes: bytes, map: origin))
    }
    return document
  }

  /// Reads an element of the array at an offset of the skeleton once more, without the rest of its piece; nil when there is
  /// none, or its piece was not read before.
  func element(_ index: Int, of list: Int, in skeleton: JSONDocument) -> JSONValue? {
    guard let piece = lists[list]?.piece(of: index),
      let starts = state.withLock({ $0.read[piece.range.lowerBound] }), index - piece.first < starts.count
    else { return nil }
    let (number, origin) = (index - piece.first, piece.range.lowerBound)
    let end = number + 1 < starts.count ? origin + Int(starts[number + 1]) : piece.range.upperBound
    do throws(Diagnostic) {
      var bytes = try file.bytes(origin + Int(starts[number])..<end)
      while let last = bytes.last, last <= 0x20 || last == UInt8(ascii: ",") { bytes.removeLast() }
      let place = JSONPiece.List(skeleton: skeleton, offset: list, first: index)
      let map = JSONPiece(file: file, offset: origin + Int(starts[number]), list: place)
      return try JSONDocument(sequence: Input(name: file.name, bytes: bytes, map: map)).root.elements().first
    } catch {
      return nil
    }
  }

  /// The number of elements of the array at an offset of the skeleton, all of which were read before.
  func countRead(of list: Int) -> Int {
    guard let last = lists[list]?.pieces.last else { return 0 }
    return last.first + (state.withLock { $0.read[last.range.lowerBound]?.count } ?? 0)
  }

  /// Calls `body` with each piece and the offset in the skeleton of the array that it belongs to.
  func forEachPiece(of skeleton: JSONDocument, _ body: (_ piece: JSONDocument, _ list: Int) -> Void) {
    for (offset, list) in lists.sorted(by: { $0.key < $1.key }) {
      for piece in list.pieces {
        if let document = document(piece, of: offset, in: skeleton) { body(document, offset) }
      }
    }
  }

  /// Reads the pieces that were not read. Throws when the file has changed, or else the first error that was found.
  package func finish(_ skeleton: JSONDocument) throws(Diagnostic) {
    for (offset, list) in lists.sorted(by: { $0.key < $1.key }) {
      for piece in list.pieces where !state.withLock({ $0.read[piece.range.lowerBound] != nil || $0.fault != nil }) {
        _ = document(piece, of: offset, in: skeleton)
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

extension JSONSplitter.List {
  /// The piece that holds an element.
  fileprivate func piece(of index: Int) -> JSONSplitter.Piece? {
    var (low, high) = (0, pieces.count)
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].first <= index { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? pieces[low - 1] : nil
  }
}

extension JSONDocument {
  /// Where the elements of the outermost array begin.
  fileprivate var elementOffsets: [UInt32] {
    var (offsets, at) = ([UInt32](), 1)
    while at < tape.count {
      offsets.append(UInt32(tape[at].offset))
      at = tape.after(at)
    }
    return offsets
  }
}

extension StreamedJSON: SourceMap {
  package var digest: Digest? { wholeDigest }
  package var wholeCount: Int? { firstList }

  package func beginning(_ count: Int) -> [UInt8]? {
    do throws(Diagnostic) { return try file.bytes(0..<min(count, file.size)) } catch { return nil }
  }

  package func position(of offset: Int) -> LinePosition? { file.positionIfReadable(of: fileOffset(of: offset)) }
}

/// The origin of an input that is a piece of a long file: elements of one of its arrays, or the bytes around an error.
final class JSONPiece: SourceMap {
  let file: WindowedFile
  /// The offset of the piece in the file.
  let offset: Int
  /// The array that contains the elements; nil when the piece was read for a message only.
  let list: List?

  struct List {
    /// The skeleton, and the offset of the array in it.
    let skeleton: JSONDocument
    let offset: Int
    /// The index of the first element of the piece in the array.
    let first: Int
  }

  init(file: WindowedFile, offset: Int, list: List?) { (self.file, self.offset, self.list) = (file, offset, list) }

  let digest: Digest? = nil
  let wholeCount: Int? = nil
  func beginning(_ count: Int) -> [UInt8]? { nil }
  func position(of offset: Int) -> LinePosition? { file.positionIfReadable(of: self.offset + offset) }
}

extension Files {
  /// Reads a report. A JSON file of 4 MiB to 16 GiB with long arrays is read as a skeleton (`StreamedJSON`); any other
  /// file is read completely, up to 512 MiB.
  package static func readReport(_ path: String) throws(Diagnostic) -> Input { try readReport(path, .standard) }

  static func readReport(_ path: String, _ sizes: StreamingSizes) throws(Diagnostic) -> Input {
    if let skeleton = try StreamedJSON.input(path, sizes) { return skeleton }
    return try read(path)
  }
}

extension WindowedFile {
  /// The line and column of an offset; nil when the file cannot be read again.
  fileprivate func positionIfReadable(of offset: Int) -> LinePosition? {
    do throws(Diagnostic) { return try position(of: offset) } catch { return nil }
  }
}

extension JSONFault {
  /// The diagnostic of an error in a file that is not in memory, for which the bytes around the error are read.
  fileprivate func diagnostic(in file: WindowedFile) throws(Diagnostic) -> Diagnostic {
    let start = container ?? offset
    let bytes = try file.bytes(start..<min(file.size, start + 256))
    let input = Input(name: file.name, bytes: bytes, map: JSONPiece(file: file, offset: start, list: nil))
    return JSONFault(reason, at: 0, inside: container == nil ? nil : 0).diagnostic(in: input)
  }
}
