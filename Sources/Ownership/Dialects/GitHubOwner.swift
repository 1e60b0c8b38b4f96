extension GitHub {
  /// Checks the form of an owner: `@user`, `@organisation/team` or an e-mail address. Whether it exists is known to
  /// GitHub only.
  static func owner(_ word: ArraySlice<UInt8>, after pattern: ArraySlice<UInt8>) throws(LineIssue) -> String {
    let text = String(decoding: word, as: UTF8.self)
    guard isAccount(word) || isAddress(word) else {
      throw LineIssue(
        code: .codeownersInvalidOwner, text: "`\(text)` is not an owner", bytes: word.indices,
        help: suggestion(for: word, after: String(decoding: pattern, as: UTF8.self)))
    }
    return text
  }

  private static func isAccount(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.first == at else { return false }
    let names = word.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return names.count <= 2 && names.allSatisfy { !$0.isEmpty && $0.allSatisfy { isNameByte($0) } }
  }

  private static func isAddress(_ word: ArraySlice<UInt8>) -> Bool {
    guard let middle = word.lastIndex(of: at), middle > word.startIndex else { return false }
    let labels = word[(middle + 1)...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count > 1, let top = labels.last, top.count > 1, top.contains(where: isLetter) else { return false }
    // The bytes of an unquoted local part (RFC 5322 §3.2.3).
    return word[..<middle].allSatisfy { isNameByte($0) || ".!#$%&'*+/=?^`{|}~".utf8.contains($0) }
      && labels.allSatisfy { !$0.isEmpty && $0.allSatisfy { isNameByte($0) && $0 != UInt8(ascii: "_") } }
  }

  private static func suggestion(for word: ArraySlice<UInt8>, after pattern: String) -> String {
    let text = String(decoding: word, as: UTF8.self)
    if word.contains(UInt8(ascii: ",")) || word.contains(UInt8(ascii: ";")) { return "separate owners by spaces" }
    if word.first == UInt8(ascii: "<"), isAddress(word.dropFirst().dropLast()) {
      return "write `\(text.dropFirst().dropLast())`"
    }
    if pattern.hasPrefix("\"") { return "quotes have no special meaning: write `\\ ` for a space in the path" }
    if isAccount([at] + word) {
      return "write `@\(text)` if it is an owner, or `\(pattern)\\ \(text)` if the path contains a space"
    }
    return "write `@user`, `@organisation/team` or an e-mail address"
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "_")
  }

  private static func isLetter(_ byte: UInt8) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 }

  private static let at = UInt8(ascii: "@")
}
