import Documents
import Model

// actionlint: `actionlint -format '{{json .}}'` (an array) or one object after the other,
// https://github.com/rhysd/actionlint/blob/main/docs/usage.md#format-error-messages. It states no severity.

extension Format {
  static let actionlint = Format(
    name: "actionlint", title: "actionlint (JSON)",
    signature: "objects with `filepath`, `kind`, `message` and `column`, in an array or in lines", kinds: [.iac],
    severities: [:], provides: [.path, .lines], recognises: isActionlint, read: readActionlint)
}

private func isActionlint(_ root: JSONValue) -> Bool {
  guard let first = root.firstRecord else { return false }
  return first.has("filepath") && first.has("kind") && first.has("message") && first.has("column")
}

private func readActionlint(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "actionlint"
  report.kinds.insert(.iac)
  let scan = report.scan()
  for (index, error) in try root.records.enumerated() {
    let (title, path) = (try error.required("message"), try error.required("filepath"))
    let position = report.position(ofRecord: index, in: root)
    report.observations.append(
      Observation(
        scan: scan, kind: .iac, ruleId: try error.required("kind"), title: title,
        location: Location(
          path: path, startLine: error.integer("line"), startColumn: error.integer("column")),
        at: position))
    if title.hasPrefix("could not parse") {
      report.noteUnread(path, "actionlint could not parse \(path)", at: position)
    }
  }
}
