import Documents
import Model

// detect-secrets: a baseline as `detect-secrets scan` writes and `detect-secrets audit` annotates it,
// https://github.com/Yelp/detect-secrets.

extension Format {
  static let detectSecrets = Format(
    name: "detect-secrets", title: "detect-secrets baseline (JSON)",
    signature: "`results` by file with `plugins_used` or `generated_at`",
    kinds: [.secret], severities: ["verified": .critical],
    provides: [.severity, .path, .lines, .state, .scanTime, .toolVersion],
    recognises: { $0["results"]?.kind == .object && ($0.has("plugins_used") || $0.has("generated_at")) },
    read: readDetectSecrets)
}

private func readDetectSecrets(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "detect-secrets"
  report.toolVersion = root.stated("version")
  report.time = root.stated("generated_at").flatMap { Timestamp($0) }
  report.kinds.insert(.secret)
  // Files without secrets are not listed; without a plugin nothing is scanned.
  report.hasScanProof = try !root.list("plugins_used").isEmpty
  guard let results = try root.object("results") else { return }
  let scan = report.scan()
  for (file, secrets) in try results.members() {
    for (index, secret) in try secrets.elements().enumerated() {
      let position = report.position("/results/\(pointerToken(file))", index)
      report.observations.append(try observation(secret, in: file, scan, at: position))
      report.hasScanProof = true
    }
  }
}

/// The observation of a secret. The hash in the report has no salt, so short secrets could be guessed from it; it is
/// never reported.
private func observation(
  _ secret: JSONValue, in file: String, _ scan: Scan, at position: SourcePosition
) throws(Diagnostic) -> Observation {
  let type = try secret.required("type")
  let line = secret.line("line_number")
  var observation = Observation(
    scan: scan, kind: .secret, ruleId: type, title: type,
    location: Location(path: secret.stated("filename") ?? file, startLine: line, endLine: line), at: position)
  observation.nativeSeverity = secret.flag("is_verified") == true ? "verified" : nil
  // Of a private key, the tool hashes the line that begins it.
  let hash = secret.stated("hashed_secret")
  observation.secretDigest =
    type == "Private Key" ? hash.flatMap(ownDigestOfSecret) : hash.map { digestOfSecret(sha1: $0) }
  if secret.flag("is_secret") == false {
    (observation.state, observation.stateReason) = (.falsePositive, "audited as not a secret")
  }
  return observation
}
