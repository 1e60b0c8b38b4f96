import Documents
import Model

// Shared by npm, pnpm and yarn: they query the same registry, and npm 6, pnpm and yarn 1 to 3 pass its answer on
// unchanged.

let npmSeverities: [String: Severity?] = [
  "critical": .critical, "high": .high, "moderate": .medium, "low": .low, "info": Severity.none,
]

/// Reads what all variants of the answer have: the error, and the number of packages that were checked.
func readAuditMetadata(_ root: JSONValue, into report: inout ReportBuilder) {
  report.kinds.insert(.sca)
  if let error = root["error"] {
    // npm 7 and later write the registry's answer next to the error.
    let words = [
      error.stated("code"), error.stated("summary") ?? error.stated("message") ?? error.text, root.stated("message"),
      root["body"]?.stated("error"),
    ]
    report.fail(
      "\(report.tool ?? report.format) could not audit: \(words.compactMap { $0 }.distinct.joined(separator: ": "))")
  }
  let metadata = root["metadata"]
  let total = metadata?.integer("totalDependencies") ?? metadata?["dependencies"]?.integer("total")
  if let total = total ?? metadata?.integer("dependencies"), total > 0 { report.hasScanProof = true }
}

/// The vulnerabilities that the metadata of an answer or the summary of yarn count, by severity.
func counted(_ vulnerabilities: JSONValue?) throws(Diagnostic) -> Int {
  guard let vulnerabilities, vulnerabilities.kind == .object else { return 0 }
  return try vulnerabilities.members().reduce(0) { sum, member in
    npmSeverities[member.key] == nil ? sum : sum + (member.value.integer ?? 0)
  }
}

/// Adds one observation for each advisory of the registry and installed version, regardless of how many dependency paths
/// lead to the package.
///
/// - Parameter lockFile: the file to report as the location, since the answer does not name one.
func readAdvisories(_ root: JSONValue, of lockFile: String, into report: inout ReportBuilder) throws(Diagnostic) {
  readAuditMetadata(root, into: &report)
  let scan = report.scan()
  guard let advisories = try root.object("advisories") else { return }
  let upgrades = try RegistryUpgrades(root.list("actions"))
  for (key, advisory) in try advisories.members() {
    let position = SourcePosition(file: report.input.name, pointer: report.pointer + "/advisories/\(pointerToken(key))")
    for var one in try registryAdvisory(advisory, named: key, of: lockFile, scan: scan, at: position) {
      one.upgrade = upgrades.parent(named: key, of: one.component?.name)
      report.observations.append(one)
    }
    report.hasScanProof = true
  }
  report.counted += try counted(root["metadata"]?["vulnerabilities"])
}

/// The paths to the vulnerable packages in the registry's answer: those of all findings of all advisories, and of all that
/// the actions resolve. Which tool passed the answer on shows in how they begin, and a workspace has paths of several kinds.
func registryPaths(in root: JSONValue) -> [String] {
  do throws(Diagnostic) {
    var paths: [String] = []
    if let advisories = try root.object("advisories") {
      for (_, advisory) in try advisories.members() {
        for finding in try advisory.list("findings") { paths += try finding.texts("paths") }
      }
    }
    for action in try root.list("actions") {
      for resolved in try action.list("resolves") { paths += [resolved.text("path")].compactMap { $0 } }
    }
    return paths
  } catch { return [] }
}

/// The observations of one advisory of the registry: one for each installed version that it affects.
///
/// - Parameters:
///   - key: the registry's own number for the advisory.
///   - lockFile: the file to report as the location.
func registryAdvisory(
  _ advisory: JSONValue, named key: String, of lockFile: String, scan: Scan, at position: SourcePosition
) throws(Diagnostic) -> [Observation] {
  let id = advisory.stated("github_advisory_id") ?? githubAdvisory(in: advisory.text("url"))
  var observation = Observation(
    scan: scan, kind: .sca, ruleId: id ?? key, title: advisory.stated("title") ?? id ?? key,
    location: Location(path: lockFile), at: position)
  observation.nativeSeverity = advisory.stated("severity")
  observation.ids = ([id].compactMap { $0 } + (try advisory.texts("cves"))).distinct
  observation.cwes = try weaknesses(in: advisory["cwe"])
  observation.cvss = registryScores(of: advisory["cvss"])
  observation.fixedVersions = fixedVersions(of: advisory)
  // An advisory that affects no installed package has neither name nor findings.
  let versions = try advisory.list("findings").map { $0.stated("version") }
  guard let name = advisory.stated("module_name") else { return [observation] }
  return (versions.isEmpty ? [nil] : Set(versions).sorted { ($0 ?? "") < ($1 ?? "") }).map { version in
    var one = observation
    one.component = Component(stated: nil, ecosystem: "npm", name: name, version: version)
    return one
  }
}

/// The fixed versions: those that the advisory names as patched, else those above the vulnerable range. `<0.0.0` names
/// none, which the registry also writes for an advisory whose fixed version it does not know.
private func fixedVersions(of advisory: JSONValue) -> [String]? {
  let (patched, vulnerable) = (advisory.text("patched_versions"), advisory.text("vulnerable_versions"))
  if patched == "<0.0.0" { return vulnerable == nil ? [] : versionsAbove(vulnerable) }
  return lowerBounds(of: patched) ?? versionsAbove(vulnerable)
}

/// The first fixed version of each release line; nil if unknown.
private func lowerBounds(of range: String?) -> [String]? {
  guard let range, !range.isEmpty else { return nil }
  let bounds = alternatives(of: range).compactMap { part in
    part.split(separator: " ").first { $0.hasPrefix(">=") }.map { String($0.dropFirst(2)) }
  }
  return bounds.isEmpty ? nil : bounds.distinct
}

/// The CWE numbers of `CWE-94`, of a list of those, or (since 2022) of such a list in a string: `["CWE-22","CWE-59"]`.
private func weaknesses(in value: JSONValue?) throws(Diagnostic) -> [Int] {
  guard let text = value?.text else { return try Weakness.numbers(in: value) }
  return text.split(separator: ",").reduce(into: []) { $0.add(weakness: Weakness.number(String($1))) }
}

func registryScores(of rating: JSONValue?) -> [CVSSRating] {
  guard let vector = rating?.stated("vectorString") else { return [] }
  return [
    CVSSRating(version: CVSSRating.version(of: vector), vector: vector, score: rating?.number("score"), source: "ghsa")
  ]
}

/// The first versions above a range of vulnerable ones: `>=4.0.0 <4.3.1 || <2.6.9` gives 4.3.1 and 2.6.9, which by the
/// registry's convention are the fixed releases.
///
/// Empty if the range has no upper bound in any part, so that no later version is free of the vulnerability. Nil if a
/// part ends with an affected version (`<=1.2.3`), after which the fixed one is not known.
func versionsAbove(_ range: String?) -> [String]? {
  guard let range, !range.isEmpty else { return nil }
  var (bounds, isUnbounded) = ([String](), false)
  for part in alternatives(of: range) {
    guard let last = part.split(whereSeparator: { $0 == " " || $0 == "," }).last else { continue }
    if last.hasPrefix("<"), !last.hasPrefix("<=") {
      bounds.append(String(last.dropFirst()))
    } else if last == "*" || last.hasPrefix(">") || part.hasSuffix(",)") {
      isUnbounded = true
    } else {
      return nil
    }
  }
  return bounds.isEmpty && isUnbounded ? [] : bounds.isEmpty || isUnbounded ? nil : bounds.distinct
}

/// The parts of a range between `||`, without the space that npm allows after an operator.
func alternatives(of range: String) -> [String] {
  range.split(separator: "||").map { part in
    part.split(separator: " ").reduce(into: "") { text, word in
      text += text.isEmpty || text.utf8.last.map { operators.contains($0) } == true ? word : " " + word
    }
  }
}
private let operators = Array("<>=".utf8)

/// The upgrades by which npm 6, pnpm and yarn 1 say that advisories are resolved.
struct RegistryUpgrades {
  private var byAdvisory: [String: ParentUpgrade] = [:]

  /// - Parameter actions: Each names a module, a version and the advisories that it resolves.
  init(_ actions: some Sequence<JSONValue>) throws(Diagnostic) {
    for action in actions { try add(action) }
  }

  mutating func add(_ action: JSONValue) throws(Diagnostic) {
    guard let name = action.stated("module"), let version = action.stated("target") else { return }
    let upgrade = ParentUpgrade(
      Component(stated: nil, ecosystem: "npm", name: name, version: version), isBreaking: action.flag("isMajor"))
    for resolved in try action.list("resolves") {
      if let id = resolved.stated("id"), byAdvisory[id] == nil { byAdvisory[id] = upgrade }
    }
  }

  /// The upgrade that resolves an advisory, unless it is that of the package itself.
  func parent(named id: String, of package: String?) -> ParentUpgrade? {
    byAdvisory[id].flatMap { $0.component.name == package ? nil : $0 }
  }
}

/// The GitHub advisory id at the end of an advisory's URL; nil if there is none.
func githubAdvisory(in url: String?) -> String? {
  url?.split(separator: "/").last.flatMap { $0.hasPrefix("GHSA-") ? String($0) : nil }
}

/// The key as a reference token of a JSON pointer (RFC 6901 §3).
func pointerToken(_ key: String) -> String {
  guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return key }
  return key.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
    .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
}
