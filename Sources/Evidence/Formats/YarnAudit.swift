import Documents
import Model

// yarn audit: yarn 1 writes one record per line (https://classic.yarnpkg.com/en/docs/cli/audit). `yarn npm audit
// --json` of yarn 2 and 3 passes the registry's answer on; that of yarn 4 writes one line per advisory
// (https://yarnpkg.com/cli/npm/audit).

extension Format {
  static let yarnAudit = Format(
    name: "yarn-audit", title: "yarn audit, yarn npm audit (JSON)",
    signature: "lines with `type` and `data`, or with `value` and `children`; "
      + "`advisories` with empty `actions` and without a run id",
    kinds: [.sca, .quality], severities: npmSeverities,
    provides: [.severity, .cvss, .cwe, .ids, .package, .fixedVersions, .path], ifEmpty: [.sca],
    recognises: isYarnAudit, read: readYarnAudit)
}

private func isYarnAudit(_ root: JSONValue) -> Bool {
  guard let first = root.firstRecord else { return false }
  if first.has("advisories") { return isYarnRegistryAnswer(root) }
  if let children = first["children"] { return first["value"]?.kind == .string && children.has("Issue") }
  guard let type = first.text("type") else { return false }
  return auditLines.contains(type) && first.has("data") || logLines.contains(type) && first["data"]?.kind == .string
}

private let auditLines: Set = ["auditAdvisory", "auditAction", "auditSummary"]
private let logLines: Set = ["error", "info", "verbose", "warning"]

/// Whether the root is the registry's answer as yarn 2 and 3 pass it on: like that of npm 6 and pnpm, but without
/// actions, and all paths begin with a package. One path from the root of a workspace (`.>qs`) is pnpm's.
func isYarnRegistryAnswer(_ root: JSONValue) -> Bool {
  guard !root.has("runId"), root["actions"]?.kind == .array, root.isEmptyList("actions") else { return false }
  let paths = registryPaths(in: root)
  return !paths.isEmpty && !paths.contains { $0.hasPrefix(".") }
}

private let lockFile = "yarn.lock"

private func readYarnAudit(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "yarn"
  if root.has("advisories") { return try readAdvisories(root, of: lockFile, into: &report) }
  report.kinds.insert(.sca)
  let scan = report.scan()
  var known: Set<[String?]> = []
  let upgrades = try yarnUpgrades(in: root.records)
  for (index, line) in try root.records.enumerated() {
    let position = report.position(ofRecord: index, in: root)
    if line.has("children") || line.has("value") {
      report.observations += try observations(of: line, scan: scan, at: position)
    } else if line.text("type") == "auditAdvisory" {
      let advisory = try advisory(in: line)
      let id = try advisory.required("id")
      // An advisory is repeated for each path to its package.
      for var one in try registryAdvisory(advisory, named: id, of: lockFile, scan: scan, at: position)
      where known.insert([id, one.component?.version]).inserted {
        one.upgrade = upgrades.parent(named: id, of: one.component?.name)
        report.observations.append(one)
      }
    } else {
      try note(line, at: position, in: &report)
    }
  }
}

/// The upgrades in the lines of the type `auditAction`.
private func yarnUpgrades(in lines: some Sequence<JSONValue>) throws(Diagnostic) -> RegistryUpgrades {
  var upgrades = try RegistryUpgrades([])
  for line in lines where line.text("type") == "auditAction" {
    if let action = line["data"]?["action"] { try upgrades.add(action) }
  }
  return upgrades
}

private func advisory(in line: JSONValue) throws(Diagnostic) -> JSONValue {
  guard let advisory = try line.object("data")?.object("advisory") else {
    throw line.mismatch("a line with an `advisory` in `data`")
  }
  return advisory
}

private func note(_ line: JSONValue, at position: SourcePosition, in report: inout ReportBuilder) throws(Diagnostic) {
  switch try line.required("type") {
  case "auditSummary":
    if let total = line["data"]?.integer("totalDependencies"), total > 0 { report.hasScanProof = true }
    report.counted += try counted(line["data"]?["vulnerabilities"])
  case "error": report.fail("yarn could not audit: \(line.stated("data") ?? "no reason given")", at: position)
  default: if line["data"]?.has("advisory") ?? false { throw line.mismatch("a line of the type `auditAdvisory`") }
  }
}

/// The observations of a line of yarn 4: an advisory or a deprecated package, one for each version in the tree.
private func observations(of line: JSONValue, scan: Scan, at position: SourcePosition) throws(Diagnostic)
  -> [Observation]
{
  let name = try line.required("value")
  guard let details = try line.object("children") else { throw line.mismatch("a line with `children`") }
  let observation = try observation(details, on: name, scan: scan, at: position)
  let versions = try details.texts("Tree Versions").distinct.map(Optional.some)
  return (versions.isEmpty ? [nil] : versions).map { version in
    var one = observation
    one.component = Component(stated: nil, ecosystem: "npm", name: name, version: version)
    return one
  }
}

private func observation(
  _ details: JSONValue, on name: String, scan: Scan, at position: SourcePosition
) throws(Diagnostic) -> Observation {
  // Advisories without a registry number have no `ID`.
  let (number, alias) = (details.stated("ID"), githubAdvisory(in: details.text("URL")))
  let isDeprecation = number?.hasSuffix("(deprecation)") ?? false
  guard let id = isDeprecation ? "deprecation" : alias ?? number ?? details.stated("Issue") else {
    throw details.mismatch("an advisory with `ID`, `URL` or `Issue`")
  }
  var observation = Observation(
    scan: scan, kind: isDeprecation ? .quality : .sca, ruleId: id, title: details.stated("Issue") ?? "\(id) in \(name)",
    location: Location(path: lockFile), at: position)
  observation.nativeSeverity = details.stated("Severity")
  guard !isDeprecation else { return observation }
  observation.ids = [alias].compactMap { $0 }
  observation.fixedVersions = versionsAbove(details.text("Vulnerable Versions"))
  return observation
}
