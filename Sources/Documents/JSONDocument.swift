package import Model
import Synchronization
package import System

/// A parsed JSON text (RFC 8259), validated in full and read in place.
///
/// Parsing is strict, because two readers could otherwise see two different reports: duplicate keys, invalid UTF-8,
/// lone surrogates and anything after the value are errors. A UTF-8 byte order
/// mark at the start is ignored (§8.1). UTF-16 and UTF-32 are errors.
package final class JSONDocument: Sendable {
  package let input: Input
  let tape: [JSONNode]
  let notes: ReaderNotes
  /// The long file whose skeleton the input is; nil for a file that is read as a whole.
  let streamed: StreamedJSON?
  /// The piece of a long file that the input is; nil for any other input.
  let piece: JSONPiece?
  /// Where the next look-up in an object begins.
  let cursors = MemberCursors()

  /// Parses a text with exactly one value. Throws the first error with its position.
  package convenience init(_ input: Input, limits: JSONLimits = .standard) throws(Diagnostic) {
    try self.init(input, limits: limits, form: .document)
  }

  /// Parses a sequence of values (JSON Lines, or concatenated objects). The root is an array of the values.
  package convenience init(sequence input: Input, limits: JSONLimits = .standard) throws(Diagnostic) {
    try self.init(input, limits: limits, form: .sequence)
  }

  /// Parses a text with one value, or with several as `init(sequence:)` does.
  package convenience init(records input: Input, limits: JSONLimits = .standard) throws(Diagnostic) {
    try self.init(input, limits: limits, form: .records)
  }

  private init(_ input: Input, limits: JSONLimits, form: JSONScanner.Form) throws(Diagnostic) {
    let limit = min(limits.bytes, JSONNode.longest)
    guard input.bytes.count <= limit else {
      throw Diagnostic(
        .fileTooLarge, "the file has \(input.bytes.count) bytes; at most \(limit) are read",
        at: SourcePosition(file: input.name))
    }
    try refuseOtherEncodings(input)
    self.input = input
    (streamed, piece) = (input.map as? StreamedJSON, input.map as? JSONPiece)
    notes = piece?.list?.skeleton.notes ?? ReaderNotes()
    self.tape = try scanned(input, as: form, deepest: limits.depth)
  }
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
  // A JSON text begins with an ASCII character, so a zero byte next to it means UTF-16 or UTF-32 (RFC 4627 §3).
  let isOther =
    head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xFF, 0xFE]) || head.count > 1 && head.contains(0)
  if isOther, !(input.map is JSONPiece) {
    throw Diagnostic(
      .encodingInvalid, "the file looks like UTF-16 or UTF-32; JSON is read as UTF-8 only",
      at: SourcePosition(file: input.name), help: "convert it, for example with iconv -t UTF-8")
  }
  do { _ = try UTF8Span(validating: input.bytes.span) } catch {
    throw input.diagnostic(.encodingInvalid, "the file is not valid UTF-8 here", at: error.byteOffsets.lowerBound)
  }
}
