import Documents
import Model

// trufflehog3, which is a separate scanner: https://github.com/feeltheajf/trufflehog3. Before version 3 it wrote
// `reason` and `stringsFound` like TruffleHog 2, but without the lines of the commit.

extension Format {
  static let truffleHog3 = Format(
    name: "trufflehog3", title: "trufflehog3 (JSON)",
    signature: "an array of objects with `rule`, `path` and `secret`, or, before 3, with `reason` and `stringsFound`",
    kinds: [.secret], severities: ["high": .high, "medium": .medium, "low": .low],
    provides: [.severity, .path, .lines],
    recognises: isTruffleHog3, read: readTruffleHog3)
}

private func isTruffleHog3(_ root: JSONValue) -> Bool {
  guard let first = root.firstElement else { return false }
  if first.has("reason") { return first.has("stringsFound") && !first.has("printDiff") }
  return first["rule"]?.kind == .object && first.has("path") && first.has("secret")
}

private func readTruffleHog3(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "trufflehog3"
  report.kinds.insert(.secret)
  let scan = report.scan()
  for (index, issue) in try root.elements().enumerated() {
    report.observations.append(try observation(issue, scan, at: report.position("", index)))
    report.hasScanProof = true
  }
}

/// The observation of an issue. The secret, its context, the commit message and the issue's id, which is derived from
/// the secret, are not reported.
private func observation(_ issue: JSONValue, _ scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  guard let rule = try issue.object("rule") else {
    // `stringsFound` are lines of a change and not the secrets in them, so no digest can be computed.
    let reason = try issue.required("reason")
    return Observation(
      scan: scan, kind: .secret, ruleId: reason, title: reason, location: Location(path: issue.stated("path")),
      at: position)
  }
  let id = try rule.required("id")
  let line = issue.line("line")
  var observation = Observation(
    scan: scan, kind: .secret, ruleId: id, title: rule.stated("message") ?? id,
    location: Location(path: issue.stated("path"), startLine: line, endLine: line), at: position)
  observation.nativeSeverity = rule.stated("severity")
  observation.secretDigest = issue.stated("secret").flatMap(digestOfSecret)
  return observation
}
