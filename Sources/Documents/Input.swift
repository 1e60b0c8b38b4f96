import Model

/// The bytes of one input and the name people know it by.
///
/// The only way text enters Gatehouse: everything that reads (JSON, YAML, CODEOWNERS) takes an `Input` and points back into it.
package struct Input: Sendable {
  /// The path as given, or `<stdin>`; shown in every diagnostic.
  package let name: String
  package let bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    (self.name, self.bytes) = (name, bytes)
  }
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
    return (bytes[..<start].count { $0 == newline } + 1, start..<end, offset)
  }

  private func scalars(_ range: Range<Int>) -> Int { bytes[range].count { $0 & 0xC0 != 0x80 } }
}

private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
/// A longer line is cut before it is shown.
private let excerptLimit = 4096
