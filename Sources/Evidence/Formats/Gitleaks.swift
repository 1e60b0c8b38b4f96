import Documents
import Model

// Gitleaks: https://github.com/gitleaks/gitleaks. Version 8 writes an array; older versions use other names.

extension Format {
  static let gitleaks = Format(
    name: "gitleaks", title: "Gitleaks (JSON)",
    signature: "an array of objects with `RuleID` and `Secret` or `Match`, or with `rule` and `offender` (before 8); "
      + "or `leaks` and `errors`",
    kinds: [.secret], severities: ["critical": .critical, "high": .high, "medium": .medium, "low": .low],
    provides: [.severity, .path, .lines, .fingerprint],
    recognises: isGitleaks, read: readGitleaks)
}

private func isGitleaks(_ root: JSONValue) -> Bool {
  if root.kind == .object { return root["leaks"]?.kind == .array }
  guard let first = root.firstElement else { return false }
  if first.has("RuleID") { return first.has("Secret") || first.has("Match") || first.has("Fingerprint") }
  return first.has("rule") && first.has("offender")
}

private func readGitleaks(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Gitleaks"
  report.kinds.insert(.secret)
  let scan = report.scan()
  // Gitleaks writes an empty array if it finds nothing, which does not prove a scan.
  guard root.kind != .null else { return }
  let isArray = root.kind == .array
  for (index, leak) in try (isArray ? root.elements() : root.list("leaks")).enumerated() {
    report.observations.append(try observation(leak, scan: scan, at: report.position(isArray ? "" : "/leaks", index)))
    report.hasScanProof = true
  }
  for error in try root.texts("errors") { report.fail("Gitleaks did not finish: \(error)") }
}

/// The observation of a leak. The value, its line and the commit message are not reported, since each may contain the
/// secret.
private func observation(_ leak: JSONValue, scan: Scan, at position: SourcePosition) throws(Diagnostic) -> Observation {
  let isOld = leak.has("rule")
  let rule = if let id = leak.stated("RuleID") ?? leak.stated("rule_id") { id } else { try leak.required("rule") }
  let title = (isOld ? leak.stated("rule") : nil) ?? leak.stated("Description") ?? rule
  var observation = Observation(
    scan: scan, kind: .secret, ruleId: rule, title: title, location: location(of: leak), at: position)
  observation.nativeSeverity = leak.stated("severity")
  observation.fingerprints = leak.stated("Fingerprint").map { ["gitleaks": $0] } ?? [:]
  observation.secretDigest = (leak.stated("Secret") ?? leak.stated("offender")).flatMap(digestOfSecret)
  return observation
}

private func location(of leak: JSONValue) -> Location {
  let start = leak.line("StartLine") ?? leak.line("lineNumber") ?? leak.line("start_line")
  guard let start, start > 0 else { return Location(path: leak.stated("File") ?? leak.stated("file")) }
  let end = leak.line("EndLine") ?? leak.line("end_line") ?? start
  return Location(
    path: leak.stated("File") ?? leak.stated("file"), startLine: start, endLine: Swift.max(start, end),
    startColumn: leak.integer("StartColumn").flatMap { $0 > 0 ? $0 : nil })
}
