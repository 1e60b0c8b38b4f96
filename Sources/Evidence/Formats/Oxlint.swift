import Documents
import Model

// oxlint: `oxlint --format json`, https://oxc.rs/docs/guide/usage/linter/output-formats.html.

extension Format {
  static let oxlint = Format(
    name: "oxlint", title: "oxlint (JSON)", signature: "`diagnostics` with `number_of_files` and `number_of_rules`",
    kinds: [.quality], severities: lintSeverities, provides: [.severity, .path, .lines],
    recognises: { $0["diagnostics"]?.kind == .array && $0.has("number_of_files") && $0.has("number_of_rules") },
    read: readOxlint)
}

private func readOxlint(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "oxlint"
  report.kinds.insert(.quality)
  report.hasScanProof = root.integer("number_of_files") ?? 0 > 0 && root.integer("number_of_rules") ?? 0 > 0
  let scan = report.scan()
  for (index, result) in try root.list("diagnostics").enumerated() {
    let position = report.position("/diagnostics", index)
    let (path, title) = (result.stated("filename"), firstLine(of: try result.required("message")))
    let span = try result.list("labels").first?["span"]
    var observation = Observation(
      scan: scan, kind: .quality, ruleId: result.stated("code") ?? "unnamed", title: title,
      location: Location(path: path, startLine: span?.integer("line"), startColumn: span?.integer("column")),
      at: position)
    observation.nativeSeverity = result.stated("severity")
    report.observations.append(observation)
    // Only what the parser says has no rule.
    if !result.has("code") {
      report.noteUnread(path, "oxlint could not parse \(path ?? "a file"): \(title)", at: position)
    }
  }
}
