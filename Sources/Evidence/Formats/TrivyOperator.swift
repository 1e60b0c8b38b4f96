import Documents
import Model

extension Format {
  /// Trivy Operator: the reports it stores in a cluster, as `kubectl get -o json` prints them
  /// (https://aquasecurity.github.io/trivy-operator/latest/docs/crds/).
  static let trivyOperator = Format(
    name: "trivy-operator", title: "Trivy Operator reports (JSON)",
    signature: "`apiVersion` with the group aquasecurity.github.io, alone or in `items`",
    kinds: [.container, .iac, .secret],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "none": Severity.none, "unknown": nil,
    ],
    provides: [
      .severity, .cvss, .ids, .package, .fixedVersions, .path, .image, .resource, .scanTime, .toolVersion,
    ],
    otherLists: ["controls"],
    recognises: { isOperatorReport($0) || isOperatorReport($0["items"]?.firstElement) }, read: readTrivyOperator)
}

private func isOperatorReport(_ value: JSONValue?) -> Bool {
  value?.text("apiVersion")?.hasPrefix("aquasecurity.github.io/") ?? false
}

private func readTrivyOperator(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  guard root.has("items") else { return try OperatorReport(root, in: &report).read(at: "", into: &report) }
  for (index, item) in try root.list("items").enumerated() {
    try OperatorReport(item, in: &report).read(at: "/items/\(index)", into: &report)
  }
}
