import Documents
import Model

/// WebInspect's export of a scan. What was sent and received is in it too, cookies and all, and stays there.
func readWebInspect(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "WebInspect"
  report.kinds.insert(.dast)
  // Its times are of the scanner's own clock, without a zone. A scan that ran has a length.
  report.hasScanProof = root.text("Duration") != nil
  let scan = report.scan(target: root.text("Name"))
  for issue in root.child("Issues")?.children("Issue") ?? [] {
    let rule = try issue.required("VulnerabilityID")
    var observation = Observation(
      scan: scan, kind: .dast, ruleId: rule, title: issue.text("Name") ?? rule,
      location: Location(url: issue.text("URL")), at: issue.place)
    observation.nativeSeverity = issue.text("Severity")
    report.observations.append(observation)
    report.hasScanProof = true
  }
}
