import Model

/// A problem in one line, without the file name: either the line is skipped, or it is valid but doubtful.
struct LineIssue: Error {
  var code = DiagnosticCode.codeownersInvalidPattern
  let text: String
  /// The bytes of the file to underline.
  let bytes: Range<Int>
  var help: String?
}

extension CodeownersLines {
  /// Reports a line that has no effect.
  mutating func skip(_ issue: LineIssue, as dialect: Dialect) {
    let text = issue.text + "; this line is skipped, as \(dialect.forge) does"
    report(issue.code, text, about: issue.bytes, help: issue.help)
  }

  /// Reports a line that is valid, but probably does not mean what its author intended.
  mutating func warn(_ issue: LineIssue?) {
    guard let issue else { return }
    report(issue.code, issue.text, about: issue.bytes, help: issue.help)
  }
}
