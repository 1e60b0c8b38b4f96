import Documents
import Model

// tfsec: https://aquasecurity.github.io/tfsec/latest/guides/configuration/output/. Before 1.0 a result was failed or
// `passed`.

extension Format {
  static let tfsec = Format(
    name: "tfsec", title: "tfsec (JSON)",
    signature: "`results` whose first element has `rule_id` and a `location` or `range` with `filename`; "
      + "only `results`, with the value null",
    kinds: [.iac],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "none": Severity.none, "error": .high,
      "warning": .medium, "info": .low,
    ],
    provides: [.severity, .path, .lines, .resource, .state], recognises: isTFSec, read: readTFSec)
}

private func isTFSec(_ root: JSONValue) -> Bool {
  guard root.has("results") else { return false }
  if let first = root["results"]?.firstElement {
    return first.has("rule_id") && (first["location"] ?? first["range"])?.has("filename") ?? false
  }
  // Several tools write an empty list, but only tfsec writes null. It proves no scan, so a side-car must attest it.
  guard root["results"] == nil else { return false }
  do throws(Diagnostic) { return try root.members().count == 1 } catch { return false }
}

private func readTFSec(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "tfsec"
  report.kinds.insert(.iac)
  let scan = report.scan()
  for (index, result) in try root.list("results").enumerated() {
    report.hasScanProof = true
    // 0 failed, 1 passed, 2 ignored.
    let status = result.integer("status")
    if status == 1 || result.flag("passed") == true { continue }
    var observation = try observation(result, scan: scan, at: report.position("/results", index))
    if status == 2 { (observation.state, observation.stateReason) = (.suppressed, "ignored in the code") }
    report.observations.append(observation)
  }
}

private func observation(_ result: JSONValue, scan: Scan, at position: SourcePosition) throws(Diagnostic) -> Observation
{
  let rule = try result.required("rule_id")
  var observation = Observation(
    scan: scan, kind: .iac, ruleId: rule,
    title: result.stated("description") ?? result.stated("rule_description") ?? rule, location: location(of: result),
    at: position)
  observation.nativeSeverity = result.stated("severity")
  return observation
}

private func location(of result: JSONValue) -> Location {
  let range = result["location"] ?? result["range"]
  let (start, end) = (range?["start"], range?["end"])
  return Location(
    path: range?.stated("filename"), startLine: range?.line("start_line") ?? start?.line("line"),
    endLine: range?.line("end_line") ?? end?.line("line"), startColumn: start?.integer("column"),
    resource: result.stated("resource"))
}
