import Model

/// Bitbucket's CODEOWNERS syntax: patterns as in GitHub's dialect, with the same exceptions from `.gitignore`, and owners
/// that may be groups with a rule for the selection of reviewers: `@acme/payments:random(2)`.
///
/// Documented at support.atlassian.com, "Set up and use code owners", for Cloud, and confluence.atlassian.com, "Code owners",
/// for Data Center. Both read the target branch. That the last matching line decides is what Atlassian's example says
/// (bitbucket.org/blog/code-owners: `*` is for "files not matching patterns below").
enum Bitbucket {
  static let standardLocations = [".bitbucket/CODEOWNERS"]

  static func read(_ lines: inout CodeownersLines) -> [CodeownersLine] {
    GitHub.read(&lines, as: .bitbucket, owner: owner)
  }

  /// The owner without the rule that selects reviewers from a group. An owner is an e-mail address, `@user`, or
  /// `@workspace/group`, `@teams/team` and `@reviewer-group/name`.
  private static func owner(
    _ word: ArraySlice<UInt8>, after pattern: ArraySlice<UInt8>
  ) throws(LineIssue) -> String {
    let name = word.first == at ? word.prefix { $0 != UInt8(ascii: ":") } : word
    guard
      selections.contains(String(decoding: word[name.endIndex...].prefix { $0 != UInt8(ascii: "(") }, as: UTF8.self)),
      hasCount(word[name.endIndex...])
    else {
      throw LineIssue(
        code: .codeownersInvalidOwner, text: "the selection of reviewers is invalid",
        bytes: name.endIndex..<word.endIndex, help: "write `:all`, `:random(2)` or `:least_busy(2)` after the group")
    }
    if isAccount(name) { return String(decoding: name, as: UTF8.self) }
    return try GitHub.owner(name, after: pattern)
  }

  private static let selections: Set = ["", ":all", ":random", ":least_busy"]

  /// Whether `(2)` follows where it must, and nowhere else.
  private static func hasCount(_ selection: ArraySlice<UInt8>) -> Bool {
    guard let open = selection.firstIndex(of: UInt8(ascii: "(")) else {
      return selection.isEmpty || selection.elementsEqual(":all".utf8)
    }
    let number = selection[(open + 1)...].dropLast()
    return selection.last == UInt8(ascii: ")") && !number.isEmpty
      && number.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } && !selection.starts(with: ":all".utf8)
  }

  /// Whether the word has the form of `@name` or `@name/name`. Names are nicknames, account ids in braces, or slugs.
  private static func isAccount(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.first == at else { return false }
    let names = word.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return names.count <= 2 && names.allSatisfy { !$0.isEmpty && $0.allSatisfy(isNameByte) }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
      || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "-_.{}".utf8.contains(byte)
  }

  private static let at = UInt8(ascii: "@")
}
