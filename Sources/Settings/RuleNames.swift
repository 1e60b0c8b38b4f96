import Model

extension NameFault {
  /// Why a text is the exact id of no scanner's rule; nil when it may be one.
  package static func ofRule(_ id: String) -> NameFault? {
    blanks(around: id)
      ?? wildcard(in: id, help: "write the whole id, one waiver for each, or narrow it by `path`")
  }

  /// Why a text, in which `*` matches any text, is hardly a pattern for ids of rules; nil when it may well be one.
  package static func unlikelyRule(_ pattern: String) -> NameFault? {
    guard isExpression(pattern) else { return nil }
    return NameFault(
      "reads like a regular expression, and only `*` has a meaning here",
      help: "list the ids, or write `*` for any text; if the id itself has such a character, write `*` in its place")
  }
}

extension ConfigDecoder where Value == String {
  /// Decodes the id of a scanner's rule, or a pattern for ids in which `*` matches any text.
  package static let rulePattern: ConfigDecoder<String> = text.checked(
    refusing: NameFault.blanks, doubting: NameFault.unlikelyRule)
}

/// Whether a text has a form that regular expressions and shells have, and names seldom: `/a.*/`, `^a`, `a[12]`, `{a,b}`.
func isExpression(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  let isDelimited = bytes.count > 2 && bytes.first == UInt8(ascii: "/") && bytes.last == UInt8(ascii: "/")
  return isDelimited || isAnchored(text) || hasChoice(text)
    || bytes.contains { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "?") }
    || hasPair("[", "]", in: text)
}

/// Whether a text begins with `^` or ends with `$`, as expressions for whole names do.
func isAnchored(_ text: String) -> Bool { text.hasPrefix("^") || text.hasSuffix("$") }

/// Whether a text lists choices as shells or regular expressions do: `{a,b}`, `a|b`.
func hasChoice(_ text: String) -> Bool {
  if text.utf8.contains(UInt8(ascii: "|")) { return true }
  guard let open = text.firstIndex(of: "{"), let close = text[open...].firstIndex(of: "}") else { return false }
  return text[open..<close].contains(",")
}

private func hasPair(_ open: Character, _ close: Character, in text: String) -> Bool {
  guard let first = text.firstIndex(of: open) else { return false }
  return text[first...].contains(close)
}
