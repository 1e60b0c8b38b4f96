package import Model
import Synchronization
package import System

/// How much of a JSON text is read before it is refused (law 11).
package struct JSONLimits: Sendable {
  /// Bytes; never more than 2^30 - 1.
  package var bytes: Int
  /// Objects and arrays inside each other.
  package var depth: Int

  package init(bytes: Int = 512 << 20, depth: Int = 512) { (self.bytes, self.depth) = (bytes, depth) }

  package static let standard = JSONLimits()
}

/// A JSON text that was checked in full (RFC 8259) and can be walked in place.
///
/// Strict, because what one reader passes over another may read: duplicate keys, invalid UTF-8, lone surrogates, numbers no
/// double can hold and anything after the value are refused. One UTF-8 byte order mark at the start is passed over
/// (§8.1 lets a reader do so); UTF-16 and UTF-32 are refused.
package final class JSONDocument: Sendable {
  package let input: Input
  let tape: [JSONNode]
  let keyTypo = Mutex<KeyTypo?>(nil)
  /// The long file of which the input is what remains without its long arrays.
  let streamed: StreamedJSON?
  /// The piece of a long file that the input is.
  let piece: JSONPiece?

  /// Reads the whole text; the first fault is thrown with its place.
  package convenience init(_ input: Input, limits: JSONLimits = .standard) throws(Diagnostic) {
    try self.init(input, limits: limits, form: .document)
  }

  /// Reads values that stand one after the other (JSON Lines, or objects that a tool printed as it went). The root is an
  /// array of them; it is empty when the text is.
  package convenience init(sequence input: Input, limits: JSONLimits = .standard) throws(Diagnostic) {
    try self.init(input, limits: limits, form: .sequence)
  }

  /// Reads one value, or, where another follows it, all of them as `init(sequence:)` does.
  package convenience init(records input: Input, limits: JSONLimits = .standard) throws(Diagnostic) {
    try self.init(input, limits: limits, form: .records)
  }

  private init(_ input: Input, limits: JSONLimits, form: JSONScanner.Form) throws(Diagnostic) {
    let limit = min(limits.bytes, JSONNode.longest)
    guard input.bytes.count <= limit else {
      throw Diagnostic(
        .fileTooLarge, "the file has \(input.bytes.count) bytes; at most \(limit) are read", at: SourcePosition(file: input.name)
      )
    }
    try refuseOtherEncodings(input)
    self.input = input
    (streamed, piece) = (input.map as? StreamedJSON, input.map as? JSONPiece)
    self.tape = try scanned(input, as: form, deepest: limits.depth)
  }

  /// The outermost value.
  package var root: JSONValue { JSONValue(document: self, index: 0) }
}

private func scanned(_ input: Input, as form: JSONScanner.Form, deepest: Int) throws(Diagnostic) -> [JSONNode] {
  let start = input.bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
  do throws(JSONFault) {
    return try JSONScanner.scan(input.bytes.span, from: start, as: form, deepest: deepest)
  } catch {
    throw error.diagnostic(in: input)
  }
}

private let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

private func refuseOtherEncodings(_ input: Input) throws(Diagnostic) {
  let head = input.bytes.prefix(4)
  // A text of JSON begins with an ASCII character, so a zero byte beside it is UTF-16 or UTF-32 (RFC 4627 §3).
  let isOther =
    head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xFF, 0xFE]) || head.count > 1 && head.contains(0)
  if isOther, !(input.map is JSONPiece) {
    throw Diagnostic(
      .encodingInvalid, "the file looks like UTF-16 or UTF-32; JSON is read as UTF-8 only", at: SourcePosition(file: input.name),
      help: "convert it, for example with iconv -t UTF-8")
  }
  do { _ = try UTF8Span(validating: input.bytes.span) } catch {
    throw input.diagnostic(.encodingInvalid, "the file is not valid UTF-8 here", at: error.byteOffsets.lowerBound)
  }
}
