import Documents
import Model

// Kingfisher: `kingfisher scan --format json` (a report, perhaps followed by a summary) and `jsonl` (one finding per line),
// https://github.com/mongodb/kingfisher. It states no severity.

extension Format {
  static let kingfisher = Format(
    name: "kingfisher", title: "Kingfisher (JSON)",
    signature: "`findings` with `audit` and `metadata`; or objects with `rule` and `finding`, in an array or in lines",
    kinds: [.secret], severities: [:], provides: [.path, .lines, .toolVersion], recognises: isKingfisher,
    read: readKingfisher)
}

private func isKingfisher(_ root: JSONValue) -> Bool {
  guard let first = root.firstRecord else { return false }
  if first["metadata"]?.has("kingfisher_version") ?? false { return first["findings"]?.isArray ?? false }
  return first["rule"]?.has("id") ?? false && first["finding"]?.has("snippet") ?? false
}

private func readKingfisher(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Kingfisher"
  report.kinds.insert(.secret)
  for record in try root.records { report.toolVersion = version(in: record) ?? report.toolVersion }
  let scan = report.scan()
  var counted = 0
  for (index, record) in try root.records.enumerated() {
    let position = report.position(ofRecord: index, in: root)
    if record.has("rule") {
      report.observations.append(try observation(record, scan: scan, at: position))
      continue
    }
    // The summary has their number under the same name.
    if let list = record["findings"], list.isArray {
      let pointer = report.list(root.isArray ? "/\(index)/findings" : "/findings")
      for (number, finding) in try list.elements().enumerated() {
        report.observations.append(try observation(finding, scan: scan, at: report.position(pointer, number)))
      }
    }
    if let audit = try record.object("audit") { noteAudit(audit, at: position, in: &report) }
    let summary = record["metadata"]?["summary"] ?? record
    counted = max(counted, summary.integer("findings") ?? 0)
    if summary.integer("blobs_scanned") ?? 0 > 0, summary.integer("rules_applied") ?? 0 > 0 {
      report.hasScanProof = true
    }
  }
  if counted > report.observations.count {
    report.fail("Kingfisher counts \(counted) findings, but the report lists \(report.observations.count)")
  }
}

private func version(in record: JSONValue) -> String? {
  record["metadata"]?.stated("kingfisher_version") ?? record["kingfisher"]?.stated("version_used")
}

/// Marks the report as incomplete if a repository was not fetched or not scanned in full.
private func noteAudit(_ audit: JSONValue, at position: SourcePosition, in report: inout ReportBuilder) {
  let summary = audit["summary"]
  for member in ["fetch_failed", "scan_failed", "scan_partial", "pending"] as [StaticString] {
    guard let count = summary?.integer(member), count > 0 else { continue }
    report.fail("Kingfisher did not scan everything (\(member): \(count))", at: position)
  }
}

/// The observation of a finding. Its snippet and its commands contain the secret and are not kept.
private func observation(_ record: JSONValue, scan: Scan, at position: SourcePosition) throws(Diagnostic) -> Observation
{
  guard let rule = try record.object("rule"), let finding = try record.object("finding") else {
    throw record.mismatch("an object with `rule` and `finding`")
  }
  let id = try rule.required("id")
  var observation = Observation(
    scan: scan, kind: .secret, ruleId: id, title: rule.stated("name") ?? id,
    location: Location(
      path: finding.stated("path"), startLine: finding.integer("line"), startColumn: finding.integer("column_start")),
    at: position)
  observation.secretDigest = finding.stated("snippet").flatMap(digestOfSecret)
  return observation
}
