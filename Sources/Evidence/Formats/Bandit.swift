import Documents
import Model

extension Format {
  /// Bandit: https://bandit.readthedocs.io/en/latest/formatters/, as JSON, XML or CSV. Only the JSON states which files were
  /// read and which could not be parsed.
  static let bandit = Format(
    name: "bandit", title: "Bandit (JSON, XML, CSV)", kinds: [.sast],
    severities: ["high": .high, "medium": .medium, "low": .low, "undefined": nil],
    provides: [.severity, .cwe, .path, .lines, .scanTime],
    variants: [
      .json(
        "`results` with `metrics` and `generated_at`",
        recognises: { $0["results"]?.kind == .array && $0["metrics"]?.kind == .object && $0.has("generated_at") },
        read: readBandit),
      .xml(
        "`testsuite` with the name bandit", recognises: { $0.name == "testsuite" && $0.attribute("name") == "bandit" },
        read: readBanditXML),
      .table(
        "the columns `test_id`, `issue_severity`, `issue_confidence` and `line_number`",
        recognises: { $0.has("test_id", "issue_severity", "issue_confidence", "line_number") }, read: readBanditTable),
    ])
}

private func readBandit(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Bandit"
  report.time = root.text("generated_at").flatMap { Timestamp($0) }
  report.kinds = [.sast]
  // The member `_totals` is the sum; each other member is a file that was read.
  if let metrics = try root.object("metrics") {
    report.recordScannedFiles(try metrics.members().map(\.key).filter { $0 != "_totals" })
  }
  for error in try root.list("errors") {
    let file = error.text("filename")
    report.noteUnread(
      file, "Bandit could not read \(file ?? "a file"): \(error.text("reason") ?? "no reason given")")
  }
  let scan = report.scan()
  for (index, result) in try root.list("results").enumerated() {
    report.observations.append(try observation(result, of: scan, at: report.position("/results", index)))
  }
}

private func observation(_ result: JSONValue, of scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  let rule = result.text("test_id") ?? result.text("test_name") ?? "unnamed"
  var observation = Observation(
    scan: scan, kind: .sast, ruleId: rule, title: result.text("issue_text") ?? rule, location: try location(result),
    at: position)
  observation.nativeSeverity = result.text("issue_severity")
  observation.cwes = try Weakness.numbers(in: result["issue_cwe"]?["id"])
  observation.flow = try statement(result)
  return observation
}

/// The lines of the whole statement, where it begins before the line that Bandit names: that of the argument which it objects to.
private func statement(_ result: JSONValue) throws(Diagnostic) -> [Location] {
  let lines = try result.list("line_range").compactMap(\.integer)
  guard let first = lines.min(), let last = lines.max(), let line = result.line("line_number"),
    first >= 1, first < line
  else { return [] }
  return [Location(path: result.text("filename"), startLine: first, endLine: last)]
}

private func location(_ result: JSONValue) throws(Diagnostic) -> Location {
  let last = try result.list("line_range").compactMap(\.integer).max()
  let column = result.line("col_offset").flatMap { $0 < 0 ? nil : $0 + 1 }
  return Location(
    path: result.text("filename"), startLine: result.line("line_number"), endLine: last, startColumn: column)
}
