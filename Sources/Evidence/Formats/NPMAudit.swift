import Documents
import Model
import PackageURL

// npm audit: `npm audit --json`, https://docs.npmjs.com/cli/commands/npm-audit. npm 6 wrote the registry's advisories;
// npm 7 and later write the packages that are vulnerable, by themselves or through a dependency.

extension Format {
  static let npmAudit = Format(
    name: "npm-audit", title: "npm audit (JSON)",
    signature:
      "`auditReportVersion`; `advisories` with `metadata` and no sign of pnpm or yarn; `error` with `summary` and `code` "
      + "or `detail`",
    kinds: [.sca], severities: npmSeverities,
    provides: [.severity, .cvss, .cwe, .ids, .package, .fixedVersions, .path],
    recognises: isNPMAudit, read: readNPMAudit)
}

private func isNPMAudit(_ root: JSONValue) -> Bool {
  if root.has("auditReportVersion") { return true }
  if root.has("advisories") { return root.has("metadata") && !isPNPMAudit(root) && !isYarnRegistryAnswer(root) }
  guard let error = root["error"], error.has("summary") else { return false }
  return (error.has("code") || error.has("detail")) && !isPNPMAudit(root)
}

private func readNPMAudit(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "npm"
  if root.has("auditReportVersion") {
    try readPackages(root, into: &report)
  } else {
    try readAdvisories(root, of: "package-lock.json", into: &report)
  }
}

private func readPackages(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  readAuditMetadata(root, into: &report)
  let scan = report.scan()
  guard let packages = try root.object("vulnerabilities") else { return }
  var ranges: [String: String] = [:]
  for (key, package) in try packages.members() { ranges[package.stated("name") ?? key] = package.stated("range") }
  for (key, package) in try packages.members() {
    let name = package.stated("name") ?? key
    let fix = NPMFix(of: package, installed: ranges)
    // A string in `via` names the dependency through which the package is vulnerable; that one has its own entry.
    for (index, advisory) in try package.list("via").enumerated() where advisory.kind == .object {
      let position = report.position("/vulnerabilities/\(pointerToken(key))/via", index)
      let named = advisory.stated("name") ?? name
      report.observations.append(try observation(advisory, on: named, fix: fix, scan: scan, at: position))
      report.hasScanProof = true
    }
  }
  report.counted += try counted(root["metadata"]?["vulnerabilities"])
}

private func observation(
  _ advisory: JSONValue, on package: String, fix: NPMFix, scan: Scan, at position: SourcePosition
) throws(Diagnostic) -> Observation {
  let alias = githubAdvisory(in: advisory.text("url"))
  guard let id = alias ?? advisory.stated("source") else {
    throw advisory.mismatch("an advisory with `source` or `url`")
  }
  var observation = Observation(
    scan: scan, kind: .sca, ruleId: id, title: advisory.stated("title") ?? "\(id) in \(package)",
    location: Location(path: "package-lock.json"), at: position)
  observation.nativeSeverity = advisory.stated("severity")
  observation.ids = [alias].compactMap { $0 }
  observation.cwes = try Weakness.numbers(in: advisory["cwe"])
  observation.cvss = registryScores(of: advisory["cvss"])
  // npm does not state the installed version.
  observation.component = Component(stated: nil, ecosystem: "npm", name: package, version: nil)
  // `fixAvailable: false` states only that `npm audit fix` cannot reach a fixed version.
  observation.fixedVersions = versionsAbove(advisory.text("range")) ?? fix.version(of: package)
  observation.upgrade = fix.parent(of: package)
  return observation
}

/// The fix that npm offers for a package: that of the package itself, or the upgrade of a package that requires it.
private struct NPMFix {
  private let upgrade: ParentUpgrade?

  /// - Parameter ranges: The vulnerable versions of each package, of which one is installed. npm also offers older versions,
  ///   from before the problem; those are no upgrades.
  init(of package: JSONValue, installed ranges: [String: String]) {
    guard let fix = package["fixAvailable"], let name = fix.stated("name"), let version = fix.stated("version"),
      !isBelow(version, ranges[name])
    else {
      upgrade = nil
      return
    }
    upgrade = ParentUpgrade(
      Component(stated: nil, ecosystem: "npm", name: name, version: version), isBreaking: fix.flag("isSemVerMajor"))
  }

  func parent(of package: String) -> ParentUpgrade? { upgrade?.component.name == package ? nil : upgrade }

  /// The version to which npm would upgrade the package itself.
  func version(of package: String) -> [String]? {
    guard let upgrade, upgrade.component.name == package else { return nil }
    return upgrade.component.version.map { [$0] }
  }
}

/// Whether a version is older than all versions of a range of npm.
private func isBelow(_ version: String, _ range: String?) -> Bool {
  guard let range, !range.isEmpty else { return false }
  return alternatives(of: range).allSatisfy { part in
    guard let first = part.split(separator: " ").first, !first.hasPrefix("<") else { return false }
    let bound = String(first.drop { $0 == ">" || $0 == "=" })
    return VersionScheme.npm.isVersion(bound) && VersionScheme.npm.compare(version, bound) == .less
  }
}
