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
  /// Line and column (from 1; columns count scalars) of a byte offset, and the line itself.
  package func position(of offset: Int) -> (line: Int, column: Int, text: String) {
    let offset = min(max(0, offset), bytes.count)
    let start = (bytes[..<offset].lastIndex(of: newline)).map { $0 + 1 } ?? 0
    let end = bytes[offset...].firstIndex(of: newline) ?? bytes.count
    let line = bytes[..<start].count { $0 == newline } + 1
    let column = bytes[start..<offset].count { $0 & 0xC0 != 0x80 } + 1
    return (line, column, String(decoding: bytes[start..<end].prefix(excerptLimit), as: UTF8.self))
  }

  /// A diagnostic that points at `offset` and underlines `length` scalars there.
  package func diagnostic(
    _ code: Code, _ text: String, at offset: Int, length: Int = 1, pointer: String? = nil, help: String? = nil
  ) -> Diagnostic {
    let (line, column, source) = position(of: offset)
    return Diagnostic(
      code, text, at: Place(file: name, line: line, column: column, pointer: pointer),
      excerpt: .init(line: source, column: column, length: length), help: help)
  }
}

private let newline = UInt8(ascii: "\n")
/// A longer line is cut before it is shown: minified reports are one line of megabytes.
private let excerptLimit = 4096
