import Documents
import Model

// hadolint: https://github.com/hadolint/hadolint#cli (`--format json`). It checks Dockerfiles, as
// Checkov and Trivy do.

extension Format {
  static let hadolint = Format(
    name: "hadolint", title: "hadolint (JSON)",
    signature: "an array of objects with `file`, `line`, `level` and a `code` that is a string", kinds: [.iac],
    severities: [
      "error": .medium, "warning": .low, "info": Severity.none, "style": Severity.none, "ignore": Severity.none,
    ],
    provides: [.severity, .path, .lines], recognises: isHadolint, read: readHadolint)
}

/// Whether the root is a report of hadolint; ShellCheck's report has the same members, but its codes are numbers.
private func isHadolint(_ root: JSONValue) -> Bool {
  guard root.kind == .array, let first = root.firstRecord else { return false }
  return first["code"]?.kind == .string && first.has("level") && first.has("file") && first.has("line")
}

private func readHadolint(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "hadolint"
  report.kinds.insert(.iac)
  guard root.kind == .array else { return }
  let scan = report.scan()
  for (index, result) in try root.records.enumerated() {
    let (code, position) = (try result.required("code"), report.position("", index))
    var observation = Observation(
      scan: scan, kind: .iac, ruleId: code, title: result.stated("message") ?? code,
      location: Location(
        path: result.stated("file").flatMap { $0 == "-" ? nil : $0 }, startLine: result.line("line"),
        startColumn: result.integer("column")),
      at: position)
    observation.nativeSeverity = result.stated("level")
    report.observations.append(observation)
    report.hasScanProof = true
    // https://github.com/hadolint/hadolint/wiki/DL1000: the file could not be parsed, so no rule was applied to it.
    if code == "DL1000" {
      let file = observation.location.path
      report.noteUnread(file, "hadolint could not parse \(file ?? "a file")", at: position)
    }
  }
}
