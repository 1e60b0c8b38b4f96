import Documents
import Model

// Contrast Assess: https://docs.contrastsecurity.com/en/export-vulnerabilities.html, as CSV or XML. The XML has no severity.

extension Format {
  static let contrast = Format(
    name: "contrast", title: "Contrast (CSV, XML)", kinds: [.iast],
    severities: ["critical": .critical, "high": .high, "medium": .medium, "low": .low, "note": Severity.none],
    provides: [.severity, .cwe, .url, .resource, .fingerprint, .firstSeen, .state, .reachability],
    variants: [
      .table(
        "the columns `Vulnerability ID`, `Rule Name` and `Application Name`",
        recognises: { $0.has("vulnerability id", "rule name", "application name") }, read: readTable),
      .xml("`findings` of a `finding` with the attributes uuid and ruleId", recognises: isContrast, read: readXML),
    ])
}

private func isContrast(_ root: XMLElement) -> Bool {
  guard root.name == "findings", let first = root.children().first, first.name == "finding" else { return false }
  return first.attribute("uuid") != nil && first.attribute("ruleId") != nil
}

private func readTable(_ table: CSVTable, into report: inout ReportBuilder) throws(Diagnostic) {
  beginContrast(&report)
  var scans = ScanPool()
  for row in table.rows {
    let scan = scans.scan(in: report, target: row["application name"])
    report.observations.append(try observation(row, scan))
  }
}

private func readXML(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  beginContrast(&report)
  var scans = ScanPool()
  for finding in root.children() {
    guard finding.name == "finding" else { throw root.mismatch("only <finding>, not <\(finding.name)>,") }
    let scan = scans.scan(in: report, target: finding.attribute("application-name"))
    report.observations.append(try observation(finding, scan))
  }
}

private func beginContrast(_ report: inout ReportBuilder) {
  report.tool = "Contrast"
  report.kinds.insert(.iast)
}

private func observation(_ row: CSVTable.Row, _ scan: Scan) throws(Diagnostic) -> Observation {
  let rule = try row.required("rule name")
  var observation = Observation(
    scan: scan, kind: .iast, ruleId: rule, title: row["vulnerability name"].map(firstLine) ?? rule,
    location: Location(url: row["request uri"], method: row["request method"]), at: row.position)
  observation.nativeSeverity = row["severity"]
  observation.cwes.add(weakness: row["cwe id"].flatMap { Weakness.number($0, isBare: true) })
  observation.fingerprints = ["contrast": try row.required("vulnerability id")]
  observation.firstSeen =
    row["first seen"].flatMap { Timestamp(loosely: $0) }
    ?? row["first seen datetime"].flatMap { Timestamp(loosely: $0) }
  observation.applyObservedCall()
  switch plain(row["status"] ?? "") {
  case "notaproblem": observation.state = .suppressed
  case "remediated", "fixed", "remediatedautoverified": observation.state = .fixed
  default: return observation
  }
  observation.stateReason = row["status"]
  return observation
}

/// A finding of the XML: a request and the events that led to it. Findings without a request are about the application.
private func observation(_ finding: XMLElement, _ scan: Scan) throws(Diagnostic) -> Observation {
  let rule = try finding.required(attribute: "ruleId")
  let request = finding.child("request")
  let uri = request?.attribute("uri")
  var observation = Observation(
    scan: scan, kind: .iast, ruleId: rule, title: uri.map { "\(rule) in \($0)" } ?? rule,
    location: Location(
      url: uri, method: uri == nil ? nil : request?.attribute("method"),
      resource: uri == nil ? finding.attribute("application-name") : nil),
    at: finding.position)
  observation.fingerprints = ["contrast": try finding.required(attribute: "uuid")]
  observation.applyObservedCall()
  return observation
}

extension Observation {
  /// The agent observed the vulnerable code running.
  fileprivate mutating func applyObservedCall() {
    reachability = .reachable
    reachabilityEvidence = ReachabilityEvidence(level: "called", tool: scan.tool)
  }
}

private func plain(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }
