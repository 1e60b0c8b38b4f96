import Documents
import Model

/// Reads Bandit's XML: a JUnit report with a test case for each result, whose text has lines with the rest.
func readBanditXML(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Bandit"
  report.kinds.insert(.sast)
  let scan = report.scan()
  let cases = root.children("testcase")
  for element in cases {
    guard let error = element.child("error") else { throw element.mismatch("<error>") }
    let result = BanditResult(
      rule: word(after: "Test ID: ", in: error.text), title: error.attribute("message"),
      severity: try error.required(attribute: "type"), weakness: word(after: "CWE: ", in: error.text),
      path: try element.required(attribute: "classname"), line: line(in: error.text))
    report.observations.append(
      result.observation(of: scan, or: try element.required(attribute: "name"), at: element.position))
  }
  if let count = root.attribute("tests").flatMap({ Int($0) }), count != cases.count {
    report.fail("the report counts \(count) results but lists \(cases.count)", at: root.position)
  }
}

/// Reads Bandit's CSV.
func readBanditTable(_ table: CSVTable, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Bandit"
  report.kinds.insert(.sast)
  let scan = report.scan()
  for row in table.rows {
    let result = BanditResult(
      rule: try row.required("test_id"), title: row["issue_text"], severity: try row.required("issue_severity"),
      weakness: row["issue_cwe"], path: try row.required("filename"), line: row["line_number"].flatMap { Int($0) },
      column: row["col_offset"].flatMap { Int($0) })
    report.observations.append(result.observation(of: scan, or: "unnamed", at: row.position))
  }
}

/// The properties of a result that XML and CSV state.
private struct BanditResult {
  let rule: String?
  let title: String?
  let severity: String
  /// A CWE number or its URL.
  let weakness: String?
  let path: String
  let line: Int?
  /// Counted from 0; negative if unknown.
  var column: Int?

  func observation(of scan: Scan, or name: String, at position: SourcePosition) -> Observation {
    let rule = rule ?? name
    var observation = Observation(
      scan: scan, kind: .sast, ruleId: rule, title: title ?? rule,
      location: Location(path: path, startLine: line, startColumn: column.flatMap { $0 < 0 ? nil : $0 + 1 }),
      at: position)
    observation.nativeSeverity = severity
    observation.cwes.add(weakness: weakness.flatMap { Weakness.number($0) })
    return observation
  }
}

/// The word after a label at the beginning of a line.
private func word(after label: String, in text: String?) -> String? {
  let line = text?.split(whereSeparator: \.isNewline).first { $0.hasPrefix(label) }
  return line?.dropFirst(label.count).split(separator: " ").first.map(String.init)
}

/// The number at the end of the last line, `Location shop/app.py:21`.
private func line(in text: String?) -> Int? {
  guard let last = text?.split(whereSeparator: \.isNewline).last, last.hasPrefix("Location ") else { return nil }
  return last.split(separator: ":").last.flatMap { Int($0) }
}
