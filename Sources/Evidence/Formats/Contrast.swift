import Documents
import Model

extension Format {
  /// Contrast Assess: https://docs.contrastsecurity.com/en/export-vulnerabilities.html, as CSV or as XML with the same
  /// properties.
  static let contrast = Format(
    name: "contrast", title: "Contrast (CSV, XML)", kinds: [.iast],
    severities: ["critical": .critical, "high": .high, "medium": .medium, "low": .low, "note": Severity.none],
    provides: [.severity, .cwe, .url, .fingerprint, .firstSeen, .state, .reachability],
    variants: [
      .table(
        "the columns `Vulnerability ID`, `Rule Name` and `Application Name`",
        recognises: { $0.has("vulnerability id", "rule name", "application name") }, read: readTable),
      .xml(
        "`findings` of vulnerabilities with an id and a rule name",
        recognises: { root in
          guard root.name == "findings", let first = root.children().first.map(ContrastRecord.init) else {
            return false
          }
          return first["vulnerability id"] != nil && first["rule name"] != nil
        },
        read: readXML),
    ])
}

/// One vulnerability: its properties by the names of the CSV columns.
private struct ContrastRecord {
  let fields: [String: String]
  let position: SourcePosition

  subscript(_ name: String) -> String? { fields[plain(name)] }
  func required(_ name: String) throws(Diagnostic) -> String {
    guard let field = self[name] else {
      throw Diagnostic(.reportInvalid, "expected a value for '\(name)'", at: position)
    }
    return field
  }
}

extension ContrastRecord {
  init(_ row: CSVTable.Row, _ names: [String]) {
    position = row.position
    var fields: [String: String] = [:]
    for name in names { fields[plain(name)] = row[name] }
    self.fields = fields
  }

  /// Reads attributes and child elements; names are compared without separators and case.
  init(_ element: XMLElement) {
    position = element.position
    var fields: [String: String] = [:]
    for child in element.children() { fields[plain(child.name)] = child.text }
    for name in element.attributeNames { fields[plain(name)] = element.attribute(name) }
    self.fields = fields
  }
}

private func plain(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }

private func readTable(_ table: CSVTable, into report: inout ReportBuilder) throws(Diagnostic) {
  let names = table.header.map { $0.lowercased() }
  try read(table.rows.map { ContrastRecord($0, names) }, into: &report)
}

private func readXML(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  try read(root.children().map(ContrastRecord.init), into: &report)
}

private func read(_ records: [ContrastRecord], into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Contrast"
  report.kinds.insert(.iast)
  var scans = ScanPool()
  for record in records {
    let scan = scans.scan(in: report, target: record["application name"])
    report.observations.append(try observation(record, scan))
    report.hasScanProof = true
  }
}

private func observation(_ record: ContrastRecord, _ scan: Scan) throws(Diagnostic) -> Observation {
  let rule = try record.required("rule name")
  var observation = Observation(
    scan: scan, kind: .iast, ruleId: rule, title: record["vulnerability name"].map(firstLine) ?? rule,
    location: Location(url: record["request uri"], method: record["request method"]), at: record.position)
  observation.nativeSeverity = record["severity"]
  observation.cwes.add(weakness: record["cwe id"].flatMap { Weakness.number($0, isBare: true) })
  observation.fingerprints = ["contrast": try record.required("vulnerability id")]
  observation.firstSeen =
    record["first seen"].flatMap { Timestamp(loosely: $0) }
    ?? record["first seen datetime"].flatMap { Timestamp(loosely: $0) }
  // The agent observed the vulnerable code running.
  observation.reachability = .reachable
  observation.reachabilityEvidence = ReachabilityEvidence(level: "called", tool: scan.tool)
  switch plain(record["status"] ?? "") {
  case "notaproblem": observation.state = .suppressed
  case "remediated", "fixed", "remediatedautoverified": observation.state = .fixed
  default: return observation
  }
  observation.stateReason = record["status"]
  return observation
}
