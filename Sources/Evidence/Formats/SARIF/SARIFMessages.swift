import Documents
import Interning
import Model

extension SARIFRun {
  /// The title of a result: its message, which describes it (§3.27.11). Nil if there is none.
  func title(of result: JSONValue, _ rule: SARIFRule?, _ fields: MessageFields?) throws(Diagnostic) -> InternedString? {
    if let message = result["message"], let text = message["text"],
      isTitle(text, hasArguments: message.has("arguments"))
    {
      return text.internedScalar
    }
    return try wholeMessage(of: result, rule).flatMap { titleText(of: $0, fields, rule: rule?.title) }
  }

  /// Whether a text is short and plain, so that it is a title as it is. JSON writes a line break as an escape.
  private func isTitle(_ text: JSONValue, hasArguments: Bool) -> Bool {
    guard !text.hasEscapes, let bytes = text.scalarBytes, let first = bytes.first, let last = bytes.last else {
      return false
    }
    return bytes.count <= longestTitle && first > 0x20 && last > 0x20 && !bytes.contains(UInt8(ascii: "["))
      && !(hasArguments && bytes.contains(brace))
  }

  /// The first line of a result's message (§3.11): its own text, or the rule's message string with the arguments
  /// inserted. Nil if there is none.
  func message(of result: JSONValue, _ rule: SARIFRule?) throws(Diagnostic) -> String? {
    try wholeMessage(of: result, rule).map { firstLine(of: $0) }
  }

  /// All lines of a result's message.
  func wholeMessage(of result: JSONValue, _ rule: SARIFRule?) throws(Diagnostic) -> String? {
    guard let message = result["message"] else { return nil }
    var template = message.text("text") ?? message.text("markdown")
    if template == nil, let id = message.text("id") { template = try string(id, of: rule) }
    guard let template, !template.isEmpty else { return nil }
    var arguments: [String] = []
    if template.utf8.contains(UInt8(ascii: "{")), let values = message["arguments"], values.kind == .array {
      for argument in try values.elements() { arguments.append(argument.text ?? "") }
    }
    return withoutLinks(filled(template, with: arguments))
  }

  private func string(_ id: String, of rule: SARIFRule?) throws(Diagnostic) -> String? {
    try messages.string(id, of: rule)
  }
}

/// The message strings of the rules and of the driver (§3.19.22, §3.49.11) as tables, since many results may name one.
final class SARIFMessageStrings {
  private let driver: JSONValue?
  private var global: [String: JSONValue]?
  private var ofRules: [ObjectIdentifier: [String: JSONValue]] = [:]

  init(_ driver: JSONValue?) { self.driver = driver }

  /// The text of a message string: the rule's, else the driver's.
  func string(_ id: String, of rule: SARIFRule?) throws(Diagnostic) -> String? {
    var found: JSONValue?
    if let rule { found = try strings(of: rule)[id] }
    if found == nil { found = try globalStrings()[id] }
    return found?.text("text") ?? found?.text("markdown")
  }

  private func strings(of rule: SARIFRule) throws(Diagnostic) -> [String: JSONValue] {
    if let known = ofRules[ObjectIdentifier(rule)] { return known }
    let strings = try table(rule.value["messageStrings"])
    ofRules[ObjectIdentifier(rule)] = strings
    return strings
  }

  private func globalStrings() throws(Diagnostic) -> [String: JSONValue] {
    if let global { return global }
    let strings = try table(driver?["globalMessageStrings"])
    global = strings
    return strings
  }

  private func table(_ strings: JSONValue?) throws(Diagnostic) -> [String: JSONValue] {
    var table: [String: JSONValue] = [:]
    guard let strings else { return [:] }
    for (id, value) in try strings.members() { table[id] = value }
    return table
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

/// The title of a result with this message: the message in one line, or, of a message in fields, the one field that
/// describes the result, else the title of the rule. Nil if there is none.
func titleText(of message: String, _ fields: MessageFields?, rule: InternedString?) -> InternedString? {
  let fields = fields.flatMap { $0.isList ? $0 : nil }
  if fields != nil, fields?["message"] == nil, let rule { return rule }
  let line = fields?["message"] ?? oneLine(message)
  return line.isEmpty ? nil : InternedString(cut(line))
}

/// The words of a text in one line.
func oneLine(_ text: String) -> String {
  isOneLine(text.utf8Span.span) ? text : text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

/// The beginning of a text that is too long for a title.
private func cut(_ text: String) -> String {
  text.utf8.count <= longestTitle ? text : String(text.prefix(longestTitle - 1)) + "…"
}
private let longestTitle = 500

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
    } else if byte == brace, let (index, end) = placeholder(rest), arguments.indices.contains(index) {
      text += arguments[index].utf8
      rest = rest[end...]
      continue
    }
    text.append(byte)
  }
  return String(decoding: text, as: UTF8.self)
}

/// The number of the argument of a placeholder, and the index after it; nil if no digits and a closing brace follow.
private func placeholder(_ rest: ArraySlice<UInt8>) -> (index: Int, end: Int)? {
  let digits = rest.prefix(9).prefix { (48...57).contains($0) }
  guard !digits.isEmpty, digits.endIndex < rest.endIndex, rest[digits.endIndex] == closingBrace else { return nil }
  return (digits.reduce(0) { $0 * 10 + Int($1 - 48) }, digits.endIndex + 1)
}

private let (brace, closingBrace) = (UInt8(ascii: "{"), UInt8(ascii: "}"))

/// The text with links to related locations, `[text](1)`, replaced by their text, and without the backslash before
/// brackets that are no link (§3.11.6).
func withoutLinks(_ text: String) -> String {
  guard text.utf8.contains(UInt8(ascii: "[")) else { return text }
  // The position in the result of the last bracket that may open a link.
  var (result, open, rest) = ([UInt8](), Int?.none, Array(text.utf8)[...])
  while let byte = rest.popFirst() {
    if byte == UInt8(ascii: "\\"), let next = rest.first, next == UInt8(ascii: "[") || next == UInt8(ascii: "]") {
      result.append(next)
      rest.removeFirst()
    } else if byte == UInt8(ascii: "]"), let start = open, let end = linkEnd(rest) {
      result.remove(at: start)
      rest = rest[end...]
      open = nil
    } else {
      if byte == UInt8(ascii: "[") { open = result.count }
      result.append(byte)
    }
  }
  return String(decoding: result, as: UTF8.self)
}

/// The index after `(1)` at the beginning; nil if there is no number of a related location.
private func linkEnd(_ rest: ArraySlice<UInt8>) -> Int? {
  guard rest.first == UInt8(ascii: "(") else { return nil }
  let digits = rest.dropFirst().prefix(10).prefix { (48...57).contains($0) }
  guard digits.count <= 9, digits.endIndex < rest.endIndex, rest[digits.endIndex] == UInt8(ascii: ")") else {
    return nil
  }
  return digits.endIndex + 1
}
