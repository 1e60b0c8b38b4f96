import Documents
import Model

extension Format {
  /// Security reports of all GitLab scanners, schema versions 2 to 15:
  /// https://docs.gitlab.com/development/integrations/secure/#report
  static let gitlab = Format(
    name: "gitlab", title: "GitLab security report (SAST, DAST, fuzzing, dependencies, containers, secrets)",
    signature:
      "`vulnerabilities` and `scan` with a scanner, analyzer or type; or with `identifiers` and `location` in each; "
      + "or, if empty, with `version` and `remediations`",
    kinds: [.sast, .sca, .container, .iac, .secret, .dast, .quality],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "info": Severity.none, "unknown": nil,
      "undefined": nil,
    ],
    provides: [
      .severity, .cvss, .cwe, .ids, .package, .fixedVersions, .path, .lines, .url, .image, .resource, .fingerprint,
      .reachability, .scanTime, .toolVersion,
    ],
    otherLists: ["alerts"],
    recognises: isGitLab, read: readGitLab)
}

private func isGitLab(_ root: JSONValue) -> Bool {
  guard root.has("vulnerabilities"), !root.has("bomFormat") else { return false }
  let list = root["vulnerabilities"]
  guard list == nil || list?.kind == .array else { return false }
  if let scan = root["scan"], scan.has("scanner") || scan.has("analyzer") || scan.has("type") { return true }
  guard let first = list?.firstElement else { return root.has("version") && root.has("remediations") }
  return first["identifiers"]?.kind == .array && first["location"]?.kind == .object
}

private func readGitLab(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  let scan = try root.object("scan")
  let scanner = scan?["scanner"] ?? scan?["analyzer"]
  report.tool = scanner?.stated("name") ?? scanner?.stated("id") ?? "GitLab"
  report.toolVersion = scanner?.stated("version")
  report.time = scan?.text("end_time").flatMap(gitlabTime)
  if let kind = gitlabKind(ofType: scan?.stated("type"), scanner: report.tool) { report.kinds.insert(kind) }
  try noteEnd(of: scan, in: &report)
  try noteWhatWasScanned(root, scan, in: &report)
  var reader = try GitLabReader(root)
  for (index, value) in try root.list("vulnerabilities").enumerated() {
    let position = report.position("/vulnerabilities", index)
    report.observations.append(try reader.observation(value, at: position, in: report))
    report.hasScanProof = true
  }
}

/// The rules, pages and manifests that a scan names. Its `status` says no more than that the analyzer ended.
private func noteWhatWasScanned(
  _ root: JSONValue, _ scan: JSONValue?, in report: inout ReportBuilder
) throws(Diagnostic) {
  let hasPages = try scan?.list("scanned_resources").contains { $0.stated("url") != nil } ?? false
  let hasRules = try scan?.list("primary_identifiers").contains { $0.stated("value") != nil } ?? false
  if hasPages || hasRules { report.hasScanProof = true }
  report.examined += try root.list("dependency_files").compactMap { $0.stated("path") }
}

private func noteEnd(of scan: JSONValue?, in report: inout ReportBuilder) throws(Diagnostic) {
  guard let scan else { return }
  if scan["status"]?.equals("failure") ?? false {
    report.fail("\(report.tool ?? "the scanner") reports that it failed")
  }
  for (index, message) in try scan.list("messages").enumerated() where message["level"]?.equals("fatal") ?? false {
    report.fail(
      "\(report.tool ?? "the scanner") stopped: \(message.stated("value") ?? "no reason given")",
      at: report.position("/scan/messages", index))
  }
}

/// Parses a time; the schema defines times as UTC, without a zone.
private func gitlabTime(_ text: String) -> Timestamp? { Timestamp(text) ?? Timestamp(text + "Z") }

/// The kind of observation for a report type; nil if unknown. Reports of type `sast` also come from scanners of
/// infrastructure and secrets.
func gitlabKind(ofType type: String?, scanner: String?) -> Observation.Kind? {
  switch type {
  case "sast": SARIFTool(name: scanner ?? "").kind ?? .sast
  case "dast", "api_fuzzing", "coverage_fuzzing": .dast
  case "dependency_scanning": .sca
  case "container_scanning", "cluster_image_scanning": .container
  case "secret_detection": .secret
  default: nil
  }
}
