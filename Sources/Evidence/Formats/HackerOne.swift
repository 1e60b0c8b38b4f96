import Documents
import Model

// Reports to a HackerOne program: the API's list (https://api.hackerone.com/customer-resources/#reports), and the
// program's export as CSV or as JSON with the columns of the CSV.

extension Format {
  static let hackerOne = Format(
    name: "hackerone", title: "HackerOne reports (API JSON, export as CSV or JSON)", kinds: [.pentest],
    severities: ["critical": .critical, "high": .high, "medium": .medium, "low": .low, "none": Severity.none],
    provides: [.severity, .cvss, .cwe, .ids, .url, .resource, .fingerprint, .firstSeen, .state],
    variants: [
      .json(
        "`data` with objects of the `type` report, or `links` to api.hackerone.com", recognises: isList, read: readList
      ),
      .json(
        "`findings` with `severity_rating` and `substate`",
        recognises: { root in
          root["findings"]?.firstElement.map { $0.has("severity_rating") && $0.has("substate") } ?? false
        }, read: readExport),
      .table(
        "the columns `id`, `title`, `severity_rating` and `substate`",
        recognises: { $0.has("id", "title", "severity_rating", "substate") }, read: readTable),
    ])
}

private func isList(_ root: JSONValue) -> Bool {
  guard let page = root.firstRecord, let data = page["data"] else { return false }
  if let first = data.kind == .array ? data.firstElement : data {
    return first["type"]?.equals("report") ?? false && first["attributes"]?.kind == .object
  }
  return page["links"]?.text("self")?.hasPrefix("https://api.hackerone.com/") ?? false
}

private func readList(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  let scan = report.beginEngagement(on: "HackerOne")
  let pages = try root.records
  for (number, page) in pages.enumerated() {
    let pointer = root.kind == .array ? "/\(number)/data" : "/data"
    guard let data = page["data"] else { continue }
    for (index, entry) in try data.records.enumerated() {
      let position =
        data.kind == .array
        ? report.position(pointer, index) : SourcePosition(file: report.input.name, pointer: pointer)
      report.observations.append(try observation(entry, scan, at: position))
      report.hasScanProof = true
    }
  }
  if pages.last?["links"]?.stated("next") != nil {
    report.fail("the report is incomplete: HackerOne's list has another page")
  }
}

private func observation(_ entry: JSONValue, _ scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  let id = try entry.required("id")
  guard let attributes = try entry.object("attributes") else { throw entry.mismatch("an object with `attributes`") }
  let related = entry["relationships"]
  let scope = related?["structured_scope"]?["data"]?["attributes"]
  let asset = scope?.stated("asset_identifier")
  let isAddress = scope?.stated("asset_type")?.lowercased() == "url"
  var observation = Observation(
    scan: scan, kind: .pentest, ruleId: id, title: attributes.stated("title") ?? id,
    location: isAddress ? Location(url: asset) : Location(target: asset), at: position)
  observation.fingerprints = ["hackerone": id]
  let severity = related?["severity"]?["data"]?["attributes"]
  observation.nativeSeverity = severity?.stated("rating")
  if let score = severity?.number("score") { observation.cvss = [CVSSRating(version: "", score: score)] }
  let weakness = related?["weakness"]?["data"]?["attributes"]?.stated("external_id")
  observation.cwes.add(weakness: weakness.flatMap { Weakness.number($0) })
  observation.ids = try attributes.texts("cve_ids").distinct
  observation.firstSeen = attributes.stated("created_at").flatMap { Timestamp($0) }
  observation.applyState(attributes.stated("state"), by: states)
  return observation
}

private func readExport(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  let scan = report.beginEngagement(on: "HackerOne")
  for (index, entry) in try root.list("findings").enumerated() {
    let id = try entry.required("id")
    let exported = Exported(
      id: id, title: entry.stated("title"), rating: entry.stated("severity_rating"),
      score: entry.number("severity_score"), state: entry.stated("substate") ?? entry.stated("state"),
      weakness: entry.stated("weakness"), scope: entry.stated("structured_scope"),
      reported: entry.stated("reported_at"),
      names: entry.stated("cve_ids"))
    report.observations.append(exported.observation(scan, at: report.position("/findings", index)))
    report.hasScanProof = true
  }
}

private func readTable(_ table: CSVTable, into report: inout ReportBuilder) throws(Diagnostic) {
  let scan = report.beginEngagement(on: "HackerOne")
  for row in table.rows {
    let exported = Exported(
      id: try row.required("id"), title: row["title"], rating: row["severity_rating"],
      score: row["severity_score"].flatMap { Double($0) }, state: row.first(of: "substate", "state"),
      weakness: row["weakness"], scope: row["structured_scope"], reported: row["reported_at"], names: row["cve_ids"])
    report.observations.append(exported.observation(scan, at: row.position))
    report.hasScanProof = true
  }
}

/// A row of the export.
private struct Exported {
  let id: String
  let title, rating: String?
  let score: Double?
  let state, weakness: String?
  /// The number or the name of the asset.
  let scope: String?
  let reported, names: String?

  func observation(_ scan: Scan, at position: SourcePosition) -> Observation {
    var observation = Observation(
      scan: scan, kind: .pentest, ruleId: id, title: title ?? id, location: Location(target: scope), at: position)
    observation.fingerprints = ["hackerone": id]
    observation.nativeSeverity = rating
    if let score { observation.cvss = [CVSSRating(version: "", score: score)] }
    observation.cwes.add(weakness: weakness.flatMap { Weakness.number($0) })
    observation.ids = names.map { vulnerabilities(in: $0) } ?? []
    observation.firstSeen = reported.flatMap { Timestamp(ofPlatform: $0) }
    observation.applyState(state, by: states)
    return observation
  }
}

/// The closed states; `new`, `pending_program_review`, `triaged`, `needs_more_info` and `retesting` are open.
private let states: [String: Observation.State] = [
  "resolved": .fixed, "informative": .accepted, "not_applicable": .falsePositive, "spam": .falsePositive,
  "duplicate": .suppressed,
]
