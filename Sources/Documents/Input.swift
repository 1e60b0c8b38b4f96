import Model

/// The bytes of one input and the name people know it by.
///
/// The only way text enters Gatehouse: everything that reads (JSON, YAML, CODEOWNERS) takes an `Input` and points back into it.
package struct Input: Sendable {
  /// The path as given, or `<stdin>`; shown in every diagnostic.
  package let name: String
  package let bytes: [UInt8]
  /// Where these bytes stand in the file, when they are a piece of it.
  let origin: Origin?
  /// The file whose frame these bytes are, when it is too long to be read at once.
  package let long: LongText?

  package init(name: String, bytes: [UInt8]) { self.init(name: name, bytes: bytes, origin: nil, long: nil) }

  init(name: String, bytes: [UInt8], origin: Origin? = nil, long: LongText?) {
    (self.name, self.bytes, self.origin, self.long) = (name, bytes, origin, long)
  }

  /// The same with other bytes in the same places.
  package func replacing(bytes: [UInt8]) -> Input { Input(name: name, bytes: bytes, origin: origin, long: long) }

  /// A piece of a long file.
  final class Origin: Sendable {
    let file: LongFile
    /// Of the piece in the file.
    let offset: Int
    /// Of what array it is, where it is read as elements.
    let list: List?

    struct List {
      /// The document whose array it is, and where in that the array stands.
      let frame: JSONDocument
      let offset: Int
      /// The index of the first element.
      let first: Int
    }

    init(file: LongFile, offset: Int, list: List?) { (self.file, self.offset, self.list) = (file, offset, list) }
  }

  /// The digest of the whole file.
  package var digest: Digest { long?.digest ?? Digest.sha256(bytes) }

  /// How far the bytes are those of the file, with no long array taken out.
  package var wholeCount: Int { long?.firstList ?? bytes.count }

  /// Of a long file the first bytes as they are, of any other all of it.
  package func beginning(_ count: Int) -> Input {
    guard let file = long?.file else { return self }
    do throws(Diagnostic) { return Input(name: name, bytes: try file.bytes(0..<min(count, file.size))) } catch {
      return self
    }
  }
}

extension Input {
  /// Line and column (from 1; columns count scalars) of a byte offset, and the line itself, cut when it is very long.
  package func position(of offset: Int) -> (line: Int, column: Int, text: String) {
    let (range, offset) = lineRange(around: offset)
    let at = position(of: offset, in: range)
    return (at.line, at.column, String(decoding: bytes[range].prefix(excerptLimit), as: UTF8.self))
  }

  /// A diagnostic that points at `offset` and underlines `length` scalars there.
  package func diagnostic(
    _ code: Code, _ text: String, at offset: Int, length: Int = 1, pointer: String? = nil, help: String? = nil
  ) -> Diagnostic {
    let (range, offset) = lineRange(around: offset)
    let at = position(of: offset, in: range)
    return Diagnostic(
      code, text, at: Place(file: name, line: at.line, column: at.column, pointer: pointer),
      excerpt: excerpt(of: range, around: offset, length: length), help: help)
  }

  /// The line around `offset`, or a window of it: minified reports are one line of megabytes.
  private func excerpt(of line: Range<Int>, around offset: Int, length: Int) -> Diagnostic.Excerpt {
    var start = line.count > excerptLimit ? max(line.lowerBound, offset - excerptLimit / 2) : line.lowerBound
    while start < offset, bytes[start] & 0xC0 == 0x80 { start += 1 }
    let text = String(decoding: bytes[start..<line.upperBound].prefix(excerptLimit), as: UTF8.self)
    return Diagnostic.Excerpt(line: text, column: scalars(start..<offset) + 1, length: length)
  }

  /// The bytes of the line that holds `offset`, without the line end, and the offset brought into the input.
  private func lineRange(around offset: Int) -> (range: Range<Int>, offset: Int) {
    let offset = min(max(0, offset), bytes.count)
    let start = (bytes[..<offset].lastIndex(of: newline)).map { $0 + 1 } ?? 0
    var end = bytes[offset...].firstIndex(of: newline) ?? bytes.count
    if end > max(start, offset), bytes[end - 1] == carriageReturn { end -= 1 }
    return (start..<end, offset)
  }

  private func position(of offset: Int, in line: Range<Int>) -> LinePosition {
    if let (file, place) = placeInFile(of: offset) {
      // Of a file that is gone meanwhile only these bytes are known; that it has changed is told by whoever reads it.
      do throws(Diagnostic) { return try file.position(of: place) } catch {}
    }
    return LinePosition(
      line: bytes[..<line.lowerBound].count { $0 == newline } + 1, column: scalars(line.lowerBound..<offset) + 1)
  }

  /// The long file that these bytes are of, and where in it one of them stands.
  private func placeInFile(of offset: Int) -> (LongFile, Int)? {
    if let origin { return (origin.file, origin.offset + offset) }
    return long.map { ($0.file, $0.fileOffset(of: offset)) }
  }

  private func scalars(_ range: Range<Int>) -> Int { bytes[range].count { $0 & 0xC0 != 0x80 } }
}

private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
/// A longer line is cut before it is shown.
private let excerptLimit = 4096
