import Documents
import Model

// cfn-lint: `cfn-lint --format json`, https://github.com/aws-cloudformation/cfn-lint.

extension Format {
  static let cfnLint = Format(
    name: "cfn-lint", title: "cfn-lint (JSON)",
    signature: "an array of objects with `Filename`, `Level`, `Location` and `Rule`", kinds: [.iac],
    severities: analyserSeverities, provides: [.severity, .path, .lines, .resource], recognises: isCfnLint,
    read: readCfnLint)
}

private func isCfnLint(_ root: JSONValue) -> Bool {
  guard root.kind == .array, let first = root.firstElement else { return false }
  return first.has("Filename") && first.has("Level") && first["Location"]?.kind == .object
    && first["Rule"]?.has("Id") ?? false
}

private func readCfnLint(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "cfn-lint"
  report.kinds.insert(.iac)
  let (scan, list) = (report.scan(), report.list(""))
  for (index, match) in try root.elements().enumerated() {
    let position = report.position(list, index)
    let (path, title) = (try match.required("Filename"), firstLine(of: try match.required("Message")))
    guard let rule = try match.object("Rule")?.required("Id") else { throw match.mismatch("a result with `Rule`") }
    let place = match["Location"]
    var observation = Observation(
      scan: scan, kind: .iac, ruleId: rule, title: title,
      location: Location(
        path: path, startLine: place?["Start"]?.integer("LineNumber"), endLine: place?["End"]?.integer("LineNumber"),
        startColumn: place?["Start"]?.integer("ColumnNumber"), resource: try resource(of: place)),
      at: position)
    observation.nativeSeverity = match.stated("Level")
    report.observations.append(observation)
    // https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md: the template was not parsed, not
    // transformed, or a rule stopped.
    if ["E0000", "E0001", "E0002"].contains(rule) {
      report.noteUnread(path, "cfn-lint could not check \(path): \(title)", at: position)
    }
  }
}

/// The logical id of the resource, in a path such as `Resources`, `Logs`, `Properties`.
private func resource(of place: JSONValue?) throws(Diagnostic) -> String? {
  guard let path = try place?.list("Path").prefix(2).map(\.scalar), path.count == 2, path[0] == "Resources" else {
    return nil
  }
  return path[1]
}
