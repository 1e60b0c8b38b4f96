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
    case duplicateKey(first: Int, length: Int)
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
    case .badEscape: return invalid("unknown escape sequence", in: input, length: 2)
    case .loneSurrogate:
      return invalid("a lone surrogate is not a character", in: input, length: 6, help: "write both halves of the pair")
    case .badNumber: return invalid("this number is not valid in JSON", in: input)
    case .tooDeep(let limit):
      return input.diagnostic(.jsonTooDeep, "more than \(limit) levels of objects and arrays", at: offset)
    case .tapeFull: return invalid("too many values", in: input)
    case .duplicateKey(let first, let length): return duplicate(first: first, length: length, in: input)
    }
  }

  private func invalid(_ text: String, in input: Input, length: Int? = nil, help: String? = nil) -> Diagnostic {
    input.diagnostic(
      .jsonInvalid, "invalid JSON: \(text)", at: offset, length: length ?? word(in: input).utf8.count, help: help)
  }

  private func ended(in input: Input) -> Diagnostic {
    guard let container else { return invalid("the file contains no value", in: input, help: cutOff) }
    let kind = input.bytes[container] == UInt8(ascii: "{") ? "object" : "array"
    var diagnostic = invalid("the file ends inside an \(kind)", in: input, help: cutOff)
    diagnostic.because = ["the \(kind) begins at line \(input.position(of: container).line)"]
    return diagnostic
  }

  private func duplicate(first: Int, length: Int, in input: Input) -> Diagnostic {
    var diagnostic = input.diagnostic(
      .jsonDuplicateKey, "the same key occurs twice in an object", at: offset, length: length,
      help: "readers disagree on which one counts; remove one of them")
    let before = input.position(of: first)
    diagnostic.because = ["it occurs first at line \(before.line), column \(before.column)"]
    return diagnostic
  }

  private func found(in input: Input) -> String {
    guard offset < input.bytes.count else { return "the end of the file" }
    let byte = input.bytes[offset]
    guard byte >= 0x20, byte != 0x7F else { return "the byte \(hex(byte))" }
    let word = word(in: input)
    if !word.isEmpty { return "`\(word)`" }
    let scalar = String(decoding: input.bytes[offset...].prefix(4), as: UTF8.self).unicodeScalars.first
    return "`\(scalar.map(String.init) ?? "")`"
  }

  /// The word or number at the error, up to 20 characters. Empty when there is none.
  private func word(in input: Input) -> String {
    let letters = input.bytes[min(offset, input.bytes.count)...].prefix(20).prefix {
      $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z")
        || $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")
    }
    return String(decoding: letters, as: UTF8.self)
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

private let cutOff = "the file may be cut off; make the report again"

private func hex(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return "0x" + (digits.utf8.count < 2 ? "0" : "") + digits
}
