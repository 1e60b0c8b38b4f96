import Documents
import Model

extension Format {
  /// Brakeman: https://brakemanscanner.org/docs (`-f json`). Brakeman states only its confidence in a warning, which is
  /// therefore used as the severity.
  static let brakeman = Format(
    name: "brakeman", title: "Brakeman (JSON)", signature: "`scan_info` with `warnings`", kinds: [.sast],
    severities: ["high": .high, "medium": .medium, "weak": .low, "low": .low],
    provides: [.severity, .cwe, .ids, .path, .lines, .fingerprint, .state, .scanTime, .toolVersion],
    recognises: { $0["scan_info"]?.kind == .object && $0.has("warnings") }, read: readBrakeman)
}

private func readBrakeman(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  let info = try root.object("scan_info")
  report.tool = "Brakeman"
  report.toolVersion = info?.stated("brakeman_version")
  report.time = (info?.stated("end_time") ?? info?.stated("start_time")).flatMap { Timestamp(loosely: $0) }
  report.kinds.insert(.sast)
  // Without checks nothing was scanned.
  report.hasScanProof = info.map { !$0.isEmptyList("checks_performed") } ?? false
  if let path = info?.stated("app_path") {
    report.recordScannedFolder(path)
    if path.hasPrefix("/") { report.roots.append(path) }
  }
  report.counted += info?.integer("security_warnings") ?? 0
  for error in try root.list("errors") {
    report.noteUnread(
      unparsedFile(error), "Brakeman reports an error: \(firstLine(of: error.stated("error") ?? "no message"))")
  }
  let scan = report.scan()
  for (index, warning) in try root.list("warnings").enumerated() {
    report.observations.append(try observation(warning, of: scan, at: report.position("/warnings", index)))
    report.hasScanProof = true
  }
  for (index, warning) in try root.list("ignored_warnings").enumerated() {
    var observation = try observation(warning, of: scan, at: report.position("/ignored_warnings", index))
    (observation.state, observation.stateReason) = (.suppressed, warning.stated("note") ?? "ignored in brakeman.ignore")
    report.observations.append(observation)
  }
}

/// The file that an error is about: Brakeman gives it as the place of the error, after these words.
private func unparsedFile(_ error: JSONValue) -> String? {
  let words = "Could not parse "
  return error.stated("location").flatMap { $0.hasPrefix(words) ? String($0.dropFirst(words.count)) : nil }
}

private func observation(_ warning: JSONValue, of scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  let type = try warning.required("warning_type")
  let message = warning.stated("message").map(firstLine)
  var observation = Observation(
    scan: scan, kind: .sast, ruleId: warning.stated("check_name") ?? type,
    title: message.map { "\(type): \($0)" } ?? type,
    location: Location(path: warning.stated("file"), startLine: warning.line("line")), at: position)
  observation.nativeSeverity = warning.stated("confidence")
  observation.cwes = try Weakness.numbers(in: warning["cwe_id"])
  // Checks of the Rails version name the vulnerability in the message.
  observation.ids = message.map { vulnerabilities(in: $0) } ?? []
  observation.setFlow(try warning["render_path"]?.locations(step) ?? [])
  observation.fingerprints = warning.stated("fingerprint").map { ["brakeman": $0] } ?? [:]
  return observation
}

/// A place on the way from a controller to a template: `{"type": "controller", "file": "app/a.rb", "line": 3, …}`.
private func step(_ value: JSONValue) -> Location? {
  value.stated("file").map { Location(path: $0, startLine: value.line("line")) }
}
