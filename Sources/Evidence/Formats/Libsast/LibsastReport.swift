import Documents
import Model

/// A report in the layout of libsast, on which njsscan and mobsfscan are built: rules by their names, each with its
/// metadata and the files that match it (https://github.com/ajinabraham/libsast).
struct LibsastReport {
  let tool: String
  /// The members that hold the rules.
  let sections: [StaticString]

  func read(_ root: JSONValue, version: StaticString, into report: inout ReportBuilder) throws(Diagnostic) {
    report.tool = tool
    report.toolVersion = root.stated(version)
    report.kinds.insert(.sast)
    try noteErrors(of: root, in: &report)
    let scan = report.scan()
    for section in sections {
      guard let rules = try root.object(section) else { continue }
      for (name, rule) in try rules.members() {
        try add(rule, named: name, scan, at: "/\(section)/\(pointerToken(name))", to: &report)
      }
    }
  }

  /// A file that was not parsed in full, or an engine that is not installed, makes the scan incomplete.
  private func noteErrors(of root: JSONValue, in report: inout ReportBuilder) throws(Diagnostic) {
    for (index, error) in try root.list("errors").enumerated() {
      let text = error.text ?? error.stated("message") ?? "no message"
      report.noteUnread(
        error.stated("path"), "\(tool) reports an error: \(firstLine(of: text))", at: report.position("/errors", index))
    }
  }

  /// Adds an observation for each match, or a single one without a location if the rule is about what the app lacks.
  private func add(
    _ rule: JSONValue, named name: String, _ scan: Scan, at pointer: String, to report: inout ReportBuilder
  ) throws(Diagnostic) {
    guard let metadata = try rule.object("metadata") else { throw rule.mismatch("a rule with `metadata`") }
    let files = try rule.list("files")
    var observation = Observation(
      scan: scan, kind: .sast, ruleId: name, title: firstLine(of: metadata.stated("description") ?? name),
      at: SourcePosition(file: report.input.name, pointer: report.pointer + pointer))
    observation.nativeSeverity = metadata.stated("severity")
    observation.cwes = try Weakness.numbers(in: metadata["cwe"])
    if files.isEmpty { return report.observations.append(observation) }
    for (index, file) in files.enumerated() {
      let lines = try file.list("match_lines").compactMap(\.integer)
      observation.location = Location(
        path: try file.required("file_path"), startLine: lines.first, endLine: lines.last)
      observation.at = report.position("\(pointer)/files", index)
      report.observations.append(observation)
    }
  }
}
