import Documents
import Model

// What everybody can write who has findings and no scanner: the names are those of DefectDojo's Generic Findings Import
// (https://docs.defectdojo.com/supported_tools/parsers/generic_findings_import), columns without regard to case.
//
//   always      title, severity (Critical, High, Medium, Low, Info), description
//   what        cwe, cwes; cve, vulnerability_ids; cvssv3, cvssv3_score, cvssv4, cvssv4_score; epss_score; known_exploited
//   where       file_path, line; endpoints, endpoint or url, param; component_name, component_version
//   whether     active, false_p, is_mitigated, risk_accepted, out_of_scope, duplicate; fix_available, fix_version
//   which       vuln_id_from_tool (the rule), unique_id_from_tool, date
//   how found   static_finding, dynamic_finding; else by a pen test
//
// In JSON they stand in `findings`, with `name`, `type` (the tool) and `version` beside it; in CSV CweId, Url and FalsePositive
// stand for cwe, url and false_p.

extension Format {
  static let generic = Format(
    name: "generic", title: "Generic findings (JSON, CSV)", kinds: [.pentest, .dast, .sast, .sca],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "info": Severity.none,
      "informational": Severity.none, "none": Severity.none,
    ],
    provides: [
      .severity, .cvss, .epss, .knownExploited, .cwe, .ids, .package, .fixedVersions, .path, .lines, .url, .fingerprint,
      .firstSeen, .state, .toolVersion,
    ],
    variants: [
      .json("`findings` with `title`, `severity` and `description`", recognises: isGeneric, read: readGeneric),
      .table(
        "the columns `title`, `severity` and `description`, and another one of the import", recognises: isGenericTable,
        read: readGenericTable),
    ])
}

private func isGeneric(_ root: JSONValue) -> Bool {
  guard root.kind == .object, let findings = root["findings"], findings.kind == .array else { return false }
  // A clean report must say what it is.
  guard let first = findings.firstElement else { return root["name"]?.text != nil && root["type"]?.text != nil }
  // Records of a tool of its own have an identity of their own.
  return first["title"]?.text != nil && first["severity"]?.text != nil && first.has("description")
    && !first.has("id") && !first.has("findingArn")
}

private func isGenericTable(_ table: CSVTable) -> Bool {
  let others = ["date", "cweid", "cwe", "active", "mitigation", "url", "endpoint", "file_path", "component_name"]
  return table.has("title", "severity", "description") && others.contains { table.has($0) }
}

private func readGeneric(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  (report.tool, report.toolVersion) = (root.stated("type") ?? root.stated("name"), root.stated("version"))
  let scan = report.scan()
  var usual = Observation.Kind.pentest
  if root.flag("static_tool") == true { usual = .sast }
  if root.flag("dynamic_tool") == true { usual = .dast }
  if root.isEmptyList("findings") { report.kinds.insert(usual) }
  for (index, finding) in try root.list("findings").enumerated() {
    let record = GenericRecord(
      text: { name in finding[member: name]?.scalar.flatMap { $0.isEmpty ? nil : $0 } },
      list: { name throws(Diagnostic) in try texts(finding[member: name]) })
    report.observations.append(try record.observation(scan, usual, at: report.position("/findings", index)))
    report.hasScanProof = true
  }
}

/// The texts of a list, or one alone; an endpoint may be an object of the parts of an address.
private func texts(_ value: JSONValue?) throws(Diagnostic) -> [String] {
  guard let value else { return [] }
  return try (value.kind == .array ? Array(value.elements()) : [value]).compactMap { $0.scalar ?? $0.address }
}

extension JSONValue {
  fileprivate var address: String? {
    guard let host = stated("host") else { return nil }
    let scheme = stated("protocol").map { "\($0):" } ?? ""
    let path = stated("path").map { $0.hasPrefix("/") ? $0 : "/\($0)" } ?? ""
    return "\(scheme)//\(host)" + (stated("port").map { ":\($0)" } ?? "") + path
      + (stated("query").map { "?\($0)" } ?? "")
  }
}

private func readGenericTable(_ table: CSVTable, into report: inout ReportBuilder) throws(Diagnostic) {
  if table.rows.isEmpty { report.kinds.insert(.pentest) }
  let scan = report.scan()
  for row in table.rows {
    let record = GenericRecord(
      text: { row[$0] },
      list: { name in row[name]?.split { $0 == "," || $0 == ";" || $0 == " " }.map(String.init) ?? [] })
    report.observations.append(try record.observation(scan, .pentest, at: row.place))
    report.hasScanProof = true
  }
}
