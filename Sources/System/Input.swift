package import Model

/// The bytes of one input and the name people know it by.
///
/// The only way text enters Gatehouse: everything that reads (JSON, YAML, CODEOWNERS) takes an `Input` and points back into it.
package struct Input: Sendable {
  /// The path as given, or `<stdin>`; shown in every diagnostic.
  package let name: String
  package let bytes: [UInt8]
  /// Where the bytes stand in the file, when they are not the file as it is.
  package let map: (any SourceMap)?

  package init(name: String, bytes: [UInt8], map: (any SourceMap)? = nil) {
    (self.name, self.bytes, self.map) = (name, bytes, map)
  }

  /// The same input with other bytes in the same places.
  package func replacing(bytes: [UInt8]) -> Input { Input(name: name, bytes: bytes, map: map) }

  /// The digest of the whole file.
  package var digest: Digest { map?.digest ?? Digest.sha256(bytes) }

  /// How many of the first bytes are those of the file, unchanged.
  package var wholeCount: Int { map?.wholeCount ?? bytes.count }

  /// The first `count` bytes of a file that is not in memory as a whole; of any other file all of it.
  package func beginning(_ count: Int) -> Input {
    map?.beginning(count).map { Input(name: name, bytes: $0) } ?? self
  }
}

/// Tells where in a file the bytes of an `Input` stand, when the input holds only a part of the file.
package protocol SourceMap: Sendable {
  /// The digest of the whole file; nil where only a piece of it is known.
  var digest: Digest? { get }
  /// How many of the first bytes are those of the file, unchanged; nil: all.
  var wholeCount: Int? { get }
  /// The first bytes of the file; nil where they cannot be read.
  func beginning(_ count: Int) -> [UInt8]?
  /// Line and column in the file of a byte of the input; nil where the file cannot be read again.
  func position(of offset: Int) -> LinePosition?
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
    _ code: DiagnosticCode, _ text: String, at offset: Int, length: Int = 1, pointer: String? = nil, help: String? = nil
  ) -> Diagnostic {
    let (range, offset) = lineRange(around: offset)
    let at = position(of: offset, in: range)
    return Diagnostic(
      code, text, at: SourcePosition(file: name, line: at.line, column: at.column, pointer: pointer),
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
    // Of a file that cannot be read again only these bytes are known; whoever reads it reports that it has changed.
    if let position = map?.position(of: offset) { return position }
    return LinePosition(
      line: bytes[..<line.lowerBound].count { $0 == newline } + 1, column: scalars(line.lowerBound..<offset) + 1)
  }

  private func scalars(_ range: Range<Int>) -> Int { bytes[range].count { $0 & 0xC0 != 0x80 } }
}

private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
/// A longer line is cut before it is shown.
private let excerptLimit = 4096

/// The place of a byte, in lines and Unicode scalars, from 1.
package struct LinePosition: Sendable {
  package var (line, column) = (1, 1)

  package init(line: Int = 1, column: Int = 1) { (self.line, self.column) = (line, column) }

  /// The place of the byte that follows these.
  package func after(_ bytes: [UInt8]) -> LinePosition {
    var next = self
    for byte in bytes {
      if byte == newline {
        next = LinePosition(line: next.line + 1, column: 1)
      } else if byte & 0xC0 != 0x80 {
        next.column += 1
      }
    }
    return next
  }
}
