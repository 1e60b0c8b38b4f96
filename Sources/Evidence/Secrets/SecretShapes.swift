import Model

// The text of a result about a secret may quote the secret, and only the tool knows where. So what does not read like
// plain words is hidden: quotations, values after `=`, and words that look like a password, a key or a token.

/// The text of a result about a secret, with `…` in place of everything that may be the secret.
///
/// - Parameter known: words that are shown as they are: the rule and the parts of the path.
func withoutSecretShapes(_ text: String, known: Set<String>) -> String {
  let visible = withoutQuotations(text)
  var (shown, previous) = ([String](), "")
  let words = visible.split(separator: " ", omittingEmptySubsequences: false)
  let last = words.lastIndex { !$0.isEmpty }
  for (index, word) in words.enumerated() {
    let isValue = previous.hasSuffix("=") || previous.hasSuffix(":") && index == last
    shown.append(hiding(String(word), isValue: isValue, known))
    if !word.isEmpty { previous = String(word) }
  }
  return shown.joined(separator: " ")
}

/// The word with `…` in place of what may be a secret; punctuation around it stays.
private func hiding(_ word: String, isValue: Bool, _ known: Set<String>) -> String {
  let core = word.trimmingPrefix { edges.contains($0) }
  let end = core.lastIndex { !edges.contains($0) }
  guard let end else { return word }
  let inner = String(core[...end])
  let (head, tail) = (word.prefix(word.count - core.count), core[core.index(after: end)...])
  if known.contains(inner) || known.contains(withoutLines(inner)) { return word }
  if isValue, !inner.isEmpty { return "\(head)…\(tail)" }
  if let mark = inner.firstIndex(of: "="), inner.index(after: mark) < inner.endIndex {
    return "\(head)\(inner[...mark])…\(tail)"
  }
  if let mark = inner.firstIndex(of: ":"), !inner.contains("://") {
    let value = String(inner[inner.index(after: mark)...])
    if looksSecret(value) || value.utf8.count >= 6 && value.contains(where: \.isNumber) {
      return "\(head)\(inner[...mark])…\(tail)"
    }
  }
  return looksSecret(withoutLines(inner)) ? "\(head)…\(tail)" : word
}

/// A path without the line and column after it: `src/a.py:12:3`.
private func withoutLines(_ word: String) -> String {
  var rest = word[...]
  while let colon = rest.lastIndex(of: ":"), rest[colon...].dropFirst().allSatisfy(\.isNumber) { rest = rest[..<colon] }
  return String(rest)
}

private let edges = Set(",.;!?()[]{}<>…")

/// The text with `…` in place of words that read as if they were generated, such as keys and tokens: at least sixteen
/// letters and digits of both kinds, that are no object id or digest. Names of files and rules have separators.
func withoutGeneratedWords(_ text: String) -> String {
  let bytes = Array(text.utf8)
  let words = bytes.split { !isOfGeneratedWord($0) }.filter { word in
    word.count >= 16 && word.contains { (48...57).contains($0) } && word.contains { (0x61...0x7A).contains($0 | 0x20) }
      && !((word.count == 40 || word.count == 64) && word.allSatisfy(isHex))
  }
  return words.isEmpty ? text : bytes.hiding(words.map { $0.startIndex..<$0.endIndex })
}

private func isOfGeneratedWord(_ byte: UInt8) -> Bool {
  (48...57).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "+")
    || byte == UInt8(ascii: "=")
}
private func isHex(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (0x61...0x66).contains(byte | 0x20) }

/// Whether a word may be a password, a key or a token. Names of weaknesses, vulnerabilities, versions and algorithms are
/// not.
func looksSecret(_ word: String) -> Bool {
  if vulnerability(word) != nil || word.hasPrefix("CWE-") { return false }
  let shape = WordShape(word)
  if shape.letters == 0 { return shape.digits >= 6 && shape.digits == shape.count }
  if shape.count >= 6, shape.hasSpecial { return true }
  if shape.count >= 6, shape.digits > 0 { return !isVersion(word) && !algorithms.contains(plain(word)) }
  if shape.capitals == shape.count, shape.count >= 16 { return true }
  return shape.count >= 16 && shape.changes >= 4 || shape.isUnbroken && shape.count >= 25
}

private struct WordShape {
  private(set) var (count, letters, digits, capitals, changes) = (0, 0, 0, 0, 0)
  private(set) var (hasSpecial, isUnbroken) = (false, true)

  init(_ word: String) {
    var wasSmall = false
    for scalar in word.unicodeScalars {
      count += 1
      switch scalar {
      case "0"..."9": digits += 1
      case "A"..."Z":
        (letters, capitals, changes) = (letters + 1, capitals + 1, changes + (wasSmall ? 1 : 0))
      case "$", "!", "#", "%", "^", "&", "*", "+", "~", "|", "\\", "@", "?": hasSpecial = true
      case "-", "_", "/", ".", ":", ",", "(", ")": isUnbroken = false
      default: letters += 1
      }
      wasSmall = ("a"..."z").contains(scalar)
    }
  }
}

private func isVersion(_ word: String) -> Bool {
  let digits = word.hasPrefix("v") ? word.dropFirst() : word[...]
  return digits.allSatisfy { $0.isNumber || $0 == "." }
}

private func plain(_ word: String) -> String {
  String(decoding: word.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }, as: UTF8.self).lowercased()
}

/// Names with digits that messages about secrets use.
private let algorithms: Set = [
  "base32", "base64", "base64url", "sha224", "sha256", "sha384", "sha512", "hmacsha1", "hmacsha256", "hmacsha512",
  "rsa1024", "rsa2048", "rsa4096", "aes128", "aes192", "aes256", "aes256gcm", "aes256cbc", "ed25519", "x25519", "p256",
  "pbkdf2", "pkcs12", "oauth1", "oauth2", "oauth2.0", "python2", "python3", "route53", "log4j2", "ripemd160",
  "tripledes",
]

/// The text with `…` in place of each quotation. A quotation mark after a letter is an apostrophe and starts none.
private func withoutQuotations(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { closing[$0] != nil }) else { return text }
  var (shown, rest, before) = (String.UnicodeScalarView(), Substring(text).unicodeScalars, Unicode.Scalar(" "))
  while let scalar = rest.popFirst() {
    shown.append(scalar)
    if let ends = closing[scalar], !(before.properties.isAlphabetic || before.properties.numericType != nil) {
      // A secret may hold quotation marks, so the last one counts. Without one the rest of the text is hidden.
      let end = rest.lastIndex { ends.contains($0) } ?? rest.endIndex
      shown.append("…")
      rest = rest[end...]
      if let mark = rest.popFirst() { shown.append(mark) }
    }
    before = scalar
  }
  return String(shown)
}

/// Opening quotation marks, each with those that end the quotation.
private let closing: [Unicode.Scalar: [Unicode.Scalar]] = [
  "\"": ["\""], "'": ["'"], "`": ["`", "'"], "\u{201C}": ["\u{201D}", "\u{201C}"],
  "\u{201E}": ["\u{201C}", "\u{201D}"],
  "\u{201D}": ["\u{201D}"], "\u{2018}": ["\u{2019}", "\u{2018}"], "\u{201A}": ["\u{2018}", "\u{2019}"],
  "\u{2019}": ["\u{2019}"], "\u{AB}": ["\u{BB}"], "\u{BB}": ["\u{AB}"], "\u{2039}": ["\u{203A}"],
  "\u{300C}": ["\u{300D}"],
  "\u{FF02}": ["\u{FF02}"], "\u{FF07}": ["\u{FF07}"],
]
