import Documents
import Model

// Prowler: https://docs.prowler.com/user-guide/cli/tutorials/reporting. One record for each check and resource.

extension Format {
  static let prowler = Format(
    name: "prowler", title: "Prowler (OCSF JSON, JSON of version 3, CSV)", kinds: [.iac],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "informational": Severity.none,
      "unknown": nil,
      // A check that must be done manually is not a finding yet.
      "manual": Severity.none,
    ],
    provides: [.severity, .resource, .fingerprint, .state, .scanTime, .toolVersion],
    variants: [
      .json(
        "OCSF events with `class_uid` and, in `metadata`, the `product` Prowler", recognises: isEvent,
        read: readEvents),
      .json(
        "objects with `CheckID`, `Status` and `FindingUniqueId`", recognises: isRecordOfVersion3, read: readVersion3),
      .table(
        "the columns `CHECK_ID`, `STATUS`, `SEVERITY` and `FINDING_UID` or `FINDING_UNIQUE_ID`", recognises: isTable,
        read: readTable),
    ])
}

private func isEvent(_ root: JSONValue) -> Bool {
  guard let first = root.firstRecord, first.has("class_uid"), let product = first["metadata"]?["product"] else {
    return false
  }
  return product["name"]?.equals("Prowler") ?? product["vendor_name"]?.equals("Prowler") ?? false
}

private func isRecordOfVersion3(_ root: JSONValue) -> Bool {
  guard let first = root.firstRecord else { return false }
  return first.has("CheckID") && first.has("Status") && first.has("FindingUniqueId")
}

private func isTable(_ table: CSVTable) -> Bool {
  table.has("check_id", "status", "severity") && (table.has("finding_uid") || table.has("finding_unique_id"))
}

private func readEvents(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  try readRecords(root, as: ProwlerRecord.init(event:), into: &report)
}

private func readVersion3(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  try readRecords(root, as: ProwlerRecord.init(json:), into: &report)
}

private func readRecords(
  _ root: JSONValue, as record: (JSONValue) throws(Diagnostic) -> ProwlerRecord, into report: inout ReportBuilder
) throws(Diagnostic) {
  let isArray = root.kind == .array
  var records: [(ProwlerRecord, SourcePosition)] = []
  for (index, value) in try root.records.enumerated() {
    let position =
      isArray ? report.position("", index) : SourcePosition(file: report.input.name, pointer: report.pointer)
    records.append((try record(value), position))
  }
  take(records, into: &report)
}

private func readTable(_ table: CSVTable, into report: inout ReportBuilder) throws(Diagnostic) {
  var records: [(ProwlerRecord, SourcePosition)] = []
  for row in table.rows { records.append((try ProwlerRecord(row: row), row.position)) }
  take(records, into: &report)
}

/// Adds the observations of the records. A report of several runs is as old as its oldest record.
private func take(_ records: [(ProwlerRecord, SourcePosition)], into report: inout ReportBuilder) {
  report.tool = "Prowler"
  report.toolVersion = records.first?.0.toolVersion
  report.time = records.compactMap(\.0.time).min()
  report.kinds.insert(.iac)
  report.hasScanProof = !records.isEmpty
  let scan = report.scan()
  report.observations += records.compactMap { record, position in record.observation(scan: scan, at: position) }
}
