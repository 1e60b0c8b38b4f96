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

  /// Elements of a long array.
  final class Origin: Sendable {
    /// The document whose array it is, and where in that the array stands.
    let frame: JSONDocument
    let list: Int
    /// The index of the first element.
    let first: Int
    /// Of the piece in the file.
    let offset: Int

    init(frame: JSONDocument, list: Int, first: Int, offset: Int) {
      (self.frame, self.list, self.first, self.offset) = (frame, list, first, offset)
    }
  }

  /// The digest of the whole file.
  package var digest: Digest { long?.digest ?? Digest.sha256(bytes) }
}

extension Input {
  /// Line and column (from 1; columns count scalars) of a byte offset, and the line itself, cut when it is very long.
  package func position(of offset: Int) -> (line: Int, column: Int, text: String) {
    let (line, range, offset) = lineRange(around: offset)
    let text = String(decoding: bytes[range].prefix(excerptLimit), as: UTF8.self)
    return (line, scalars(range.lowerBound..<offset) + 1, text)
  }

  /// A diagnostic that points at `offset` and underlines `length` scalars there.
  package func diagnostic(
    _ code: Code, _ text: String, at offset: Int, length: Int = 1, pointer: String? = nil, help: String? = nil
  ) -> Diagnostic {
    let (line, range, offset) = lineRange(around: offset)
    let column = scalars(range.lowerBound..<offset) + 1
    return Diagnostic(
      code, text, at: Place(file: name, line: line, column: column, pointer: pointer),
      excerpt: excerpt(of: range, around: offset, length: length), help: help)
  }

  /// The line around `offset`, or a window of it: minified reports are one line of megabytes.
  private func excerpt(of line: Range<Int>, around offset: Int, length: Int) -> Diagnostic.Excerpt {
    var start = line.count > excerptLimit ? max(line.lowerBound, offset - excerptLimit / 2) : line.lowerBound
    while start < offset, bytes[start] & 0xC0 == 0x80 { start += 1 }
    let text = String(decoding: bytes[start..<line.upperBound].prefix(excerptLimit), as: UTF8.self)
    return Diagnostic.Excerpt(line: text, column: scalars(start..<offset) + 1, length: length)
  }

  /// The number of the line that holds `offset`, its bytes without the line end, and the offset brought into the input.
  private func lineRange(around offset: Int) -> (number: Int, range: Range<Int>, offset: Int) {
    let offset = min(max(0, offset), bytes.count)
    let start = (bytes[..<offset].lastIndex(of: newline)).map { $0 + 1 } ?? 0
    var end = bytes[offset...].firstIndex(of: newline) ?? bytes.count
    if end > max(start, offset), bytes[end - 1] == carriageReturn { end -= 1 }
    let before = origin.flatMap { origin in origin.frame.input.long?.file.lines(before: origin.offset) } ?? 0
    return (before + bytes[..<start].count { $0 == newline } + 1, start..<end, offset)
  }

  private func scalars(_ range: Range<Int>) -> Int { bytes[range].count { $0 & 0xC0 != 0x80 } }
}

private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
/// A longer line is cut before it is shown.
private let excerptLimit = 4096
