import Documents
import Model

// Snyk: `snyk test`, `snyk container test` and `snyk iac test` with `--json` (https://docs.snyk.io/snyk-cli); `snyk
// code` writes SARIF. The REST API has the issues of all of them.

extension Format {
  static let snyk = Format(
    name: "snyk", title: "Snyk test, container and IaC (JSON), and issues of the REST API",
    kinds: [.sast, .sca, .container, .iac, .license],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "none": Severity.none,
      "info": Severity.none,
    ],
    provides: [
      .severity, .cvss, .epss, .cwe, .ids, .package, .fixedVersions, .path, .lines, .image, .resource, .fingerprint,
      .firstSeen, .state, .reachability, .commit,
    ],
    otherLists: ["unresolved"],
    variants: [
      .json(
        "`vulnerabilities` with `packageManager`, `dependencyCount` or `numDependencies`; `infrastructureAsCodeIssues`; "
          + "`ok` with `error`; or an array of those",
        recognises: { isProject($0.kind == .array ? $0.firstElement : $0) }, read: readSnyk),
      .json(
        "`data` with the `type` issue and `effective_severity_level`; `jsonapi` with empty `data` or `errors`; or pages of those",
        recognises: { isSnykPage($0.kind == .array ? $0.firstElement : $0) }, read: readSnykPages),
    ])
}

private func isProject(_ value: JSONValue?) -> Bool {
  guard let value, value.kind == .object else { return false }
  if value.has("infrastructureAsCodeIssues") || value.has("ok") && value.has("error") { return true }
  return value.has("vulnerabilities")
    && (value.has("packageManager") || value.has("dependencyCount") || value.has("numDependencies"))
}

private func readSnyk(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Snyk"
  guard root.kind == .array else { return try SnykProject(root, in: report).read(at: "", into: &report) }
  for (index, value) in try root.elements().enumerated() {
    try SnykProject(value, in: report).read(at: "/\(index)", into: &report)
  }
}
