import Model

/// GitHub's CODEOWNERS syntax: each line is a pattern as in `.gitignore`, but without `!`, `[ ]` and `\#`, followed by
/// its owners.
///
/// Documented at docs.github.com, "About code owners". Since February 2022 GitHub skips invalid lines and uses the
/// others.
enum GitHub {
  static let standardLocations = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"]

  static func read(_ lines: inout CodeownersLines) -> [CodeownersLine] {
    var read: [CodeownersLine] = []
    while let line = lines.step() {
      let words = words(of: line)
      guard let pattern = words.first else { continue }
      do throws(LineIssue) {
        try validate(pattern)
        let owners = try words.dropFirst().map { word throws(LineIssue) in try owner(word, after: pattern) }
        let rule = CodeownersRule(pattern: try text(of: pattern), owners: owners, line: lines.number)
        let glob = glob(of: pattern)
        if glob == nil { lines.warn(loneBackslash(in: pattern)) }
        lines.warn(invisible(in: rule.pattern, at: pattern))
        read.append((rule, glob))
      } catch {
        lines.skip(error)
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

/// A problem in one line, without the file name: either the line is skipped, or it is valid but doubtful.
struct LineIssue: Error {
  var code = DiagnosticCode.codeownersInvalidPattern
  let text: String
  /// The bytes of the file to underline.
  let bytes: Range<Int>
  var help: String?
}

extension CodeownersLines {
  fileprivate mutating func skip(_ issue: LineIssue) {
    let text = issue.text + "; this line is skipped, as GitHub does"
    report(issue.code, text, about: issue.bytes, help: issue.help)
  }

  /// Reports a line that is valid, but probably does not mean what its author intended.
  fileprivate mutating func warn(_ issue: LineIssue?) {
    guard let issue else { return }
    report(issue.code, issue.text, about: issue.bytes, help: issue.help)
  }
}
