import Documents
import Model

// AWS Security Finding Format:
// https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html. AWS Security Hub collects
// it, and many tools write it.

extension Format {
  static let asff = Format(
    name: "asff", title: "AWS Security Finding Format (Security Hub)",
    signature:
      "findings with `ProductArn` and `GeneratorId` or `AwsAccountId`, alone, in an array, in `Findings` or `findings`, "
      + "or in the `detail` of an event",
    kinds: [.iac, .sca, .container, .sast, .secret],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "informational": Severity.none,
      "untriaged": nil,
    ],
    provides: [
      .severity, .cvss, .epss, .cwe, .ids, .package, .fixedVersions, .path, .lines, .image, .resource, .fingerprint,
      .firstSeen, .state, .toolVersion,
    ],
    recognises: isASFF, read: readASFF)
}

private func isASFF(_ root: JSONValue) -> Bool {
  if let first = root.firstAWSFinding {
    return first.has("ProductArn") && (first.has("GeneratorId") || first.has("AwsAccountId"))
  }
  // An empty list: Security Hub writes `Findings`, while many tools write `findings`.
  return root.firstRecord?["Findings"]?.kind == .array
}

private func readASFF(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  try report.noteMissingPages(root)
  var scans: [String: Scan] = [:]
  for finding in try root.awsFindings {
    let product = ASFFProduct(of: finding.value)
    if scans[product.name] == nil {
      (report.tool, report.toolVersion) = (product.name, product.version)
      scans[product.name] = report.scan()
    }
    guard let scan = scans[product.name] else { continue }
    let position = SourcePosition(file: report.input.name, pointer: report.pointer + finding.pointer)
    report.observations += try ASFFFinding(finding.value, of: product, scan: scan, at: position).observations
    report.hasScanProof = true
  }
  if scans.count != 1 { (report.tool, report.toolVersion) = ("AWS Security Hub", nil) }
}
