import Documents
import Model

// kube-bench: https://github.com/aquasecurity/kube-bench/blob/main/docs/running.md#output-manipulation-flags.

extension Format {
  static let kubeBench = Format(
    name: "kube-bench", title: "kube-bench (JSON)",
    signature: "objects with `node_type` and `tests`, alone, in an array or in `Controls`", kinds: [.iac],
    // A failed check has no severity of its own. A warning asks for a manual check.
    severities: ["fail": .medium, "fail, not scored": .low, "warn": Severity.none, "info": Severity.none],
    provides: [.severity, .resource, .state], recognises: isKubeBench, read: readKubeBench)
}

private func isKubeBench(_ root: JSONValue) -> Bool {
  guard let first = root.firstRecord else { return false }
  guard let controls = first["Controls"] else { return first.has("node_type") && first.has("tests") }
  return controls.firstElement.map { $0.has("node_type") && $0.has("tests") } ?? first.has("Totals")
}

private func readKubeBench(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "kube-bench"
  report.kinds.insert(.iac)
  let scan = report.scan()
  let isArray = root.kind == .array
  for (index, record) in try root.records.enumerated() {
    let pointer = isArray ? "/\(index)" : ""
    guard record.has("Controls") else { try readControl(record, at: pointer, scan: scan, into: &report); continue }
    for (number, control) in try record.list("Controls").enumerated() {
      try readControl(control, at: "\(pointer)/Controls/\(number)", scan: scan, into: &report)
    }
  }
}

/// The states of a check that kube-bench evaluated, or asks a person to evaluate. Another word, or none, proves no scan.
private let evaluated: Set = ["PASS", "FAIL", "WARN"]

private func readControl(
  _ control: JSONValue, at pointer: String, scan: Scan, into report: inout ReportBuilder
) throws(Diagnostic) {
  let node = control.stated("node_type")
  var listed = ["FAIL": 0, "WARN": 0]
  for (section, group) in try control.list("tests").enumerated() {
    for (index, result) in try group.list("results").enumerated() {
      let status = try result.required("status")
      if evaluated.contains(status) { report.hasScanProof = true }
      if status == "PASS" { continue }
      listed[status]? += 1
      let position = report.position("\(pointer)/tests/\(section)/results", index)
      report.observations.append(try observation(result, status, of: node, scan: scan, at: position))
    }
  }
  for (status, total) in [("FAIL", "total_fail"), ("WARN", "total_warn")] as [(String, StaticString)] {
    let (counted, found) = (control.integer(total) ?? 0, listed[status] ?? 0)
    if counted > found {
      report.fail("kube-bench counts \(counted) checks with the status \(status), but the report lists \(found)")
    }
  }
}

private func observation(
  _ result: JSONValue, _ status: String, of node: String?, scan: Scan, at position: SourcePosition
) throws(Diagnostic) -> Observation {
  let rule = try result.required("test_number")
  var observation = Observation(
    scan: scan, kind: .iac, ruleId: rule, title: result.stated("test_desc") ?? rule,
    location: Location(resource: node), at: position)
  observation.nativeSeverity = status == "FAIL" && result.flag("scored") == false ? "FAIL, not scored" : status
  if status == "INFO" {
    observation.state = .suppressed
    observation.stateReason = result.stated("reason") ?? "skipped without a reason"
  }
  return observation
}
