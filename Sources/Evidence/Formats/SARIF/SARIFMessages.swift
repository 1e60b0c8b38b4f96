import Documents
import Model

extension SARIFRun {
  /// The first line of a result's message (§3.11): its own text, or the rule's message string with the arguments
  /// inserted. Nil if there is none.
  func message(of result: JSONValue, _ rule: SARIFRule?) throws(Diagnostic) -> String? {
    guard let message = result["message"] else { return nil }
    let template =
      message.text("text") ?? message.text("markdown") ?? message.text("id").flatMap { string($0, of: rule) }
    guard let template, !template.isEmpty else { return nil }
    var arguments: [String] = []
    if template.utf8.contains(UInt8(ascii: "{")), let values = message["arguments"], values.kind == .array {
      for argument in try values.elements() { arguments.append(argument.text ?? "") }
    }
    return firstLine(of: withoutLinks(filled(template, with: arguments)))
  }

  private func string(_ id: String, of rule: SARIFRule?) -> String? {
    let strings =
      rule?.value["messageStrings"]?[member: id] ?? value["tool"]?["driver"]?["globalMessageStrings"]?[member: id]
    return strings?.text("text") ?? strings?.text("markdown")
  }
}

private func isOneLine(_ bytes: Span<UInt8>) -> Bool {
  guard bytes.count > 0, bytes[0] > 0x20 else { return false }
  var isOne = true
  for index in bytes.indices where bytes[index] == 0x0A || bytes[index] == 0x0D { isOne = false }
  return isOne
}

/// The first line of a text, without surrounding white space.
func firstLine(of text: String) -> String {
  guard isOneLine(text.utf8Span.span) else {
    let line = text.utf8.drop { $0 <= 0x20 }.prefix { $0 != 0x0A && $0 != 0x0D }
    return String(decoding: Array(line), as: UTF8.self)
  }
  return text
}

/// The text with placeholders replaced (§3.11.5): `{0}` is an argument, `{{` and `}}` are braces. A text without
/// arguments is returned unchanged.
private func filled(_ template: String, with arguments: [String]) -> String {
  guard !arguments.isEmpty else { return template }
  var (text, rest) = ([UInt8](), Array(template.utf8)[...])
  while let byte = rest.popFirst() {
    guard byte == brace || byte == closingBrace else {
      text.append(byte)
      continue
    }
    if rest.first == byte {
      rest.removeFirst()
    } else if byte == brace, let close = rest.firstIndex(of: closingBrace),
      let index = Int(String(decoding: rest[..<close], as: UTF8.self)), arguments.indices.contains(index)
    {
      text += arguments[index].utf8
      rest = rest[(close + 1)...]
      continue
    }
    text.append(byte)
  }
  return String(decoding: text, as: UTF8.self)
}

private let (brace, closingBrace) = (UInt8(ascii: "{"), UInt8(ascii: "}"))

/// The text with links to related locations, `[text](1)`, replaced by their text (§3.11.6).
private func withoutLinks(_ text: String) -> String {
  guard text.utf8.contains(UInt8(ascii: "[")) else { return text }
  var (result, rest) = ([UInt8](), Array(text.utf8)[...])
  while let open = rest.firstIndex(of: UInt8(ascii: "[")) {
    result += rest[..<open]
    rest = rest[(open + 1)...]
    guard let close = rest.firstIndex(of: UInt8(ascii: "]")), rest[(close + 1)...].first == UInt8(ascii: "("),
      let end = rest[close...].firstIndex(of: UInt8(ascii: ")")),
      rest[(close + 2)..<end].allSatisfy({ (48...57).contains($0) })
    else {
      result.append(UInt8(ascii: "["))
      continue
    }
    result += rest[..<close]
    rest = rest[(end + 1)...]
  }
  return String(decoding: result + rest, as: UTF8.self)
}
