import Model

/// GitHub's CODEOWNERS syntax: each line is a pattern as in `.gitignore`, but without `!`, `[ ]` and `\#`, followed by
/// its owners. The last matching line decides.
///
/// Documented at docs.github.com, "About code owners". Since February 2022 GitHub skips invalid lines and uses the
/// others.
enum GitHub {
  static let standardLocations = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"]

  static func read(_ lines: inout CodeownersLines) -> [CodeownersLine] { read(&lines, as: .github, owner: owner) }

  /// Parses lines of patterns and owners.
  ///
  /// - Parameter owner: Checks the form of an owner, and returns it as outputs name it. It is called with the owner and
  ///   the pattern of the line.
  static func read(
    _ lines: inout CodeownersLines, as dialect: Dialect,
    owner: (ArraySlice<UInt8>, ArraySlice<UInt8>) throws(LineIssue) -> String
  ) -> [CodeownersLine] {
    var read: [CodeownersLine] = []
    while let line = lines.step() {
      let words = words(of: line)
      guard let pattern = words.first else { continue }
      do throws(LineIssue) {
        try validate(pattern)
        let owners = try words.dropFirst().map { word throws(LineIssue) in try owner(word, pattern) }
        let rule = CodeownersRule(
          pattern: try text(of: pattern), owners: owners, line: lines.number, bytes: pattern.indices)
        let glob = glob(of: pattern)
        if glob == nil { lines.warn(loneBackslash(in: pattern)) }
        lines.warn(invisible(in: rule.pattern, at: pattern))
        read.append(CodeownersLine(rule: rule, pattern: .glob(glob)))
      } catch {
        lines.skip(error, as: dialect)
      }
    }
    return read
  }

  /// The words of a line: the pattern and its owners. In the pattern a `\` escapes the next byte, such as a space. A
  /// word that begins with `#` starts a comment.
  private static func words(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var words: [ArraySlice<UInt8>] = []
    var rest = line
    while let start = rest.firstIndex(where: { !isBlank($0) }), rest[start] != UInt8(ascii: "#") {
      var end = start
      while end < rest.endIndex, !isBlank(rest[end]) {
        // Only the pattern has escapes.
        end += words.isEmpty && rest[end] == UInt8(ascii: "\\") && end + 1 < rest.endIndex ? 2 : 1
      }
      words.append(rest[start..<end])
      rest = rest[end...]
    }
    return words
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
