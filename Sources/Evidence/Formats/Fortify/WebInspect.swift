import Documents
import Model

/// Reads WebInspect's export of a scan. The export contains requests and responses, which may hold credentials and are
/// ignored.
func readWebInspect(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "WebInspect"
  report.kinds.insert(.dast)
  // Times have no zone and are ignored. A scan that ran has a duration.
  report.hasScanProof = root.text("Duration") != nil
  let scan = report.scan(target: root.text("Name"))
  for issue in root.child("Issues")?.children("Issue") ?? [] {
    let rule = try issue.required("VulnerabilityID")
    var observation = Observation(
      scan: scan, kind: .dast, ruleId: rule, title: issue.text("Name") ?? rule,
      location: Location(url: issue.text("URL")), at: issue.position)
    observation.nativeSeverity = issue.text("Severity")
    report.observations.append(observation)
    report.hasScanProof = true
  }
}
