import Interning

/// An e-mail address of a commit in the form in which addresses are compared: without spaces around it, ASCII letters in
/// lower case, and without what follows a `+` before the `@` (RFC 5233), because all of these reach the same person.
///
/// All other characters are compared as bytes: an address with letters that only look like those of another is another
/// one.
package struct EmailAddress: Hashable, Sendable {
  package let text: ExactText

  /// Nil where it names nobody: it is no address, or that of a forge or a bot, which commits for anybody
  /// (`noreply@github.com`, `…[bot]@users.noreply.github.com`).
  package init?(_ address: String) {
    let bytes = Array(address.utf8)
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }
    let trimmed = Array(bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    guard let at = trimmed.lastIndex(of: UInt8(ascii: "@")), at > 0, at < trimmed.count - 1,
      !trimmed.contains(where: isSpace)
    else { return nil }
    let plus = trimmed[1..<at].firstIndex(of: UInt8(ascii: "+")) ?? at
    let (user, host) = (
      lowercasedASCII(String(decoding: trimmed[..<plus], as: UTF8.self)),
      lowercasedASCII(String(decoding: trimmed[at...], as: UTF8.self))
    )
    let whole = lowercasedASCII(String(decoding: trimmed[..<at], as: UTF8.self))
    guard !Self.isOfProgram(whole) else { return nil }
    text = ExactText(user + host)
  }

  private static func isOfProgram(_ user: String) -> Bool {
    let isOfGitLab = ["project_", "group_"].contains(where: user.hasPrefix) && user.utf8.containsWord("_bot")
    return isOfGitLab || user.hasSuffix("[bot]")
      || ["noreply", "no-reply", "donotreply", "do-not-reply"].contains { user.isSame(as: $0) }
  }
}

extension String.UTF8View {
  fileprivate func containsWord(_ word: String) -> Bool {
    indices.contains { self[$0...].starts(with: word.utf8) }
  }
}
