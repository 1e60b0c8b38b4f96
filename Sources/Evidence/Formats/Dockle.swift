import Documents
import Model

// Dockle: `dockle --format json`, https://github.com/goodwithtech/dockle (pkg/report/json.go).

extension Format {
  static let dockle = Format(
    name: "dockle", title: "Dockle (JSON)",
    signature: "`details` with `summary`, which counts `fatal`, `warn` and `pass`", kinds: [.iac],
    severities: ["fatal": .high, "warn": .medium, "info": .low], provides: [.severity, .image], recognises: isDockle,
    read: readDockle)
}

private func isDockle(_ root: JSONValue) -> Bool {
  guard root["details"]?.isArray ?? false, let summary = root["summary"] else { return false }
  return summary.has("fatal") && summary.has("warn") && summary.has("pass")
}

private func readDockle(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Dockle"
  report.kinds.insert(.iac)
  let image = root.stated("image")
  let scan = report.scan(target: image)
  var (listed, counted) = (0, 0)
  for (index, detail) in try root.list("details").enumerated() {
    let (rule, level) = (try detail.required("code"), try detail.required("level"))
    let position = report.position("/details", index)
    switch level {
    case "PASS", "IGNORE": continue
    case "SKIP":
      report.warnings.append(
        Diagnostic(.evidencePartial, "Dockle skipped the check \(rule)", severity: .warning, at: position))
      continue
    default: listed += 1
    }
    let alerts = try detail.texts("alerts").distinct
    var observation = Observation(
      scan: scan, kind: .iac, ruleId: rule,
      title: [detail.stated("title") ?? rule, alerts.first].compactMap { $0 }.joined(separator: ": "),
      location: Location(image: image), at: position)
    observation.nativeSeverity = level
    report.observations.append(observation)
  }
  if let summary = try root.object("summary") {
    for level in ["fatal", "warn", "info"] as [StaticString] { counted += summary.integer(level) ?? 0 }
    report.hasScanProof = counted + (summary.integer("pass") ?? 0) > 0
  }
  if counted > listed { report.fail("Dockle counts \(counted) results, but the report lists \(listed)") }
}
