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
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "error": .high, "warning": .medium,
      "note": .low, "none": Severity.none,
    ],
    provides: [
      .severity, .cwe, .ids, .path, .lines, .fingerprint, .firstSeen, .state, .commit, .toolVersion,
    ],
    recognises: { areGitHubAlerts($0, of: "code-scanning", isAlert: isAlert) }, read: readCodeScanning)
}

private func isAlert(_ value: JSONValue) -> Bool {
  value["rule"]?.kind == .object && value["tool"]?.kind == .object
    && (value.has("most_recent_instance") || value.has("instances") || value.has("instances_url"))
}

private func readCodeScanning(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "GitHub code scanning"
  var scans = ScanPool()
  try readGitHubAlerts(root, into: &report) { alert, position, report throws(Diagnostic) in
    try observation(alert, scans: &scans, at: position, in: report)
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
  let (tags, ids) = (try rule.texts("tags"), vulnerabilities(in: id))
  let scan = scans.scan(
    in: report, tool: name, version: value["tool"]?.stated("version"),
    commit: instance?.stated("commit_sha") ?? alert.event?.stated("commit_oid"), target: alert.repository)
  var observation = Observation(
    scan: scan, kind: kind(ofRule: id, tags: tags, isVulnerability: !ids.isEmpty, by: tool), ruleId: id,
    title: rule.stated("description") ?? rule.stated("name") ?? id, location: location(of: instance), at: position)
  observation.nativeSeverity =
    rule.stated("security_severity_level") ?? (tool.hasMeaningfulLevel ? rule.stated("severity") : nil)
  observation.ids = ids
  for tag in tags { observation.cwes.add(weakness: Weakness.number(tag)) }
  observation.fingerprints = alert.fingerprints
  observation.firstSeen = alert.firstSeen
  observation.applyState(
    value.stated("state") ?? instance?.stated("state"), reason: value.stated("dismissed_reason"),
    comment: value.stated("dismissed_comment"))
  return observation
}

/// The kind of observation, as for results of the tool's SARIF, from which GitHub creates the alerts.
private func kind(ofRule id: String, tags: [String], isVulnerability: Bool, by tool: SARIFTool) -> Observation.Kind {
  if let kind = tags.lazy.compactMap(SARIFTool.kind(ofTag:)).first { return kind }
  if isVulnerability { return tool.kind == .container ? .container : .sca }
  return SARIFTool.kind(ofRule: InternedString(id)) ?? tool.kind ?? .sast
}

private func location(of instance: JSONValue?) -> Location {
  guard let location = instance?["location"] else { return Location() }
  return Location(
    path: location.stated("path"), startLine: location.integer("start_line"), endLine: location.integer("end_line"),
    startColumn: location.integer("start_column"))
}
