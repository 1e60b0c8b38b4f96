import Documents
import Model

// pip-audit: https://github.com/pypa/pip-audit#json. Version 1 wrote only the list of dependencies.

extension Format {
  static let pipAudit = Format(
    name: "pip-audit", title: "pip-audit (JSON)",
    signature: "`dependencies` whose first element has `vulns` or `skip_reason`, or the list of them alone",
    kinds: [.sca], severities: [:], provides: [.ids, .package, .fixedVersions],
    recognises: isPipAudit, read: readPipAudit)
}

private func isPipAudit(_ root: JSONValue) -> Bool {
  let list = root.kind == .array ? root : root["dependencies"]
  guard let first = list?.firstElement else { return root.has("dependencies") && root.has("fixes") }
  return first.has("name") && (first.has("vulns") || first.has("skip_reason"))
}

private func readPipAudit(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "pip-audit"
  report.kinds.insert(.sca)
  let scan = report.scan()
  let list = root.kind == .array ? try root.elements() : try root.list("dependencies")
  let prefix = root.kind == .array ? "" : "/dependencies"
  var skipped: [JSONValue] = []
  for (index, dependency) in list.enumerated() {
    guard dependency.stated("skip_reason") == nil else {
      skipped.append(dependency)
      continue
    }
    report.hasScanProof = true
    try read(dependency, scan: scan, at: "\(prefix)/\(index)/vulns", into: &report)
  }
  try reportSkipped(skipped, of: list.count, in: &report)
}

/// Reports skipped dependencies. pip-audit exits with 0 and "no known vulnerabilities" even if it skipped all of them.
private func reportSkipped(_ skipped: [JSONValue], of all: Int, in report: inout ReportBuilder) throws(Diagnostic) {
  guard let first = skipped.first else { return }
  let reason = first.stated("skip_reason") ?? "no reason"
  guard skipped.count < all else {
    return report.fail("pip-audit skipped all \(all) dependencies; the first reason is: \(reason)", at: first.position)
  }
  report.warnings.append(
    Diagnostic(
      .evidencePartial, "pip-audit skipped \(skipped.count) of \(all) dependencies; the first reason is: \(reason)",
      severity: .warning, at: first.position))
}

private func read(
  _ dependency: JSONValue, scan: Scan, at pointer: String, into report: inout ReportBuilder
) throws(Diagnostic) {
  let name = try dependency.required("name")
  let component = Component(stated: nil, ecosystem: "pypi", name: name, version: dependency.stated("version"))
  for (index, vulnerability) in try dependency.list("vulns").enumerated() {
    let id = try vulnerability.required("id")
    var observation = Observation(
      scan: scan, kind: .sca, ruleId: id, title: "\(id) in \(name)", at: report.position(pointer, index))
    observation.ids = ([id] + (try vulnerability.texts("aliases"))).distinct
    observation.component = component
    observation.fixedVersions = vulnerability.has("fix_versions") ? try vulnerability.texts("fix_versions") : nil
    report.observations.append(observation)
  }
}
