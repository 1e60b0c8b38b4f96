// Tools quote in their messages what they were called with, and a password of plain letters looks like any word. So in
// messages, unlike in titles, the word that follows the name of a credential is hidden, unless it is a word of prose.

/// The message of a tool with `…` in place of credentials, also of those that look like words.
func withoutPasswords(_ message: String) -> String {
  let bytes = Array(message.utf8)
  let hidden =
    bytes.credentials + bytes.namedPasswords() + bytes.shortOptions() + bytes.loginsOfHosts() + bytes.authorizations()
    + bytes.cookies()
  return hidden.isEmpty ? message : bytes.hiding(hidden.sorted { $0.lowerBound < $1.lowerBound })
}

extension [UInt8] {
  /// The values that follow names of credentials: `password: …`, `--password …`, `with password …`.
  fileprivate func namedPasswords() -> [Range<Int>] {
    var found: [Range<Int>] = []
    for name in words(of: isNameByte) {
      guard let form = form(of: name), let value = value(after: name, in: form) else { continue }
      if isProse(self[value]) { continue }
      if form == .prose, !isQuoted(value), !endsClause(value.upperBound) { continue }
      found.append(value)
    }
    return found
  }

  /// How a name of a credential and its value are written.
  private enum Form { case setting, option, prose }

  private func form(of name: Range<Int>) -> Form? {
    let plain = String(decoding: self[name].filter { isLetter($0) }.map { $0 | 0x20 }, as: UTF8.self)
    let isPassword = passwords.contains { plain.hasSuffix($0) }
    let isCompound =
      self[name].contains { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") } || isStatement(after: name)
    guard isPassword || isCompound && secrets.contains(where: { plain.hasSuffix($0) }) else { return nil }
    let next = self[name.upperBound...].first { $0 != 0x20 && !isQuote($0) }
    if next == UInt8(ascii: ":") || next == UInt8(ascii: "=") { return .setting }
    if self[name.lowerBound] == UInt8(ascii: "-") { return .option }
    return isPassword || isStatement(after: name) ? .prose : nil
  }

  /// Whether a sentence goes on with what a name is: `the secret is …`.
  private func isStatement(after name: Range<Int>) -> Bool { self[name.upperBound...].starts(with: " is ".utf8) }

  private func value(after name: Range<Int>, in form: Form) -> Range<Int>? {
    var start = name.upperBound
    while start < count, self[start] == 0x20 || form == .setting && (isQuote(self[start]) || isMark(self[start])) {
      start += 1
    }
    guard start > name.upperBound, start < count else { return nil }
    if form == .prose, self[start...].starts(with: "is ".utf8) { start += 3 }
    while start < count, isQuote(self[start]) { start += 1 }
    let end = self[start...].firstIndex { $0 <= 0x20 || isQuote($0) || ",;&)".utf8.contains($0) } ?? count
    let isSentence = end == count && end > start && self[end - 1] == UInt8(ascii: ".")
    return end - start >= 3 ? start..<(isSentence ? end - 1 : end) : nil
  }

  private func isQuoted(_ value: Range<Int>) -> Bool { value.lowerBound > 0 && isQuote(self[value.lowerBound - 1]) }

  /// Whether a word ends the text, a line or a part of a sentence: then it is no attribute of a word that follows.
  private func endsClause(_ end: Int) -> Bool { end >= count || self[end] < 0x20 || ".,;)".utf8.contains(self[end]) }

  /// The passwords after `-p` of programs that log in with it: `docker login -p …`, `mysql -p…`. Elsewhere it is a port.
  fileprivate func shortOptions() -> [Range<Int>] {
    indices.compactMap { at in
      guard self[at...].starts(with: "-p".utf8), at > 0, self[at - 1] == 0x20 else { return nil }
      let command = String(decoding: self[Swift.max(0, at - 96)..<at], as: UTF8.self)
      guard programs.contains(where: { command.contains($0) }) else { return nil }
      let start = at + 2 < count && self[at + 2] == 0x20 ? at + 3 : at + 2
      let end = self[start...].firstIndex { $0 <= 0x20 || isQuote($0) } ?? count
      let isPort = self[start..<end].allSatisfy { (0x30...0x39).contains($0) }
      return end - start >= 3 && !isPort ? start..<end : nil
    }
  }

  /// The values of the cookies of a header line (RFC 6265 §4).
  fileprivate func cookies() -> [Range<Int>] {
    words(of: isLetter).flatMap { name in
      guard self[name].map({ $0 | 0x20 }).elementsEqual("cookie".utf8), name.upperBound < count,
        self[name.upperBound] == UInt8(ascii: ":")
      else { return [Range<Int>]() }
      let line = self[name.upperBound...].prefix { $0 != 0x0A && $0 != 0x0D }
      return line.indices.filter { self[$0] == UInt8(ascii: "=") }.compactMap { mark in
        let end = line[(mark + 1)...].firstIndex { $0 == 0x20 || $0 == UInt8(ascii: ";") } ?? line.endIndex
        return end - mark > 3 ? mark + 1..<end : nil
      }
    }
  }

  /// The passwords in `user:password@host` where no scheme precedes them. The host has letters and a dot, or a port; a
  /// version of a package (`npm:qs@6.5.2`) begins with a digit.
  fileprivate func loginsOfHosts() -> [Range<Int>] {
    indices.compactMap { at in
      guard self[at] == UInt8(ascii: "@"), at + 1 < count else { return nil }
      let password = self[..<at].reversed().prefix { $0 > 0x20 && !isQuote($0) && !":/@".utf8.contains($0) }.count
      let colon = at - password - 1
      guard password >= 3, colon > 0, self[colon] == UInt8(ascii: ":") else { return nil }
      let user = self[..<colon].reversed().prefix { isNameByte($0) || $0 == UInt8(ascii: ".") }.count
      guard user > 0, !addresses.contains(where: { self[(colon - user)..<colon].elementsEqual($0) }) else { return nil }
      return isHost(after: at) ? colon + 1..<at : nil
    }
  }

  private func isHost(after mark: Int) -> Bool {
    let rest = self[(mark + 1)...]
    if rest.starts(with: "tcp(".utf8) || rest.starts(with: "unix(".utf8) { return true }
    let host = rest.prefix { isLetter($0) || (0x30...0x39).contains($0) || "-.".utf8.contains($0) }
    guard let first = host.first else { return false }
    let hasPort = host.endIndex < count && self[host.endIndex] == UInt8(ascii: ":")
    let isLocal = host.elementsEqual("localhost".utf8)
    return hasPort || isLetter(first) && (host.contains(UInt8(ascii: ".")) || isLocal)
  }

  /// The credentials of an `Authorization` header of any scheme (RFC 9110 §11.6.2): `Authorization: Basic …`.
  fileprivate func authorizations() -> [Range<Int>] {
    words(of: isLetter).compactMap { name in
      guard self[name].map({ $0 | 0x20 }).suffix(13).elementsEqual("authorization".utf8) else { return nil }
      let scheme = self[name.upperBound...].drop { $0 == 0x20 || isQuote($0) || isMark($0) }.prefix(while: isLetter)
      guard scheme.startIndex > name.upperBound, schemes.contains(where: { scheme.map { $0 | 0x20 }.elementsEqual($0) })
      else { return nil }
      let value = self[scheme.endIndex...].drop { $0 == 0x20 }.prefix { $0 > 0x20 && !isQuote($0) && $0 != 0x2C }
      guard value.startIndex > scheme.endIndex, value.count >= 3, !isProse(value) else { return nil }
      return value.startIndex..<value.endIndex
    }
  }

  /// The maximal runs of bytes that are part of a word.
  private func words(of isPart: (UInt8) -> Bool) -> [Range<Int>] {
    split { !isPart($0) }.map { $0.startIndex..<$0.endIndex }
  }
}

private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
private func isNameByte(_ byte: UInt8) -> Bool {
  isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
}
private func isQuote(_ byte: UInt8) -> Bool { "\"'`".utf8.contains(byte) }
private func isMark(_ byte: UInt8) -> Bool { ":=>".utf8.contains(byte) }

private let passwords = [
  "password", "passwd", "passphrase", "passcode", "pwd", "pass", "bindpw", "rootpw", "dbpw", "userpw",
]
/// Parts of the commands that take a password after `-p`.
private let programs = ["login", "mysql", "mariadb", "sshpass", "mongo"]
private let secrets = ["token", "secret", "key", "credential", "credentials"]
/// What stands before the colon of addresses that have no password.
private let addresses = ["mailto", "sip", "sips", "xmpp", "acct", "pkg", "npm", "git"].map { Array($0.utf8) }
private let schemes = ["basic", "bearer", "digest", "token", "apikey", "negotiate", "ntlm"].map { Array($0.utf8) }

private func isProse(_ word: ArraySlice<UInt8>) -> Bool {
  prose.contains(String(decoding: word.map { isLetter($0) ? $0 | 0x20 : $0 }, as: UTF8.self))
}

/// Words that follow the name of a credential in a sentence.
private let prose = Set(
  """
  a absent access active and are as at auth authentication authorization bad based be because but by can cannot
  change changed check contains could credentials default denied did disabled does empty enabled encryption entry
  error expected expired exposed failed failure false field file flag for forbidden found from given grant has
  hash hashed hashing have header here if in incorrect instead invalid is it item line login malformed manager
  mandatory may mismatch missing must need needed needs nil no none not null of on option optional options or
  parameter please policy present prompt protected protection provided realm refused rejected required requires
  reset revoked rotated scheme set should specified string supplied that the this to token too true type
  unauthorized undefined unexpected unknown unset unsupported use used user username using valid value variable
  via was when will with wrong yes your
  """.split { " \n".contains($0) }.map(String.init))
