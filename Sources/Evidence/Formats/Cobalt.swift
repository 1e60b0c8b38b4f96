import Documents
import Model

// Penetration tests on Cobalt: the findings of the API (https://docs.cobalt.io/v2) and the CSV export.

extension Format {
  static let cobalt = Format(
    name: "cobalt", title: "Cobalt findings (API JSON, CSV)", kinds: [.pentest],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "informational": Severity.none,
    ],
    provides: [.severity, .url, .resource, .fingerprint, .firstSeen, .state],
    variants: [
      .json("`data` with objects that have `resource` and `links`", recognises: isCobalt, read: readCobalt),
      // Rows may omit the last column, `RefKey`.
      .table(
        "the columns `Token`, `Tag`, `Title`, `Type` and `EvaluatedResult`", optional: 1,
        recognises: { $0.has("token", "tag", "title", "type", "evaluatedresult") }, read: readCobaltTable),
    ])
}

private func isCobalt(_ root: JSONValue) -> Bool {
  guard let first = root.firstRecord?["data"]?.firstElement else { return false }
  return first["resource"]?.kind == .object && first["resource"]?.has("state") ?? false
}

private func readCobalt(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  let scan = report.beginEngagement(on: "Cobalt")
  let pages = try root.records
  for (number, page) in pages.enumerated() {
    let pointer = root.kind == .array ? "/\(number)/data" : "/data"
    for (index, entry) in try page.list("data").enumerated() {
      guard let resource = try entry.object("resource") else { throw entry.mismatch("an object with `resource`") }
      report.observations.append(try observation(resource, scan, at: report.position(pointer, index)))
      report.hasScanProof = true
    }
  }
  if pages.last?["pagination"]?.stated("next_page") != nil {
    report.fail("the report is incomplete: Cobalt's list has another page")
  }
}

private func observation(_ finding: JSONValue, _ scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  let id = try finding.required("id")
  let targets = try finding.texts("affected_targets")
  var observation = Observation(
    scan: scan, kind: .pentest, ruleId: id, title: finding.stated("title") ?? id,
    location: Location(target: targets.first ?? finding.stated("asset_id")), at: position)
  observation.nativeSeverity = finding.stated("severity")
  observation.fingerprints = ["cobalt": id]
  observation.firstSeen = try finding.list("log").first { $0["action"]?.equals("created") ?? false }?
    .stated("timestamp").flatMap { Timestamp($0) }
  observation.applyState(finding.stated("state"), by: states)
  return observation
}

private func readCobaltTable(_ table: CSVTable, into report: inout ReportBuilder) throws(Diagnostic) {
  let scan = report.beginEngagement(on: "Cobalt")
  for row in table.rows {
    let id = plain(try row.required("token"))
    var observation = Observation(
      scan: scan, kind: .pentest, ruleId: id, title: plain(try row.required("title")),
      location: Location(target: row["browserurl"].map(plain)), at: row.position)
    observation.fingerprints = ["cobalt": id]
    observation.firstSeen = row["createdat"].flatMap { Timestamp(ofPlatform: plain($0)) }
    observation.applyState(row["evaluatedresult"], by: states)
    report.observations.append(observation)
    report.hasScanProof = true
  }
}

/// The text without the apostrophe that keeps spreadsheets from reading it as a formula.
private func plain(_ field: String) -> String { field.hasPrefix("'") ? String(field.dropFirst()) : field }

/// The closed states; `new`, `triaging`, `need_fix`, `check_fix` and `carried_over` are open.
private let states: [String: Observation.State] = [
  "valid_fix": .fixed, "wont_fix": .accepted, "invalid": .falsePositive, "duplicate": .suppressed,
  "out_of_scope": .suppressed,
]
