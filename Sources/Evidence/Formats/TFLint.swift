import Documents
import Model

// TFLint: `tflint --format json`, https://github.com/terraform-linters/tflint (formatter/json.go).

extension Format {
  static let tflint = Format(
    name: "tflint", title: "TFLint (JSON)",
    signature: "`issues` with `errors`, each issue with a `rule` that has a name, and a `range`", kinds: [.iac],
    severities: analyserSeverities, provides: [.severity, .path, .lines], recognises: isTFLint, read: readTFLint)
}

private func isTFLint(_ root: JSONValue) -> Bool {
  guard let issues = root["issues"], issues.isArray, let errors = root["errors"], errors.isArray else { return false }
  if let first = issues.firstElement { return first["rule"]?.has("name") ?? false && first.has("range") }
  if let error = errors.firstElement { return error.has("message") && error.has("severity") }
  do { return try root.members().reduce(0) { count, _ in count + 1 } == 2 } catch { return false }
}

private func readTFLint(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "TFLint"
  report.kinds.insert(.iac)
  let scan = report.scan()
  for (index, issue) in try root.list("issues").enumerated() {
    let position = report.position("/issues", index)
    guard let rule = try issue.object("rule") else { throw issue.mismatch("an issue with `rule`") }
    var observation = Observation(
      scan: scan, kind: .iac, ruleId: try rule.required("name"), title: firstLine(of: try issue.required("message")),
      location: location(issue["range"]), at: position)
    observation.nativeSeverity = rule.stated("severity")
    // The calls of the module that lead to the place.
    observation.flow = try issue.list("callers").map { location($0) }
    report.observations.append(observation)
  }
  for (index, error) in try root.list("errors").enumerated() {
    let text = [error.stated("summary"), error.stated("message")].compactMap { $0 }.joined(separator: ": ")
    report.fail("TFLint reports: \(firstLine(of: text))", at: report.position("/errors", index))
  }
}

private func location(_ range: JSONValue?) -> Location {
  let (start, end) = (range?["start"], range?["end"])
  return Location(
    path: range?.stated("filename"), startLine: start?.integer("line"), endLine: end?.integer("line"),
    startColumn: start?.integer("column"))
}
