import Model
import System

/// A syntax error in a JSON text. The value is small, to keep the scanner's fast path small, and is converted to a
/// `Diagnostic` once.
struct JSONFault: Error {
  enum Reason {
    case notValue, notKey, notColon, notMemberEnd, notElementEnd, ended, endedInText, trailing
    case controlInText(UInt8), badEscape, loneSurrogate
    case badNumber
    case tooDeep(Int)
    case duplicateKey(first: Int)
    /// Not an error in the text: the tape is full, and the scan is repeated with a longer one.
    case tapeFull
  }

  let reason: Reason
  let offset: Int
  /// The offset at which the innermost open object or array begins.
  let container: Int?

  init(_ reason: Reason, at offset: Int, inside container: Int? = nil) {
    (self.reason, self.offset, self.container) = (reason, offset, container)
  }
}

extension JSONFault {
  /// The error as a diagnostic with its position and a suggestion.
  func diagnostic(in input: Input) -> Diagnostic {
    let found = found(in: input)
    switch reason {
    case .notValue: return invalid("expected a value, found \(found)", in: input, help: valueHelp(in: input))
    case .notKey: return invalid("expected a key in double quotes, found \(found)", in: input, help: keyHelp(in: input))
    case .notColon: return invalid("expected `:` after the key, found \(found)", in: input)
    case .notMemberEnd: return invalid("expected `,` or `}` after the member, found \(found)", in: input)
    case .notElementEnd: return invalid("expected `,` or `]` after the element, found \(found)", in: input)
    case .ended: return ended(in: input)
    case .endedInText: return invalid("unterminated string", in: input, help: cutOff)
    case .trailing: return invalid("expected the end of the file after the value, found \(found)", in: input)
    case .controlInText(let byte):
      return invalid("unescaped control character \(hex(byte)) in a string", in: input, help: "write it as an escape")
    case .badEscape: return invalid("unknown escape sequence", in: input)
    case .loneSurrogate:
      return diagnostic(
        .encodingInvalid, "invalid JSON: a lone surrogate is not a character", in: input,
        help: "rename the file whose name is not UTF-8: scanners write such a name so")
    case .badNumber: return invalid("this number is not valid in JSON", in: input)
    case .tooDeep(let limit):
      return diagnostic(.jsonTooDeep, "more than \(limit) levels of objects and arrays", in: input)
    case .tapeFull: return invalid("too many values", in: input)
    case .duplicateKey(let first): return duplicate(first: first, in: input)
    }
  }

  private func invalid(_ text: String, in input: Input, help: String? = nil) -> Diagnostic {
    diagnostic(.jsonInvalid, "invalid JSON: \(text)", in: input, help: help)
  }

  /// An error without an excerpt, because the text may hold secrets.
  private func diagnostic(_ code: DiagnosticCode, _ text: String, in input: Input, help: String? = nil) -> Diagnostic {
    let (line, column, _) = input.position(of: offset)
    return Diagnostic(code, text, at: SourcePosition(file: input.name, line: line, column: column), help: help)
  }

  private func ended(in input: Input) -> Diagnostic {
    guard let container else { return invalid("the file contains no value", in: input, help: cutOff) }
    let kind = input.bytes[container] == UInt8(ascii: "{") ? "object" : "array"
    var diagnostic = invalid("the file ends inside an \(kind)", in: input, help: cutOff)
    diagnostic.because = ["the \(kind) begins at line \(input.position(of: container).line)"]
    return diagnostic
  }

  private func duplicate(first: Int, in input: Input) -> Diagnostic {
    var diagnostic = diagnostic(
      .jsonDuplicateKey, "the same key occurs twice in an object", in: input,
      help: "readers disagree on which one counts; remove one of them")
    let before = input.position(of: first)
    diagnostic.because = ["it occurs first at line \(before.line), column \(before.column)"]
    return diagnostic
  }

  /// What stands at the error, by kind and length: the text itself may be a secret.
  private func found(in input: Input) -> String {
    guard offset < input.bytes.count else { return "the end of the file" }
    let byte = input.bytes[offset]
    guard byte >= 0x20, byte != 0x7F else { return "the byte \(hex(byte))" }
    let word = input.bytes[offset...].prefix { isLetter($0) || isDigit($0) }
    if word.isEmpty { return byte < 0x80 ? "`\(Character(Unicode.Scalar(byte)))`" : "a character that is not ASCII" }
    let kind = word.allSatisfy(isDigit) ? "a number" : "a word"
    return "\(kind) of \(word.count) \(word.count == 1 ? "character" : "characters")"
  }

  private func valueHelp(in input: Input) -> String? {
    guard offset < input.bytes.count else { return cutOff }
    switch input.bytes[offset] {
    case UInt8(ascii: "]"), UInt8(ascii: "}"): return "JSON allows no comma before the end"
    case UInt8(ascii: "'"): return "JSON strings are in double quotes"
    case UInt8(ascii: "/"), UInt8(ascii: "#"): return "JSON has no comments"
    case UInt8(ascii: "T"), UInt8(ascii: "F"): return "true, false and null are in lower case in JSON"
    case UInt8(ascii: "N"), UInt8(ascii: "I"): return "JSON has no NaN and no Infinity"
    default: return nil
    }
  }

  private func keyHelp(in input: Input) -> String? {
    offset < input.bytes.count && input.bytes[offset] == UInt8(ascii: "}") ? "JSON allows no comma before the end" : nil
  }
}

private let cutOff = "the file may be cut off; make or fetch it again"

private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

private func hex(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return "0x" + (digits.utf8.count < 2 ? "0" : "") + digits
}
