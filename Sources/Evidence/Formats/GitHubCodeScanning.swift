import Documents
import Interning
import Model

extension Format {
  /// GitHub code scanning alerts:
  /// https://docs.github.com/en/rest/code-scanning/code-scanning#list-code-scanning-alerts-for-a-repository
  static let githubCodeScanning = Format(
    name: "github-code-scanning", title: "GitHub code scanning alerts (REST, webhook)",
    signature: "alerts with `rule`, `tool` and their instances, in a list, in pages, or in a webhook's `alert`",
    kinds: [.sast, .sca, .container, .iac, .secret, .dast, .license, .quality],
    severities: Format.sarif.severities,
    provides: [
      .severity, .cwe, .ids, .package, .fixedVersions, .path, .lines, .url, .image, .fingerprint, .firstSeen, .state,
      .commit, .toolVersion,
    ],
    recognises: { areGitHubAlerts($0, of: "code-scanning", isAlert: isAlert) }, read: readCodeScanning)
}

private func isAlert(_ value: JSONValue) -> Bool {
  value["rule"]?.kind == .object && value["tool"]?.kind == .object
    && (value.has("most_recent_instance") || value.has("instances") || value.has("instances_url"))
}

private func readCodeScanning(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "GitHub code scanning"
  var (scans, packages) = (ScanPool(), [String: SARIFPackages]())
  try readGitHubAlerts(root, into: &report) { alert, position, report throws(Diagnostic) in
    var found = try observation(alert, scans: &scans, at: position, in: report)
    try found.takeMessage(of: alert, &packages)
    return found
  }
  report.adoptCommitOfOpenResults()
}

private func observation(
  _ alert: GitHubAlert, scans: inout ScanPool, at position: SourcePosition, in report: ReportBuilder
) throws(Diagnostic) -> Observation {
  let value = alert.value
  guard let rule = try value.object("rule") else { throw value.mismatch("an object with `rule`") }
  let id = if let id = rule.stated("id") ?? rule.stated("name") { id } else { try rule.required("id") }
  let name = value["tool"]?.stated("name")
  let tool = SARIFTool(name: name ?? "")
  let (latest, known) = (try value.object("most_recent_instance"), try value.list("instances"))
  let instance = latest ?? known.first
  let (tags, ids, location) = (try rule.texts("tags"), vulnerabilities(in: id), location(of: instance))
  let scan = scans.scan(
    in: report, tool: name, version: value["tool"]?.stated("version"),
    commit: instance?.stated("commit_sha") ?? alert.event?.stated("commit_oid"), target: alert.repository)
  var observation = Observation(
    scan: scan,
    kind: tool.kind(
      ofRule: InternedString(id),
      SARIFTool.kind(ofRuleNamed: rule.text("name")) ?? tags.lazy.compactMap(SARIFTool.kind(ofTag:)).first,
      names: Interned(ids), at: location),
    ruleId: id, title: rule.stated("description") ?? rule.stated("name") ?? id, location: location, at: position)
  let message = message(of: alert)
  observation.$ruleTitle = InternedOptional(observation.$title)
  if let title = message.flatMap({ titleText(of: $0, MessageFields($0), rule: observation.$title) }) {
    observation.$title = title
  }
  observation.$nativeSeverity = InternedOptional(
    rating(of: rule, tags: tags, message).native(hasMeaningfulLevel: tool.hasMeaningfulLevel))
  observation.ids = ids
  for tag in tags { observation.cwes.add(weakness: Weakness.number(tag)) }
  observation.fingerprints = alert.fingerprints
  observation.firstSeen = alert.firstSeen
  observation.applyState(
    value.stated("state") ?? instance?.stated("state"), reason: value.stated("dismissed_reason"),
    comment: value.stated("dismissed_comment"))
  return observation
}

/// The message of the latest instance, which is the message of the result in SARIF.
private func message(of alert: GitHubAlert) -> String? {
  let instance = alert.value["most_recent_instance"] ?? alert.value["instances"]?.firstElement
  return instance?["message"]?.stated("text")
}

extension Observation {
  /// Sets the package that the message names, as the reader of SARIF does: it is the same message.
  fileprivate mutating func takeMessage(
    of alert: GitHubAlert, _ packages: inout [String: SARIFPackages]
  ) throws(Diagnostic) {
    let known = packages[scan.tool] ?? SARIFPackages(tool: scan.tool)
    packages[scan.tool] = known
    guard kind.isDependency || known.reader?.isMixed == true, let rule = alert.value["rule"] else { return }
    let message = message(of: alert)
    let texts = SARIFResultTexts(
      message: message.map { firstLine(of: $0) } ?? "", fields: message.flatMap(MessageFields.init), path: location.path
    )
    let ruleTexts = SARIFRuleTexts(alertRule: rule, id: ruleId, tags: try rule.texts("tags"))
    guard let package = known.package(texts, ruleTexts) else { return }
    apply(package, as: known.component(of: package))
    // The rule is the vulnerability; the message says of what kind and where it is.
    if let title = $ruleTitle.interned { $title = title }
  }
}

private func rating(of rule: JSONValue, tags: [String], _ message: String?) -> SARIFRating {
  SARIFRating(
    word: message.flatMap(MessageFields.init)?.severity, level: rule.stated(interned: "severity"),
    ruleScore: rule.stated(interned: "security_severity_level"),
    ruleWord: tags.first(where: isSeverityTag).map { InternedString($0) })
}

private func location(of instance: JSONValue?) -> Location {
  guard let location = instance?["location"] else { return Location() }
  let path = location.stated("path")
  let isURL = path.map { $0.hasPrefix("https://") || $0.hasPrefix("http://") } ?? false
  if isURL { return Location(url: path) }
  return Location(
    path: path, startLine: location.line("start_line"), endLine: location.line("end_line"),
    startColumn: location.line("start_column"))
}
