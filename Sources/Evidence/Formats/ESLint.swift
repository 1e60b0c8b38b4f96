import Documents
import Model

// ESLint: `eslint --format json`, https://eslint.org/docs/latest/use/formatters/#json. It lists every file that it read.

extension Format {
  static let eslint = Format(
    name: "eslint", title: "ESLint (JSON)",
    signature: "an array of objects with `filePath`, `messages` and `errorCount`", kinds: [.quality, .sast, .secret],
    severities: ["2": .medium, "1": .low, "0": Severity.none], provides: [.severity, .path, .lines, .state],
    ifEmpty: [.quality],
    recognises: isESLint, read: readESLint)
}

private func isESLint(_ root: JSONValue) -> Bool {
  guard root.kind == .array, let first = root.firstElement else { return false }
  return first.has("filePath") && first["messages"]?.kind == .array && first.has("errorCount")
}

private func readESLint(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "ESLint"
  report.kinds.insert(.quality)
  let scan = report.scan()
  for (index, file) in try root.elements().enumerated() {
    let path = try file.required("filePath")
    report.recordScannedFiles([path])
    let messages = try file.list("messages")
    for (number, message) in messages.enumerated() {
      let position = report.position("/\(index)/messages", number)
      report.observations.append(try observation(message, in: path, scan: scan, at: position))
      if message.flag("fatal") == true {
        report.noteUnread(
          path, "ESLint could not parse \(path): \(firstLine(of: message.stated("message") ?? ""))", at: position)
      }
    }
    for (number, message) in try file.list("suppressedMessages").enumerated() {
      let position = report.position("/\(index)/suppressedMessages", number)
      var observation = try observation(message, in: path, scan: scan, at: position)
      let reasons = try message.list("suppressions").compactMap { $0.stated("justification") }.distinct
      (observation.state, observation.stateReason) = (
        .suppressed, reasons.isEmpty ? "disabled by a comment" : reasons.joined(separator: "; ")
      )
      report.observations.append(observation)
    }
    let counted = (file.integer("errorCount") ?? 0) + (file.integer("warningCount") ?? 0)
    if counted > messages.reduce(0, { count, _ in count + 1 }) {
      report.fail(
        "ESLint counts \(counted) results in \(path), but the report lists fewer", at: report.position("", index))
    }
  }
}

private func observation(
  _ message: JSONValue, in path: String, scan: Scan, at position: SourcePosition
) throws(Diagnostic) -> Observation {
  let rule = message.stated("ruleId") ?? "unnamed"
  var observation = Observation(
    scan: scan, kind: .init(ofLintRule: rule), ruleId: rule,
    title: firstLine(of: try message.required("message")),
    location: Location(
      path: path, startLine: message.integer("line"), endLine: message.integer("endLine"),
      startColumn: message.integer("column")),
    at: position)
  observation.nativeSeverity = try message.required("severity")
  return observation
}
