import Documents
import Model

/// Reads the XML report: sections of text and tables, some of which list issues.
func readFortifyReport(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Fortify"
  report.toolVersion = engineVersion(in: root)
  report.kinds.insert(.sast)
  let scan = report.scan()
  var known: Set<String> = []
  for issue in root.descendants("Issue") {
    let id = try issue.required(attribute: "iid")
    // A list of examples may repeat issues of another list.
    guard known.insert(id).inserted else { continue }
    report.observations.append(try observation(issue, id: id, scan))
  }
  let found = root.descendants("IssueListing").map(count).max() ?? 0
  report.hasScanProof = found > 0 || !known.isEmpty || report.toolVersion != nil
  if found > known.count {
    report.fail(
      "the report lists \(known.count) of its \(found) issues; create it without limits and filters")
  }
}

/// The number of issues that a table counts, listed or not.
private func count(in listing: XMLElement) -> Int {
  listing.descendants("GroupingSection").reduce(0) { sum, group in
    sum + (group.attribute("count").flatMap { Int($0) } ?? 0)
  }
}

/// The engine version from the section about the scan: `SCA Engine version: 22.1.0.0166`. Nil if there is none.
private func engineVersion(in root: XMLElement) -> String? {
  let label = "SCA Engine version: "
  for text in root.descendants("Text").compactMap(\.text) where text.contains(label) {
    let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix(label) }
    if let line { return String(line.dropFirst(label.count)) }
  }
  return nil
}

private func observation(_ issue: XMLElement, id: String, _ scan: Scan) throws(Diagnostic) -> Observation {
  let category = try issue.required("Category")
  let primary = issue.child("Primary")
  var observation = Observation(
    scan: scan, kind: .sast, ruleId: category, title: category,
    location: Location(
      path: primary?.text("FilePath") ?? primary?.text("FileName"), startLine: primary?.integer("LineStart")),
    at: issue.position)
  observation.nativeSeverity = issue.text("Friority")
  observation.fingerprints = ["fortifyInstance": id]
  let analysis = issue.children("Tag").first { $0.text("Name") == "Analysis" }?.text("Value")
  if analysis == "Not an Issue" { (observation.state, observation.stateReason) = (.falsePositive, "not an issue") }
  return observation
}
