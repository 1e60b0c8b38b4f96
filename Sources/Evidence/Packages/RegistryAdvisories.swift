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
    let words = [error.stated("code"), error.stated("summary") ?? error.stated("message") ?? error.text].compactMap {
      $0
    }
    report.fail("\(report.tool ?? report.format) could not audit: \(words.joined(separator: ": "))")
  }
  let metadata = root["metadata"]
  let total = metadata?.integer("totalDependencies") ?? metadata?["dependencies"]?.integer("total")
  if let total = total ?? metadata?.integer("dependencies"), total > 0 { report.hasScanProof = true }
}

/// Adds one observation for each advisory of the registry, regardless of how many dependency paths lead to the package.
///
/// - Parameter lockFile: the file to report as the location, since the answer does not name one.
func readAdvisories(_ root: JSONValue, of lockFile: String, into report: inout ReportBuilder) throws(Diagnostic) {
  readAuditMetadata(root, into: &report)
  let scan = report.scan()
  guard let advisories = try root.object("advisories") else { return }
  for (key, advisory) in try advisories.members() {
    let position = SourcePosition(file: report.input.name, pointer: report.pointer + "/advisories/\(pointerToken(key))")
    report.observations.append(try registryAdvisory(advisory, named: key, of: lockFile, scan: scan, at: position))
    report.hasScanProof = true
  }
}

/// The observation of one advisory of the registry.
///
/// - Parameters:
///   - key: the registry's own number for the advisory.
///   - lockFile: the file to report as the location.
func registryAdvisory(
  _ advisory: JSONValue, named key: String, of lockFile: String, scan: Scan, at position: SourcePosition
) throws(Diagnostic) -> Observation {
  let id = advisory.stated("github_advisory_id") ?? githubAdvisory(in: advisory.text("url"))
  var observation = Observation(
    scan: scan, kind: .sca, ruleId: id ?? key, title: advisory.stated("title") ?? id ?? key,
    location: Location(path: lockFile), at: position)
  observation.nativeSeverity = advisory.stated("severity")
  observation.ids = ([id].compactMap { $0 } + (try advisory.texts("cves"))).distinct
  observation.cwes = try weaknesses(in: advisory["cwe"])
  observation.cvss = registryScores(of: advisory["cvss"])
  // An advisory that affects no installed package has neither name nor findings.
  let version = try advisory.list("findings").first?.stated("version")
  observation.component = advisory.stated("module_name").map {
    Component(stated: nil, ecosystem: "npm", name: $0, version: version)
  }
  observation.fixedVersions = lowerBounds(of: advisory.text("patched_versions"))
  return observation
}

/// The first fixed version of each release line; empty for `<0.0.0`, which means that there is no fix; nil if unknown.
private func lowerBounds(of range: String?) -> [String]? {
  guard let range, !range.isEmpty else { return nil }
  if range == "<0.0.0" { return [] }
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

/// The first versions above a range of vulnerable ones; nil if a part of the range has no upper bound with `<`.
///
/// `>=4.0.0 <4.3.1 || <2.6.9` gives 4.3.1 and 2.6.9, which by the registry's convention are the fixed releases.
func upperBounds(of range: String?) -> [String]? {
  guard let range, !range.isEmpty else { return nil }
  var bounds: [String] = []
  for part in alternatives(of: range) {
    guard let last = part.split(separator: " ").last, last.hasPrefix("<"), !last.hasPrefix("<=") else { return nil }
    bounds.append(String(last.dropFirst()))
  }
  return bounds.distinct
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
