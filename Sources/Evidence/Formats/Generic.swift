import Documents
import Model

// A generic format for findings from people or from tools without a format here. The names are those of DefectDojo's
// Generic Findings Import (https://docs.defectdojo.com/supported_tools/parsers/generic_findings_import); columns are
// compared without regard to case.
//
//   required    title, severity (Critical, High, Medium, Low, Info), description
//   problem     cwe, cwes; cve, vulnerability_ids; cvssv3, cvssv3_score, cvssv4, cvssv4_score; epss_score;
//               known_exploited
//   location    file_path, line; endpoints, endpoint or url, param; component_name, component_version
//   state       active, false_p, is_mitigated, risk_accepted, out_of_scope, duplicate; fix_available, fix_version
//   identity    vuln_id_from_tool (the rule), unique_id_from_tool, date
//   method      static_finding, dynamic_finding; otherwise a penetration test
//
// In JSON they are members of the elements of `findings`, next to `name`, `type` (the tool) and `version`. In CSV,
// CweId, Url and FalsePositive replace cwe, url and false_p.

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
        "the columns `title`, `severity` and `description`, and another column of the import",
        recognises: isGenericTable,
        read: readGenericTable),
    ])
}

private func isGeneric(_ root: JSONValue) -> Bool {
  guard root.kind == .object, let findings = root["findings"], findings.kind == .array else { return false }
  // A clean report must name its tool, because it has no findings to recognise it by.
  guard let first = findings.firstElement else { return root["name"]?.text != nil && root["type"]?.text != nil }
  // Records with an id of their own are in another tool's format.
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
  var defaultKind = Observation.Kind.pentest
  if root.flag("static_tool") == true { defaultKind = .sast }
  if root.flag("dynamic_tool") == true { defaultKind = .dast }
  if root.isEmptyList("findings") { report.kinds.insert(defaultKind) }
  for (index, finding) in try root.list("findings").enumerated() {
    let record = GenericRecord(
      text: { name in finding[member: name]?.scalar.flatMap { $0.isEmpty ? nil : $0 } },
      list: { name throws(Diagnostic) in try texts(finding[member: name]) })
    report.observations.append(try record.observation(scan, defaultKind, at: report.position("/findings", index)))
    report.hasScanProof = true
  }
}

/// The strings of a list or of a single value; an endpoint may be an object with the parts of a URL.
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
    report.observations.append(try record.observation(scan, .pentest, at: row.position))
    report.hasScanProof = true
  }
}
