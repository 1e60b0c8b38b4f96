import Documents
import Model

extension Format {
  /// GitHub secret scanning alerts:
  /// https://docs.github.com/en/rest/secret-scanning/secret-scanning#list-secret-scanning-alerts-for-a-repository
  static let githubSecretScanning = Format(
    name: "github-secret-scanning", title: "GitHub secret scanning alerts (REST, webhook)",
    signature: "alerts with `secret_type` and `number`, in a list, in pages, or in a webhook's `alert`",
    kinds: [.secret], severities: [:], provides: [.path, .lines, .url, .fingerprint, .firstSeen, .state],
    recognises: {
      areGitHubAlerts($0, of: "secret-scanning") { $0.has("secret_type") && $0.has("number") }
    }, read: readSecretScanning)
}

private func readSecretScanning(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "GitHub secret scanning"
  report.kinds.insert(.secret)
  var scans = ScanPool()
  try readGitHubAlerts(root, into: &report) { alert, position, report throws(Diagnostic) in
    try observation(alert, of: scans.scan(in: report, target: alert.repository), at: position)
  }
}

/// The observation of an alert, without a severity, since GitHub states none. The value of the secret is not reported.
private func observation(_ alert: GitHubAlert, of scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  let (value, secret) = (alert.value, alert.value.stated("secret"))
  let type = try value.required("secret_type")
  var observation = Observation(
    scan: scan, kind: .secret, ruleId: type, title: value.stated("secret_type_display_name") ?? type,
    location: location(of: alert), at: position)
  observation.secretDigest = secret.flatMap(digestOfSecret)
  observation.fingerprints = alert.fingerprints
  observation.firstSeen = alert.firstSeen
  let resolution = value.stated("resolution")
  let comment = value.stated("resolution_comment").flatMap { text in
    secret.map { text.contains($0) } ?? false ? nil : text
  }
  observation.applyState(
    value.stated("state") ?? resolution.map { _ in "resolved" }, reason: resolution, comment: comment)
  return observation
}

/// The first location of the secret: a file of the repository, or a URL for issues, discussions and the wiki.
private func location(of alert: GitHubAlert) -> Location {
  guard let source = alert.value["first_location_detected"] ?? alert.event?["location"]?["details"] else {
    return Location()
  }
  if let page = source.stated("page_url") { return Location(url: page) }
  if let path = source.stated("path") {
    return Location(
      path: path.withoutLeadingSlash, startLine: source.line("start_line"), endLine: source.line("end_line"),
      startColumn: source.integer("start_column"))
  }
  return Location(url: issueAddresses.lazy.compactMap { source.stated($0) }.first)
}

private let issueAddresses: [StaticString] = [
  "issue_title_url", "issue_body_url", "issue_comment_url", "discussion_title_url", "discussion_body_url",
  "discussion_comment_url", "pull_request_title_url", "pull_request_body_url", "pull_request_comment_url",
  "pull_request_review_url", "pull_request_review_comment_url",
]
