// Names of tools, rules, packages and vulnerabilities are compared ignoring the case of ASCII letters only, because
// that is what package registries and vulnerability databases do.

/// The text with its ASCII letters in lower case; all other characters stay unchanged.
public func lowercasedASCII(_ text: String) -> String {
  guard text.utf8.contains(where: { (65...90).contains($0) }) else { return text }
  return String(decoding: text.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
}

/// The text with its ASCII letters in upper case; all other characters stay unchanged.
public func uppercasedASCII(_ text: InternedString) -> InternedString {
  let bytes = text.utf8
  guard bytes.indices.contains(where: { (97...122).contains(bytes[$0]) }) else { return text }
  let upper = bytes.indices.map { (97...122).contains(bytes[$0]) ? bytes[$0] & 0xDF : bytes[$0] }
  return InternedString(utf8: upper.span)
}

/// The text with its ASCII letters in lower case; all other characters stay unchanged.
public func lowercasedASCII(_ text: InternedString) -> InternedString {
  let bytes = text.utf8
  guard bytes.indices.contains(where: { (65...90).contains(bytes[$0]) }) else { return text }
  let lower = bytes.indices.map { (65...90).contains(bytes[$0]) ? bytes[$0] | 0x20 : bytes[$0] }
  return InternedString(utf8: lower.span)
}

/// The text with its ASCII letters in upper case; all other characters stay unchanged.
public func uppercasedASCII(_ text: String) -> String {
  guard text.utf8.contains(where: { (97...122).contains($0) }) else { return text }
  return String(decoding: text.utf8.map { (97...122).contains($0) ? $0 & 0xDF : $0 }, as: UTF8.self)
}

/// Whether two names are equal when the case of ASCII letters is ignored. Copies nothing, because each waiver is
/// compared with each finding.
public func equalIgnoringCase(_ one: String, _ other: String) -> Bool {
  func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }
  return one.utf8.count == other.utf8.count && zip(one.utf8, other.utf8).allSatisfy { lower($0) == lower($1) }
}
