import Documents
import Model
import PackageURL

extension SnykProject {
  func readIssues(
    _ issues: JSONList?, at pointer: String, filtered reason: String? = nil, into report: inout ReportBuilder
  ) throws(Diagnostic) {
    guard let issues else { return }
    for (index, issue) in issues.enumerated() {
      var observation = try observation(issue, at: report.position(pointer, index))
      if let reason {
        observation.state = .suppressed
        observation.stateReason = try statedReason(issue) ?? reason
      }
      report.observations.append(observation)
      report.hasScanProof = true
    }
  }

  private func observation(_ issue: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let id = try issue.required("id")
    let isLicense = issue["type"]?.equals("license") ?? false
    var observation = Observation(
      scan: scan, kind: isLicense ? .license : kind, ruleId: id, title: issue.stated("title") ?? id,
      location: Location(path: path, image: image), at: position)
    // `severity` has no critical, for compatibility.
    observation.nativeSeverity = issue.stated("severityWithCritical") ?? issue.stated("severity")
    observation.component = try component(of: issue)
    guard !isLicense else { return observation }
    observation.ids = try names(of: issue, first: id)
    observation.cwes = try Weakness.numbers(in: issue["identifiers"]?["CWE"])
    observation.cvss = try scores(of: issue)
    observation.epss = issue["epssDetails"]?.number("probability")
    observation.fixedVersions = try fixedVersions(of: issue)
    observation.published = issue.text("publicationTime").flatMap { Timestamp(loosely: $0) }
    observation.upgrade = try parentUpgrade(for: issue, of: observation.component)
    observation.addReachability(snyk: issue.text("reachability"))
    return observation
  }

  private func component(of issue: JSONValue) throws(Diagnostic) -> Component {
    // With --group-issues-by the name is a list of equal names.
    let names = try issue.texts("name")
    let name = try names.isEmpty ? issue.required("packageName") : names[0]
    var ecosystem = issue.stated("packageManager") ?? value.stated("packageManager")
    if ecosystem.map({ $0 == "deb" || $0 == "rpm" || $0 == "apk" || $0 == "linux" }) ?? true {
      ecosystem = distribution(inID: issue.text("id")) ?? ecosystem
    }
    // System packages are named `source/binary`; the binary is installed, and other scanners name it.
    let binary = image != nil && issue["language"]?.equals("linux") ?? false ? name.split(separator: "/").last : nil
    return Component(
      stated: nil, ecosystem: ecosystem, name: binary.map(String.init) ?? name,
      version: try issue.texts("version").first)
  }
}

/// The distribution in the id of an advisory about a system's package, which the package manager's name does not tell:
/// `SNYK-DEBIAN11-OPENSSL-3314591`.
private func distribution(inID id: String?) -> String? {
  guard let parts = id?.split(separator: "-"), parts.count > 2, parts[0] == "SNYK" else { return nil }
  let name = parts[1].lowercased().prefix { $0.isLetter }
  return distributions[String(name)]
}

/// Snyk's words for distributions, and those of the ecosystems that they are.
private let distributions = [
  "debian": "debian", "ubuntu": "ubuntu", "alpine": "alpine", "wolfi": "wolfi", "chainguard": "chainguard",
  "centos": "centos", "rhel": "rhel", "rocky": "rocky", "rockylinux": "rocky", "almalinux": "alma", "amzn": "amzn",
  "oracle": "oracle", "sles": "sles",
]

/// The first package on the path that Snyk upgrades, unless it is the package with the problem. `upgradePath` has the
/// packages of `from` as they are after the upgrade, with `false` for the project.
private func parentUpgrade(for issue: JSONValue, of component: Component?) throws(Diagnostic) -> ParentUpgrade? {
  let (path, origin) = (try issue.list("upgradePath"), try issue.texts("from"))
  let steps = path.enumerated().compactMap { index, step in
    step.text.flatMap { text in index < origin.count && origin[index] == text ? nil : nameAndVersion(text) }
  }
  guard let component, let first = steps.first, let last = steps.last, first.name != component.name else { return nil }
  let parent = Component(stated: nil, ecosystem: component.ecosystem, name: first.name, version: first.version)
  let scheme = parent.purl.map { VersionScheme(ofType: $0.type) } ?? .unknown
  // What leads to an older version of the parent is no upgrade.
  let isOlder = origin.lazy.compactMap(nameAndVersion).contains {
    $0.name == first.name && scheme.compare(first.version, $0.version) == .less
  }
  return isOlder ? nil : ParentUpgrade(parent, brings: last.name == component.name ? last.version : nil)
}

/// The parts of `name@version`, of which the name of an npm package may begin with an `@`.
private func nameAndVersion(_ text: String) -> (name: String, version: String)? {
  guard let at = text.lastIndex(of: "@"), at > text.startIndex else { return nil }
  return (String(text[..<at]), String(text[text.index(after: at)...]))
}

extension Observation {
  /// Adds Snyk's reachability for one path to the package; if several paths differ, `reachable` counts.
  mutating func addReachability(snyk word: String?) {
    guard let found = reachabilities[word?.lowercased() ?? ""], reachability != .reachable else { return }
    reachability = found
    reachabilityEvidence = ReachabilityEvidence(level: found == .reachable ? "called" : "required", tool: "snyk")
  }
}

/// Snyk's reachability words. "No path found" does not prove that there is none.
private let reachabilities: [String: Reachability] = [
  "function": .reachable, "reachable": .reachable, "package": .present, "potentially reachable": .present,
  "no path found": .present, "no-path-found": .present,
]

private func names(of issue: JSONValue, first id: String) throws(Diagnostic) -> [String] {
  var names = [id]
  if let identifiers = try issue.object("identifiers") {
    // NSP ids are plain numbers, and a CWE is not an identifier of a vulnerability.
    for (scheme, list) in try identifiers.members() where scheme != "CWE" && scheme != "NSP" && list.kind == .array {
      names += try list.elements().compactMap(\.text)
    }
  }
  return (names + (try issue.texts("alternativeIds"))).distinct
}

private func scores(of issue: JSONValue) throws(Diagnostic) -> [CVSSRating] {
  var scores: [CVSSRating] = []
  if let vector = issue.stated("CVSSv3") {
    scores.append(
      CVSSRating(
        version: CVSSRating.version(of: vector), vector: vector, score: issue.number("cvssScore"), source: "snyk"))
  }
  for detail in try issue.list("cvssDetails") {
    guard let vector = detail.stated("cvssV3Vector") else { continue }
    let score = detail.number("cvssV3BaseScore")
    scores.append(
      CVSSRating(
        version: CVSSRating.version(of: vector), vector: vector, score: score, source: detail.stated("assigner")))
  }
  for source in try issue.list("cvssSources") {
    guard let vector = source.stated("vector") else { continue }
    let score = CVSSRating(
      version: CVSSRating.version(of: vector), vector: vector, score: source.number("baseScore"),
      source: source.stated("assigner"))
    if !scores.contains(where: { $0.vector == vector && $0.source?.lowercased() == score.source?.lowercased() }) {
      scores.append(score)
    }
  }
  return scores
}

private func fixedVersions(of issue: JSONValue) throws(Diagnostic) -> [String]? {
  let versions = (try issue.texts("fixedIn") + [issue.stated("nearestFixedInVersion")].compactMap { $0 }).distinct
  guard versions.isEmpty else { return versions }
  // An empty list proves that there is no fix only if the vulnerable versions have no end.
  let ranges = try issue["semver"]?.texts("vulnerable") ?? []
  return issue.has("fixedIn") && !ranges.contains(where: { versionsAbove($0) != [] }) ? [] : nil
}

/// The reason why an issue was ignored, and until when; nil if none is stated.
private func statedReason(_ issue: JSONValue) throws(Diagnostic) -> String? {
  let rules = try issue["filtered"]?.list("ignored").map { rule in
    let reason = rule.stated("reason") ?? rule.stated("reasonType") ?? "ignored without a reason"
    return reason + (rule.stated("expires").map { ", until \($0)" } ?? "")
  }
  return rules.flatMap { $0.isEmpty ? nil : $0.distinct.joined(separator: "; ") }
}
