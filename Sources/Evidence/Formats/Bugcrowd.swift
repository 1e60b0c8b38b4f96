import Documents
import Model

// Submissions to a Bugcrowd program: the API's list (https://docs.bugcrowd.com/api/getting-started) and the CSV export.

extension Format {
  static let bugcrowd = Format(
    name: "bugcrowd", title: "Bugcrowd submissions (API JSON, CSV)", kinds: [.pentest],
    // The priorities P1 to P5.
    severities: ["1": .critical, "2": .high, "3": .medium, "4": .low, "5": Severity.none],
    provides: [.severity, .cwe, .url, .resource, .fingerprint, .firstSeen, .state],
    variants: [
      .json(
        "objects with a `type` of submission, alone, in an array or as `data`", recognises: isBugcrowd,
        read: readSubmissions),
      .table(
        "the columns `reference_number`, `bounty_code`, `priority` and `vrt_lineage`",
        recognises: { $0.has("reference_number", "bounty_code", "priority", "vrt_lineage") }, read: readTable),
    ])
}

private func isBugcrowd(_ root: JSONValue) -> Bool {
  guard let first = root.firstRecord else { return false }
  if first["data"]?.isEmptyArray ?? false { return first["links"]?.text("self")?.hasPrefix("/submissions") ?? false }
  return (first["data"]?.firstRecord ?? first)["type"]?.equals("submission") ?? false
}

extension JSONValue {
  fileprivate var isEmptyArray: Bool { kind == .array && firstElement == nil }
}

private func readSubmissions(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  let scan = report.beginEngagement(on: "Bugcrowd")
  let pages = try root.records
  for (number, page) in pages.enumerated() {
    let pointer = root.kind == .array ? "/\(number)" : ""
    guard let data = page["data"] else {
      let position = SourcePosition(file: report.input.name, pointer: report.pointer + pointer)
      report.observations.append(try observation(page, scan, at: position))
      continue
    }
    for (index, entry) in try data.records.enumerated() {
      report.observations.append(try observation(entry, scan, at: report.position("\(pointer)/data", index)))
    }
  }
  report.hasScanProof = !report.observations.isEmpty
  guard let last = pages.last, let total = last["meta"]?.integer("total_hits") else { return }
  if total > report.observations.count {
    report.fail("the report has \(report.observations.count) of Bugcrowd's \(total) submissions")
  }
}

private func observation(_ entry: JSONValue, _ scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  let id = try entry.required("id")
  guard let attributes = try entry.object("attributes") else { throw entry.mismatch("an object with `attributes`") }
  return submission(
    id, attributes.stated("title"), scan, target: attributes.stated("bug_url"),
    priority: attributes.stated("severity"), submitted: attributes.stated("submitted_at"),
    references: attributes.stated("vulnerability_references"),
    state: attributes.flag("duplicate") == true ? "duplicate" : attributes.stated("state"), at: position)
}

private func readTable(_ table: CSVTable, into report: inout ReportBuilder) throws(Diagnostic) {
  let scan = report.beginEngagement(on: "Bugcrowd")
  for row in table.rows {
    report.observations.append(
      submission(
        try row.required("reference_number"), row["title"], scan, target: row.first(of: "bug_url", "target_name"),
        priority: row["priority"], submitted: row["submitted_at"], references: row["vulnerability_references"],
        state: row["duplicate"]?.lowercased() == "true" ? "duplicate" : row.first(of: "substate", "state"),
        at: row.position))
    report.hasScanProof = true
  }
}

private func submission(
  _ id: String, _ title: String?, _ scan: Scan, target: String?, priority: String?, submitted: String?,
  references: String?, state: String?, at position: SourcePosition
) -> Observation {
  var observation = Observation(
    scan: scan, kind: .pentest, ruleId: id, title: title ?? id, location: Location(target: target), at: position)
  observation.fingerprints = ["bugcrowd": id]
  observation.nativeSeverity = priority
  observation.firstSeen = submitted.flatMap { Timestamp(ofPlatform: $0) }
  // Links in Markdown, one on each line.
  for line in (references ?? "").split(whereSeparator: { $0 == "(" || $0.isNewline }) {
    observation.cwes.add(weakness: Weakness.number(String(line)))
  }
  observation.applyState(state, by: states)
  return observation
}

/// The closed states; `new`, `triaged` and `unresolved` are open
/// (https://docs.bugcrowd.com/customers/submission-management/submission-status).
private let states: [String: Observation.State] = [
  "resolved": .fixed, "informational": .accepted, "wont_fix": .accepted, "not_reproducible": .falsePositive,
  "not_applicable": .falsePositive, "out_of_scope": .suppressed, "duplicate": .suppressed,
]
