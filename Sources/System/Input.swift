package import Model

/// The bytes of one input and the name that diagnostics show for it.
///
/// All parsers (JSON, YAML, CODEOWNERS and others) take an `Input`, so that their errors can point at a position in it.
package struct Input: Sendable {
  /// The path as given by the user, or `<stdin>`. Shown in every diagnostic.
  package let name: String
  package let bytes: [UInt8]
  /// Maps offsets in `bytes` to positions in the file, when `bytes` is only a part of the file; nil otherwise.
  package let map: (any SourceMap)?

  package init(name: String, bytes: [UInt8], map: (any SourceMap)? = nil) {
    (self.name, self.bytes, self.map) = (name, bytes, map)
  }

  /// A copy with other bytes of the same length and line structure, so that positions stay valid.
  package func replacing(bytes: [UInt8]) -> Input { Input(name: name, bytes: bytes, map: map) }

  /// The digest of the whole file.
  package var digest: Digest { map?.digest ?? Digest.sha256(bytes) }

  /// The number of leading bytes that are the file's own, unchanged.
  package var wholeCount: Int { map?.wholeCount ?? bytes.count }

  /// The first `count` bytes of a file that is only partly in memory. For any other file, the whole input.
  package func beginning(_ count: Int) -> Input {
    map?.beginning(count).map { Input(name: name, bytes: $0) } ?? self
  }
}

/// Maps the bytes of an `Input` that holds only a part of a file to positions in that file.
package protocol SourceMap: Sendable {
  /// The digest of the whole file; nil when only a part of the file is known.
  var digest: Digest? { get }
  /// The number of leading bytes that are the file's own, unchanged; nil means all.
  var wholeCount: Int? { get }
  /// The first `count` bytes of the file; nil when they cannot be read.
  func beginning(_ count: Int) -> [UInt8]?
  /// The line and column in the file of an offset in the input; nil when the file cannot be read again.
  func position(of offset: Int) -> LinePosition?
}

extension Input {
  /// The line and column of a byte offset, both from 1 and columns in Unicode scalars, and the text of the line,
  /// truncated to 4,096 bytes.
  package func position(of offset: Int) -> (line: Int, column: Int, text: String) {
    let (range, offset) = lineRange(around: offset)
    let at = position(of: offset, in: range)
    return (at.line, at.column, String(decoding: bytes[range].prefix(excerptLimit), as: UTF8.self))
  }

  /// A diagnostic that points at the byte `offset` and underlines `length` Unicode scalars.
  package func diagnostic(
    _ code: DiagnosticCode, _ text: String, at offset: Int, length: Int = 1, pointer: String? = nil, help: String? = nil
  ) -> Diagnostic {
    let (range, offset) = lineRange(around: offset)
    let at = position(of: offset, in: range)
    return Diagnostic(
      code, text, at: SourcePosition(file: name, line: at.line, column: at.column, pointer: pointer),
      excerpt: excerpt(of: range, around: offset, length: length), help: help)
  }

  /// The line around `offset`, or a part of it, because a minified report is one line of megabytes.
  private func excerpt(of line: Range<Int>, around offset: Int, length: Int) -> Diagnostic.Excerpt {
    var start = line.count > excerptLimit ? max(line.lowerBound, offset - excerptLimit / 2) : line.lowerBound
    while start < offset, bytes[start] & 0xC0 == 0x80 { start += 1 }
    let text = String(decoding: bytes[start..<line.upperBound].prefix(excerptLimit), as: UTF8.self)
    return Diagnostic.Excerpt(line: text, column: scalars(start..<offset) + 1, length: length)
  }

  /// The range of the line that contains `offset`, without the line end, and the offset clamped to the input.
  private func lineRange(around offset: Int) -> (range: Range<Int>, offset: Int) {
    let offset = min(max(0, offset), bytes.count)
    let start = (bytes[..<offset].lastIndex(of: newline)).map { $0 + 1 } ?? 0
    var end = bytes[offset...].firstIndex(of: newline) ?? bytes.count
    if end > max(start, offset), bytes[end - 1] == carriageReturn { end -= 1 }
    return (start..<end, offset)
  }

  private func position(of offset: Int, in line: Range<Int>) -> LinePosition {
    // When the file cannot be read again, only these bytes are known. The reader of the file reports that it has
    // changed.
    if let position = map?.position(of: offset) { return position }
    return LinePosition(
      line: bytes[..<line.lowerBound].count { $0 == newline } + 1, column: scalars(line.lowerBound..<offset) + 1)
  }

  private func scalars(_ range: Range<Int>) -> Int { bytes[range].count { $0 & 0xC0 != 0x80 } }
}

private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
/// The maximum number of bytes of a line that are shown.
private let excerptLimit = 4096

/// A position in a text: the line, and the column in Unicode scalars, both from 1.
package struct LinePosition: Sendable {
  package var (line, column) = (1, 1)

  package init(line: Int = 1, column: Int = 1) { (self.line, self.column) = (line, column) }

  /// The position after `bytes`, which start at this position.
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
