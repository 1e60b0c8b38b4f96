import Documents
import Model

extension Format {
  /// GitHub Dependabot alerts: https://docs.github.com/en/rest/dependabot/alerts, and `RepositoryVulnerabilityAlert` of
  /// GraphQL.
  static let githubDependabot = Format(
    name: "github-dependabot", title: "GitHub Dependabot alerts (REST, GraphQL, webhook)",
    signature: "alerts with `security_advisory`, in a list, in pages, or in a webhook's `alert`; or `data` with "
      + "`vulnerabilityAlerts`",
    kinds: [.sca],
    severities: ["critical": .critical, "high": .high, "medium": .medium, "moderate": .medium, "low": .low],
    provides: [
      .severity, .cvss, .epss, .cwe, .ids, .package, .fixedVersions, .path, .resource, .fingerprint, .firstSeen, .state,
    ],
    recognises: isDependabot, read: readDependabot)
}

private func isDependabot(_ root: JSONValue) -> Bool {
  if GitHubVulnerabilityAlerts.isResponse(root.firstRecord) { return true }
  return areGitHubAlerts(root, of: "dependabot") { $0.has("security_advisory") && $0.has("security_vulnerability") }
}

private func readDependabot(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Dependabot"
  report.kinds.insert(.sca)
  var scans = ScanPool()
  guard GitHubVulnerabilityAlerts.isResponse(root.firstRecord) else {
    return try readGitHubAlerts(root, into: &report) { alert, position, report throws(Diagnostic) in
      var observation = try observation(
        alert.value, of: scans.scan(in: report, target: alert.repository), at: position)
      observation.fingerprints = alert.fingerprints
      return observation
    }
  }
  try readResponses(root, of: report.scan(), into: &report)
}

private func readResponses(_ root: JSONValue, of scan: Scan, into report: inout ReportBuilder) throws(Diagnostic) {
  var answers = GitHubVulnerabilityAlerts()
  for (answer, position) in try root.positionedRecords(in: report) {
    try answers.read(answer, at: position.pointer ?? "", in: report)
  }
  for alert in answers.alerts {
    var observation = try observation(alert.value, of: scan, at: alert.position)
    observation.fingerprints = alert.value.stated("id").map { ["github": $0] } ?? [:]
    report.observations.append(observation)
  }
  report.hasScanProof = answers.areAlertsEnabled
  for error in answers.errors { report.fail("GitHub's response is incomplete: \(error)") }
  if answers.isIncomplete { report.fail("the report is incomplete: GitHub has more alerts") }
}

/// The observation of an alert from the REST or the GraphQL API.
private func observation(_ alert: JSONValue, of scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  guard let vulnerability = alert["security_vulnerability"] ?? alert["securityVulnerability"] else {
    throw alert.mismatch("an object with `security_vulnerability`")
  }
  let stated = alert["security_advisory"] ?? alert["securityAdvisory"] ?? vulnerability["advisory"]
  guard let advisory = stated else { throw alert.mismatch("an object with `security_advisory`") }
  let ids = try names(of: advisory)
  guard let id = ids.first else { throw advisory.mismatch("an advisory with an identifier") }
  let component = try component(of: alert, vulnerability)
  var observation = Observation(
    scan: scan, kind: .sca, ruleId: id, title: advisory.stated("summary") ?? "\(id) in \(component.name)",
    location: location(of: alert), at: position)
  observation.nativeSeverity = vulnerability.stated("severity") ?? advisory.stated("severity")
  (observation.ids, observation.component) = (ids, component)
  observation.cwes = try weaknesses(of: advisory)
  observation.cvss = scores(of: advisory)
  let epss = advisory["epss"]
  observation.epss = (epss?.firstElement ?? epss)?.number("percentage")
  observation.fixedVersions = fixedVersions(of: vulnerability)
  observation.published = (advisory.text("published_at") ?? advisory.text("publishedAt")).flatMap { Timestamp($0) }
  observation.firstSeen = (alert.text("created_at") ?? alert.text("createdAt")).flatMap { Timestamp($0) }
  applyState(of: alert, advisory, into: &observation)
  return observation
}

private func names(of advisory: JSONValue) throws(Diagnostic) -> [String] {
  let first = [advisory.stated("ghsa_id") ?? advisory.stated("ghsaId"), advisory.stated("cve_id")].compactMap { $0 }
  return (first + (try advisory.list("identifiers").compactMap { $0.stated("value") })).distinct
}

private func component(of alert: JSONValue, _ vulnerability: JSONValue) throws(Diagnostic) -> Component {
  guard let package = alert["dependency"]?["package"] ?? vulnerability["package"] else {
    throw vulnerability.mismatch("an object with `package`")
  }
  let ecosystem = package.stated("ecosystem")?.lowercased()
  // GraphQL states the requirement of the manifest, which is the installed version only if it is exact: `= 1.2.3`.
  let version = alert.text("vulnerableRequirements").flatMap { text in
    text.hasPrefix("= ") && !text.contains(",") ? String(text.dropFirst(2)) : nil
  }
  return Component(
    stated: nil, ecosystem: ecosystem.map { ecosystems[$0] ?? $0 }, name: try package.required("name"), version: version
  )
}

/// Ecosystems that only GitHub names in this way.
private let ecosystems = ["rust": "cargo", "actions": "github actions", "erlang": "hex"]

/// The location of an alert. Older GraphQL responses state the manifest's name without its folder, which is not a path.
private func location(of alert: JSONValue) -> Location {
  let path = alert["dependency"]?.stated("manifest_path") ?? alert.stated("vulnerableManifestPath")
  return Location(path: path, resource: path == nil ? alert.stated("vulnerableManifestFilename") : nil)
}

private func weaknesses(of advisory: JSONValue) throws(Diagnostic) -> [Int] {
  guard let value = advisory["cwes"] else { return [] }
  var numbers: [Int] = []
  for weakness in try value.kind == .array ? value.elements() : value.list("nodes") {
    numbers.add(weakness: (weakness.text("cwe_id") ?? weakness.text("cweId")).flatMap { Weakness.number($0) })
  }
  return numbers
}

private func scores(of advisory: JSONValue) -> [CVSSRating] {
  let both = advisory["cvss_severities"] ?? advisory["cvssSeverities"]
  let ratings = [both?["cvss_v3"] ?? both?["cvssV3"] ?? advisory["cvss"], both?["cvss_v4"] ?? both?["cvssV4"]]
  // A missing rating has a score of 0 and no vector.
  return ratings.compactMap { rating in
    guard let rating, let vector = rating.stated("vector_string") ?? rating.stated("vectorString") else { return nil }
    return CVSSRating(
      version: CVSSRating.version(of: vector), vector: vector, score: rating.number("score"), source: "ghsa")
  }
}

/// The fixed versions; nil if unknown, empty if there is none: no version was patched and all later ones are affected.
private func fixedVersions(of vulnerability: JSONValue) -> [String]? {
  let keys: [StaticString] = ["first_patched_version", "firstPatchedVersion"]
  guard let key = keys.first(where: { vulnerability.has($0) }) else { return nil }
  if let version = vulnerability[key]?.stated("identifier") ?? vulnerability[key]?.text { return [version] }
  let range = vulnerability.stated("vulnerable_version_range") ?? vulnerability.stated("vulnerableVersionRange")
  return range == nil ? [] : versionsAbove(range)
}

/// Sets the state. A query may omit it; then the times of fix and dismissal decide.
private func applyState(of alert: JSONValue, _ advisory: JSONValue, into observation: inout Observation) {
  let word =
    alert.stated("state") ?? alert["fixedAt"].map { _ in "fixed" } ?? alert["autoDismissedAt"].map { _ in
      "auto_dismissed"
    }
    ?? alert["dismissedAt"].map { _ in "dismissed" }
  observation.applyState(
    word, reason: alert.stated("dismissed_reason") ?? alert.stated("dismissReason"),
    comment: alert.stated("dismissed_comment") ?? alert.stated("dismissComment"))
  guard observation.state == .open else { return }
  if let day = advisory.stated("withdrawn_at") ?? advisory.stated("withdrawnAt") {
    (observation.state, observation.stateReason) = (.suppressed, "withdrawn \(day)")
  }
}
