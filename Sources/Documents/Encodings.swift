package import Model
package import System

extension Input {
  /// The input converted to UTF-8 if it is UTF-16, as written by PowerShell's `>`, or else unchanged. UTF-16 is
  /// recognized by its byte order mark, or by zeros in every other byte at the start.
  ///
  /// - Throws: `encoding-invalid` for UTF-32 and for invalid UTF-16.
  package func inUTF8() throws(Diagnostic) -> Input {
    let head = Array(bytes.prefix(4))
    guard head.count >= 2 else { return self }
    if head == [0xFF, 0xFE, 0, 0] || head == [0, 0, 0xFE, 0xFF] { throw utf32 }
    let (isLittle, start): (Bool, Int)
    switch (head[0], head[1]) {
    case (0xFF, 0xFE): (isLittle, start) = (true, 2)
    case (0xFE, 0xFF): (isLittle, start) = (false, 2)
    case (1..., 0) where head.count < 4 || head[3] == 0: (isLittle, start) = (true, 0)
    case (0, 1...) where head.count < 4 || head[2] == 0: (isLittle, start) = (false, 0)
    default: return self
    }
    guard bytes.count % 2 == 0 else {
      throw Diagnostic(
        .encodingInvalid, "the file is UTF-16 and ends in the middle of a character", at: SourcePosition(file: name),
        help: "the file may be cut off; make or fetch it again")
    }
    let units = stride(from: start, to: bytes.count, by: 2).lazy.map { [bytes] at in
      UInt16(bytes[at]) << (isLittle ? 0 : 8) | UInt16(bytes[at + 1]) << (isLittle ? 8 : 0)
    }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw Diagnostic(.encodingInvalid, "the file is not valid UTF-16", at: SourcePosition(file: name))
    }
    return Input(name: name, bytes: Array(text.utf8))
  }

  private var utf32: Diagnostic {
    Diagnostic(
      .encodingInvalid, "the file is UTF-32", at: SourcePosition(file: name),
      help: "convert it, for example with iconv -t UTF-8")
  }
}
