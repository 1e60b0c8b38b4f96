import Documents
import Model

extension Format {
  /// Clair 4 (`clairctl report --out json`, Quay), and the clients of older versions, clair-scanner and klar:
  /// https://quay.github.io/clair/.
  static let clair = Format(
    name: "clair", title: "Clair, clair-scanner and klar (JSON)",
    signature: "`manifest_hash` with `package_vulnerabilities`; `unapproved` with `vulnerabilities`; `LayerCount` with "
      + "`Vulnerabilities`; or `Layer` with `Features`, alone or in `data`",
    kinds: [.container],
    severities: [
      "defcon1": .critical, "critical": .critical, "high": .high, "medium": .medium, "low": .low, "negligible": .low,
      "unknown": nil,
    ],
    provides: [.severity, .cvss, .ids, .package, .fixedVersions, .image],
    recognises: { root in
      root.has("manifest_hash") && root.has("package_vulnerabilities")
        || root.has("unapproved") && root.has("vulnerabilities") && root.has("image")
        || root.has("LayerCount") && root.has("Vulnerabilities") || layer(of: root) != nil
    },
    read: readClair)
}

/// The layer that Clair 1 to 3 return, which Quay wraps in `data`; nil if there is none.
private func layer(of root: JSONValue) -> JSONValue? {
  let layer = root["Layer"] ?? root["data"]?["Layer"]
  return layer.flatMap { $0.has("Features") || $0.has("IndexedByVersion") ? $0 : nil }
}

private func readClair(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Clair"
  report.kinds.insert(.container)
  if root.has("manifest_hash") { return try readClair4(root, into: &report) }
  if let layer = layer(of: root) { return try readLayer(layer, of: root, into: &report) }
  guard root.has("unapproved") else { return try readKlar(root, into: &report) }
  let image = root.stated("image")
  let scan = report.scan(target: image)
  for (index, entry) in try root.list("vulnerabilities").enumerated() {
    var finding = ClairFinding(name: try entry.required("vulnerability"), severity: entry.stated("severity"))
    (finding.package, finding.version) = (entry.stated("featurename"), entry.stated("featureversion"))
    (finding.namespace, finding.fixedBy) = (entry.stated("namespace"), entry.text("fixedby"))
    report.observations.append(finding.observation(scan, image, at: report.position("/vulnerabilities", index)))
  }
}

/// Reads klar's report: vulnerabilities grouped by severity.
private func readKlar(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  // klar continues if it does not find the image, and then counts no layers.
  report.hasScanProof = root.integer("LayerCount") ?? 0 > 0
  let scan = report.scan()
  guard let groups = try root.object("Vulnerabilities") else { return }
  for (severity, list) in try groups.members() where list.kind != .null {
    for (index, entry) in try list.elements().enumerated() {
      var finding = try ClairFinding(older: entry)
      (finding.package, finding.version) = (entry.stated("FeatureName"), entry.stated("FeatureVersion"))
      let position = report.position("/Vulnerabilities/\(severity)", index)
      report.observations.append(finding.observation(scan, nil, at: position))
    }
  }
}

private func readLayer(_ layer: JSONValue, of root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  // Quay's status of the scan: `scanned`, `queued`, `failed`.
  if let status = root.stated("status"), status != "scanned" { report.fail("Clair's scan is \(status)") }
  let scan = report.scan()
  // Clair finds no packages in an operating system that it does not know.
  report.hasScanProof = !layer.isEmptyList("Features")
  let prefix = root.has("Layer") ? "/Layer/Features" : "/data/Layer/Features"
  for (index, feature) in try layer.list("Features").enumerated() {
    for (number, entry) in try feature.list("Vulnerabilities").enumerated() {
      var finding = try ClairFinding(older: entry)
      (finding.package, finding.version) = (feature.stated("Name"), feature.stated("Version"))
      finding.namespace = finding.namespace ?? feature.stated("NamespaceName")
      let position = report.position("\(prefix)/\(index)/Vulnerabilities", number)
      report.observations.append(finding.observation(scan, nil, at: position))
    }
  }
}
