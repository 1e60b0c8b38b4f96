import Documents
import Model

extension Format {
  /// Prisma Cloud: `twistcli images scan --output-file`, `twistcli coderepo scan --output-file`, which writes the bare
  /// result, and the CSV that the console exports
  /// (https://docs.prismacloud.io/en/compute-edition/32/admin-guide/tools/twistcli-scan-images).
  static let prismaCloud = Format(
    name: "prisma-cloud", title: "Prisma Cloud, formerly Twistlock: twistcli (JSON) and the console's export (CSV)",
    kinds: [.container, .sca, .iac],
    severities: [
      "critical": .critical, "important": .high, "high": .high, "moderate": .medium, "medium": .medium, "low": .low,
      "negligible": .low, "unimportant": .low,
    ],
    provides: [
      .severity, .cvss, .ids, .package, .fixedVersions, .path, .image, .firstSeen, .reachability, .scanTime,
    ],
    variants: [
      .json(
        "`results` whose first element has `vulnerabilityDistribution` or `complianceDistribution`; or such an "
          + "element alone, with `vulnerabilityDistribution` and `packages` or `vulnerabilities`",
        recognises: isTwistcli, read: readTwistcli),
      .table(
        "the columns `CVE ID`, `Compliance ID`, `Packages` and `Fix Status`",
        recognises: { $0.has("cve id", "compliance id", "packages", "fix status") }, read: readTable),
    ])
}

private func isTwistcli(_ root: JSONValue) -> Bool {
  if isBareResult(root) { return true }
  guard let first = root["results"]?.firstElement else { return root["results"] != nil && root.has("consoleURL") }
  return first.has("vulnerabilityDistribution") || first.has("complianceDistribution")
}

/// Whether the root is one result without `results` around it, as `twistcli coderepo scan` writes it.
private func isBareResult(_ root: JSONValue) -> Bool {
  !root.has("results") && root.has("vulnerabilityDistribution")
    && (root.has("packages") || root.has("vulnerabilities"))
}

private func readTwistcli(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Prisma Cloud"
  if isBareResult(root) { return try TwistcliResult(root, in: &report).read(at: "", into: &report) }
  for (index, result) in try root.list("results").enumerated() {
    try TwistcliResult(result, in: &report).read(at: "/results/\(index)", into: &report)
  }
}

private func readTable(_ table: CSVTable, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Prisma Cloud"
  for row in table.rows { report.observations.append(try observation(row, in: report)) }
}

/// The observation of a row: a vulnerability, or without a CVE a failed compliance check.
private func observation(_ row: CSVTable.Row, in report: ReportBuilder) throws(Diagnostic) -> Observation {
  let repository = [row["registry"], row["repository"]].compactMap { $0 }.joined(separator: "/")
  let tagged = repository.isEmpty ? row["id"] : row["tag"].map { "\(repository):\($0)" } ?? repository
  let image = tagged ?? row["hostname"]
  guard let id = row["cve id"] else {
    let check = try row.required("compliance id")
    return PrismaCheck(id: check, title: row.first(of: "description", "cause"), severity: row["severity"])
      .observation(scan: report.scan(target: image), image: image, at: row.position)
  }
  var finding = PrismaVulnerability(id: id, severity: row["severity"], status: row["fix status"])
  // Packages that are built from one source are in one row.
  finding.package = row["source package"] ?? row["packages"]?.split(separator: ",").first.map(String.init)
  // The first column `Type` is that of the scan, as in `cli`; the last one is that of the package.
  (finding.version, finding.type) = (row["package version"], row.last(of: "type"))
  finding.score = row["cvss"].flatMap { Double($0) }
  finding.firstSeen = row["discovered"].flatMap { Timestamp($0) }
  finding.isInUse = row["risk factors"]?.contains("Package in use") ?? false
  return finding.observation(
    of: .container, scan: report.scan(target: image), image: image, distribution: row["distro"], at: row.position)
}
