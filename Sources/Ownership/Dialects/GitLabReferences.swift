/// Finds the owners in a word of a CODEOWNERS file, as GitLab's `ReferenceExtractor` does: a user or group after `@`, an
/// e-mail address, or a role. One word can hold several, and none.
enum GitLabReferences {
  static func of(_ word: ArraySlice<UInt8>) -> [String] {
    if let role = role(word) { return [role] }
    return emails(in: word) + names(in: word)
  }

  /// A role such as `@@maintainer`; the plural and any case count too.
  private static func role(_ word: ArraySlice<UInt8>) -> String? {
    guard word.starts(with: "@@".utf8) else { return nil }
    let lower = String(decoding: word, as: UTF8.self).lowercased()
    return ["@@developer", "@@maintainer", "@@owner"].first { lower == $0 || lower == $0 + "s" }
  }

  /// The names after an `@` that neither a letter nor another `@` precedes.
  private static func names(in word: ArraySlice<UInt8>) -> [String] {
    var names: [String] = []
    var position = word.startIndex
    while let mark = word[position...].firstIndex(of: at) {
      let isFree = mark == word.startIndex || !(isWordByte(word[mark - 1]) || word[mark - 1] == at)
      let name = isFree ? fullName(in: word[(mark + 1)...]) : word[mark..<mark]
      if !name.isEmpty { names.append("@" + String(decoding: name, as: UTF8.self)) }
      position = max(mark + 1, name.endIndex)
    }
    return names
  }

  /// The longest name at the start: names joined by slashes, as of a group in a group.
  private static func fullName(in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = bytes.startIndex
    for _ in 0...20 {
      let start = end == bytes.startIndex ? end : end + 1
      let part = name(in: bytes[start...])
      guard !part.isEmpty else { break }
      end = part.endIndex
      guard end < bytes.endIndex, bytes[end] == UInt8(ascii: "/") else { break }
    }
    return bytes[bytes.startIndex..<end]
  }

  /// A name of one part: it does not begin with a hyphen, and does not end with a dot, `.git` or `.atom`.
  private static func name(in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var name = bytes.prefix { isWordByte($0) || $0 == dot || $0 == UInt8(ascii: "-") }.prefix(256)
    if name.first == UInt8(ascii: "-") { return name.prefix(0) }
    while name.last == dot || name.suffix(4).elementsEqual(".git".utf8) || name.suffix(5).elementsEqual(".atom".utf8) {
      name.removeLast()
    }
    return name
  }

  /// The e-mail addresses: what stands on both sides of an `@`, up to a letter, digit or underscore at its end.
  private static func emails(in word: ArraySlice<UInt8>) -> [String] {
    var emails: [String] = []
    var position = word.startIndex
    while let mark = word[position...].firstIndex(of: at) {
      let local = word[position..<mark].suffix(100)
      var domain = word[(mark + 1)...].prefix { $0 != at }.prefix(255)
      while let last = domain.last, !isWordByte(last) { domain.removeLast() }
      if local.isEmpty || domain.isEmpty {
        position = mark + 1
      } else {
        emails.append(String(decoding: word[local.startIndex..<domain.endIndex], as: UTF8.self))
        position = domain.endIndex
      }
    }
    return emails
  }

  /// Whether Ruby's `\w` matches the byte.
  static func isWordByte(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
      || byte == UInt8(ascii: "_")
  }

  private static let at = UInt8(ascii: "@")
  private static let dot = UInt8(ascii: ".")
}
