import Documents
import Model

// Ruff: `ruff check --output-format json` (an array) and `json-lines`, https://docs.astral.sh/ruff/settings/#output-format.

extension Format {
  static let ruff = Format(
    name: "ruff", title: "Ruff (JSON)",
    signature: "objects with `filename`, `message`, `code`, `fix` and a `location` with a row, in an array or in lines",
    kinds: [.quality, .sast], severities: lintSeverities, provides: [.severity, .path, .lines], ifEmpty: [.quality],
    recognises: isRuff,
    read: readRuff)
}

private func isRuff(_ root: JSONValue) -> Bool {
  guard let first = root.firstRecord, first.has("filename"), first.has("message") else { return false }
  return first.has("code") && first.has("fix") && first["location"]?.has("row") ?? false
}

private func readRuff(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Ruff"
  report.kinds.insert(.quality)
  let scan = report.scan()
  for (index, result) in try root.records.enumerated() {
    let position = report.position(ofRecord: index, in: root)
    let observation = try observation(result, scan: scan, at: position)
    report.observations.append(observation)
    // Before version 0.9 a syntax error had no code. No rule was applied to the file.
    if observation.ruleId == syntaxError {
      let file = result.stated("filename")
      report.noteUnread(file, "Ruff could not parse \(file ?? "a file"): \(observation.title)", at: position)
    }
  }
}

private func observation(_ result: JSONValue, scan: Scan, at position: SourcePosition) throws(Diagnostic) -> Observation
{
  let rule = result.stated("code") ?? syntaxError
  guard let start = try result.object("location") else { throw result.mismatch("a result with `location`") }
  let end = try result.object("end_location")
  var observation = Observation(
    scan: scan, kind: isOfBandit(rule) ? .sast : .quality, ruleId: rule, title: try result.required("message"),
    location: Location(
      path: try result.required("filename"), startLine: start.integer("row"), endLine: end?.integer("row"),
      startColumn: start.integer("column")),
    at: position)
  observation.nativeSeverity = result.stated("severity")
  return observation
}

/// Whether the rule is one of flake8-bandit, `S` and a number: https://docs.astral.sh/ruff/rules/#flake8-bandit-s.
private func isOfBandit(_ rule: String) -> Bool {
  rule.utf8.first == UInt8(ascii: "S") && rule.utf8.dropFirst().allSatisfy { (48...57).contains($0) }
}

private let syntaxError = "invalid-syntax"
