import Documents
import Model

// Trivy's JSON: https://trivy.dev/latest/docs/configuration/reporting/#json. Lists may be missing, null or empty.

extension Format {
  static let trivy = Format(
    name: "trivy", title: "Trivy (JSON)",
    signature: "`SchemaVersion` with `ArtifactName`, `ArtifactType` or `Results`; `ClusterName` with `Resources`, "
      + "`Findings`, `Vulnerabilities` or `Misconfigurations`; or, before 0.20, an array of objects with `Target`",
    kinds: [.sca, .container, .iac, .secret, .license],
    severities: ["critical": .critical, "high": .high, "medium": .medium, "low": .low, "unknown": nil],
    provides: [
      .severity, .cvss, .cwe, .ids, .package, .fixedVersions, .path, .lines, .image, .resource, .fingerprint, .state,
      .scanTime, .commit, .toolVersion,
    ],
    recognises: isTrivy, read: readTrivy)
}

private let clusterLists: [StaticString] = ["Resources", "Findings", "Vulnerabilities", "Misconfigurations"]

private func isTrivy(_ root: JSONValue) -> Bool {
  if root.kind == .array { return root.firstElement?.has("Target") ?? false }
  if root.has("ClusterName") { return clusterLists.contains { root.has($0) } }
  return root.has("SchemaVersion") && (root.has("ArtifactName") || root.has("ArtifactType") || root.has("Results"))
}

private func readTrivy(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Trivy"
  report.toolVersion = root["Trivy"]?.stated("Version")
  report.time = root.text("CreatedAt").flatMap { Timestamp($0) }
  report.commit = root["Metadata"]?.stated("Commit")
  if root.has("ClusterName") { return try readCluster(root, into: &report) }
  let artifact = TrivyArtifact(root, scan: report.scan(target: root.stated("ArtifactName")))
  // Targets are relative to the folder that is the artifact.
  if artifact.isFolder { report.recordScannedFolder(root.stated("ArtifactName")) }
  if root.kind == .array { return try readSections(root.elements(), at: "", of: artifact, into: &report) }
  try readSections(root.list("Results"), at: "/Results", of: artifact, into: &report)
}

/// Reads a report on a Kubernetes cluster: each resource has its own results.
private func readCluster(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  let scan = report.scan(target: root.stated("ClusterName"))
  for list in clusterLists {
    for (index, resource) in try root.list(list).enumerated() {
      let parts = ["Namespace", "Kind", "Name"].compactMap { resource[$0]?.text }.filter { !$0.isEmpty }
      let name = parts.joined(separator: "/")
      if let error = resource.stated("Error") {
        report.fail("Trivy could not scan \(name): \(error)", at: report.position("/\(list)", index))
      }
      let artifact = try TrivyArtifact(resource, inCluster: name, scan: scan)
      try readSections(resource.list("Results"), at: "/\(list)/\(index)/Results", of: artifact, into: &report)
    }
  }
}

private func readSections(
  _ sections: JSONList, at pointer: String, of artifact: TrivyArtifact, into report: inout ReportBuilder
) throws(Diagnostic) {
  for (index, value) in sections.enumerated() {
    let section = TrivySection(value, of: artifact)
    // A lock file or another file without results must be one of the commit.
    if let file = section.examinedFile { report.examined.append(file) } else { report.hasScanProof = true }
    try section.read(at: "\(pointer)/\(index)", into: &report)
  }
}
