import Documents
import Model

extension Format {
  /// gosec: https://github.com/securego/gosec#output-formats, with the fields of its `ReportInfo` and `Issue`.
  static let gosec = Format(
    name: "gosec", title: "gosec (JSON)", signature: "`Issues` with `Stats` or `Golang errors`", kinds: [.sast],
    severities: ["high": .high, "medium": .medium, "low": .low, "undefined": nil],
    provides: [.severity, .cwe, .path, .lines, .state, .toolVersion],
    recognises: { $0.has("Issues") && ($0.has("Stats") || $0.has("Golang errors")) }, read: readGosec)
}

private func readGosec(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "gosec"
  report.toolVersion = root.stated("GosecVersion")
  report.kinds.insert(.sast)
  if let files = root["Stats"]?.integer("files"), files > 0 { report.hasScanProof = true }
  if let errors = try root.object("Golang errors") {
    for (file, list) in try errors.members() {
      let first = list.firstElement?.stated("error") ?? "no reason given"
      report.fail("gosec could not compile \(file): \(firstLine(of: first))")
    }
  }
  let scan = report.scan()
  for (index, issue) in try root.list("Issues").enumerated() {
    report.observations.append(try observation(issue, of: scan, at: report.position("/Issues", index)))
    report.hasScanProof = true
  }
}

private func observation(_ issue: JSONValue, of scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  let rule = try issue.required("rule_id")
  var observation = Observation(
    scan: scan, kind: .sast, ruleId: rule, title: issue.stated("details") ?? rule, location: location(of: issue),
    at: position)
  observation.nativeSeverity = issue.stated("severity")
  // Before version 2.11 the members of `cwe` were capitalised.
  observation.cwes = try Weakness.numbers(in: issue["cwe"]?["id"] ?? issue["cwe"]?["ID"])
  let suppressions = try issue.list("suppressions")
  if issue.flag("nosec") == true || !suppressions.isEmpty {
    let reasons = suppressions.compactMap { $0.stated("justification") }.distinct
    observation.state = .suppressed
    observation.stateReason =
      reasons.isEmpty ? suppressions.first?.stated("kind") ?? "nosec" : reasons.joined(separator: "; ")
  }
  return observation
}

/// The location of an issue; `line` is a string with one line or a range.
private func location(of issue: JSONValue) -> Location {
  let lines = (issue.stated("line") ?? "").split(separator: "-").compactMap { Int($0) }
  return Location(
    path: issue.stated("file"), startLine: lines.first, endLine: lines.last, startColumn: issue.integer("column"))
}
