import Model

extension Observation {
  /// Removes quoted text from the title and the reason of observations about credentials, because several tools quote
  /// the credential itself.
  mutating func redactSecrets() {
    // CWE-259 and CWE-798: hard-coded password and credentials; CWE-321: hard-coded key.
    guard kind == .secret || cwes.contains(where: { $0 == 259 || $0 == 321 || $0 == 798 }) else { return }
    title = withoutQuotes(title)
    stateReason = stateReason.map(withoutQuotes)
  }
}

/// The text with `…` in place of each quoted part. A quotation mark after a letter is an apostrophe and starts no
/// quotation.
private func withoutQuotes(_ text: String) -> String {
  guard text.utf8.contains(where: isQuote) else { return text }
  var (redacted, rest, before) = ([UInt8](), Array(text.utf8)[...], UInt8(ascii: " "))
  while let byte = rest.first {
    rest = rest.dropFirst()
    redacted.append(byte)
    if isQuote(byte), !isLetter(before) {
      // Without a closing quotation mark the rest of the text is redacted.
      let end = rest.lastIndex(of: byte) ?? rest.endIndex
      redacted.append(contentsOf: "…".utf8)
      rest = rest[end...]
      if let quote = rest.popFirst() { redacted.append(quote) }
    }
    before = byte
  }
  return String(decoding: redacted, as: UTF8.self)
}

private func isQuote(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`")
}
private func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) || (48...57).contains(byte) }
