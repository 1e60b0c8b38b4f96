import Model

extension Observation {
  /// Takes quoted text out of what is said of credentials: several tools quote the credential itself (law 12).
  mutating func redactSecrets() {
    // CWE-259 and CWE-798: hard-coded password and credentials; CWE-321: hard-coded key.
    guard kind == .secret || cwes.contains(where: { $0 == 259 || $0 == 321 || $0 == 798 }) else { return }
    title = withoutQuotes(title)
    stateReason = stateReason.map(withoutQuotes)
  }
}

/// The text with `'…'` for each piece in quotes. A quote opens after no letter, so that an apostrophe opens none.
private func withoutQuotes(_ text: String) -> String {
  guard text.utf8.contains(where: isQuote) else { return text }
  var (shown, rest, before) = ([UInt8](), Array(text.utf8)[...], UInt8(ascii: " "))
  while let byte = rest.first {
    rest = rest.dropFirst()
    shown.append(byte)
    if isQuote(byte), !isLetter(before) {
      // Without a second quote the rest is the secret.
      let end = rest.lastIndex(of: byte) ?? rest.endIndex
      shown.append(contentsOf: "…".utf8)
      rest = rest[end...]
      if let quote = rest.popFirst() { shown.append(quote) }
    }
    before = byte
  }
  return String(decoding: shown, as: UTF8.self)
}

private func isQuote(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`")
}
private func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) || (48...57).contains(byte) }
