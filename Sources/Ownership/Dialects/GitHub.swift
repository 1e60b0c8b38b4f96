import Model

/// GitHub's CODEOWNERS: one pattern a line as in `.gitignore`, less `!`, `[ ]` and `\#`; then its owners.
///
/// docs.github.com, "About code owners". Since February 2022 a line that is not valid is skipped and the others hold.
enum GitHub {
  static let standardLocations = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"]

  static func read(_ lines: inout CodeownersLines) -> [Dialect.Line] {
    var read: [Dialect.Line] = []
    while let line = lines.step() {
      let words = words(of: line)
      guard let pattern = words.first else { continue }
      do throws(LineIssue) {
        try validate(pattern)
        let owners = try words.dropFirst().map { word throws(LineIssue) in try owner(word, after: pattern) }
        let rule = Codeowners.Rule(pattern: try text(of: pattern), owners: owners, line: lines.number)
        let glob = glob(of: pattern)
        if glob == nil { lines.warn(loneBackslash(in: pattern)) }
        lines.warn(invisible(in: rule.pattern, at: pattern))
        read.append((rule, glob))
      } catch {
        lines.refuse(error)
      }
    }
    return read
  }

  /// The pattern and its owners. A `\` keeps the space after it in the word; a word that begins with `#` opens a comment.
  private static func words(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var words: [ArraySlice<UInt8>] = []
    var rest = line
    while let start = rest.firstIndex(where: { !isBlank($0) }), rest[start] != UInt8(ascii: "#") {
      var end = start
      while end < rest.endIndex, !isBlank(rest[end]) {
        // Only a pattern has escapes.
        end += words.isEmpty && rest[end] == UInt8(ascii: "\\") && end + 1 < rest.endIndex ? 2 : 1
      }
      words.append(rest[start..<end])
      rest = rest[end...]
    }
    return words
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}

/// Why a line is skipped or doubtful, before it is said in which file.
struct LineIssue: Error {
  var code = DiagnosticCode.codeownersInvalidPattern
  let text: String
  /// What to underline.
  let bytes: Range<Int>
  var help: String?
}

extension CodeownersLines {
  fileprivate mutating func refuse(_ complaint: LineIssue) {
    let text = complaint.text + "; this line is skipped, as GitHub does"
    report(complaint.code, text, about: complaint.bytes, help: complaint.help)
  }

  /// The line holds, but hardly means what its author thinks.
  fileprivate mutating func warn(_ doubt: LineIssue?) {
    guard let doubt else { return }
    report(doubt.code, doubt.text, about: doubt.bytes, help: doubt.help)
  }
}
