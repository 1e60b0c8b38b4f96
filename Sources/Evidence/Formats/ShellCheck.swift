import Documents
import Model

// ShellCheck: `shellcheck -f json` (an array) and `-f json1`, https://github.com/koalaman/shellcheck/wiki/Integration.

extension Format {
  static let shellCheck = Format(
    name: "shellcheck", title: "ShellCheck (JSON)",
    signature:
      "`comments` with objects that have `level`, `endLine` and a `code` that is a number (or its digits), or an array of those",
    kinds: [.quality], severities: lintSeverities, provides: [.severity, .path, .lines], recognises: isShellCheck,
    read: readShellCheck)
}

private func isShellCheck(_ root: JSONValue) -> Bool {
  guard let first = (root["comments"] ?? root).firstElement else { return false }
  return first["code"]?.integer != nil && first.has("level") && first.has("file") && first.has("endLine")
}

private func readShellCheck(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "ShellCheck"
  report.kinds.insert(.quality)
  let (scan, comments) = (report.scan(), root["comments"] ?? root)
  let list = report.list(root.isArray ? "" : "/comments")
  for (index, comment) in try comments.elements().enumerated() {
    let (rule, position) = ("SC\(try comment.required("code"))", report.position(list, index))
    let file = comment.stated("file")
    var observation = Observation(
      scan: scan, kind: .quality, ruleId: rule, title: try comment.required("message"),
      location: Location(
        path: file.flatMap { $0 == "-" ? nil : $0 }, startLine: comment.integer("line"),
        endLine: comment.integer("endLine"), startColumn: comment.integer("column")),
      at: position)
    observation.nativeSeverity = try comment.required("level")
    report.observations.append(observation)
    if stopsShellCheck(rule) {
      report.noteUnread(
        observation.location.path, "ShellCheck could not check \(file ?? "a file"): \(observation.title)", at: position)
    }
  }
}

/// Whether the rule means that the file was not checked, or not beyond this place: its shell is not supported (SC1071)
/// or it could not be parsed (https://www.shellcheck.net/wiki/SC1072 and SC1073).
func stopsShellCheck(_ rule: String) -> Bool { ["SC1071", "SC1072", "SC1073"].contains { rule.hasSuffix($0) } }
