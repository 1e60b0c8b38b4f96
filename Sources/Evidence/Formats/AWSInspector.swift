import Documents
import Model

// Amazon Inspector: https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html (`aws inspector2 list-findings`).

extension Format {
  static let awsInspector = Format(
    name: "aws-inspector", title: "Amazon Inspector findings (JSON)",
    signature: "findings with `findingArn`, alone, in an array, in `findings` or in the `detail` of an event",
    kinds: [.sca, .container, .sast, .iac], severities: inspectorSeverities,
    provides: [
      .severity, .cvss, .epss, .cwe, .ids, .package, .fixedVersions, .path, .lines, .image, .resource, .fingerprint,
      .firstSeen, .state,
    ],
    recognises: { $0.firstAWSFinding?.has("findingArn") ?? false }, read: readInspector)
}

private func readInspector(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Amazon Inspector"
  try report.noteMissingPages(root)
  let scan = report.scan()
  for finding in try root.awsFindings {
    let position = SourcePosition(file: report.input.name, pointer: report.pointer + finding.pointer)
    report.observations += try InspectorFinding(finding.value, scan: scan, at: position).observations
    report.hasScanProof = true
  }
}
