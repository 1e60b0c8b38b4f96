import Documents
import Model

// What npm, pnpm and yarn have in common: they ask the same registry, and npm 6, pnpm and yarn 1 to 3 pass its answer on.

let npmSeverities: [String: Severity?] = [
  "critical": .critical, "high": .high, "moderate": .medium, "low": .low, "info": Severity.none,
]

/// What both shapes have: the fault, and how many packages were looked at.
func readAuditFrame(_ root: JSONValue, into report: inout ReportBuilder) {
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

/// The registry's advisories, one observation each, whatever the number of paths to the package.
///
/// - Parameter lockFile: where the packages stand; the report does not say.
func readAdvisories(_ root: JSONValue, of lockFile: String, into report: inout ReportBuilder) throws(Diagnostic) {
  readAuditFrame(root, into: &report)
  let scan = report.scan()
  guard let advisories = try root.object("advisories") else { return }
  for (key, advisory) in try advisories.members() {
    let place = SourcePosition(file: report.input.name, pointer: report.pointer + "/advisories/\(pointerToken(key))")
    report.observations.append(try registryAdvisory(advisory, named: key, of: lockFile, scan: scan, at: place))
    report.hasScanProof = true
  }
}

/// One advisory of the registry.
///
/// - Parameter key: the registry's own number for it.
func registryAdvisory(
  _ advisory: JSONValue, named key: String, of lockFile: String, scan: Scan, at place: SourcePosition
) throws(Diagnostic) -> Observation {
  let id = advisory.stated("github_advisory_id") ?? githubAdvisory(in: advisory.text("url"))
  var observation = Observation(
    scan: scan, kind: .sca, ruleId: id ?? key, title: advisory.stated("title") ?? id ?? key,
    location: Location(path: lockFile), at: place)
  observation.nativeSeverity = advisory.stated("severity")
  observation.ids = ([id].compactMap { $0 } + (try advisory.texts("cves"))).distinct
  observation.cwes = try weaknesses(in: advisory["cwe"])
  observation.cvss = registryScores(of: advisory["cvss"])
  // An advisory that touches no installed package comes with neither name nor findings.
  let version = try advisory.list("findings").first?.stated("version")
  observation.component = advisory.stated("module_name").map {
    Component(stated: nil, ecosystem: "npm", name: $0, version: version)
  }
  observation.fixedVersions = lowerBounds(of: advisory.text("patched_versions"))
  return observation
}

/// The first fixed version of each line of releases; empty for `<0.0.0`, the registry's word for "none".
private func lowerBounds(of range: String?) -> [String]? {
  guard let range, !range.isEmpty else { return nil }
  if range == "<0.0.0" { return [] }
  let bounds = alternatives(of: range).compactMap { part in
    part.split(separator: " ").first { $0.hasPrefix(">=") }.map { String($0.dropFirst(2)) }
  }
  return bounds.isEmpty ? nil : bounds.distinct
}

/// `CWE-94`, a list of those, or, from 2022 on, such a list as a text: `["CWE-22","CWE-59"]`.
private func weaknesses(in value: JSONValue?) throws(Diagnostic) -> [Int] {
  guard let text = value?.text else { return try Weakness.numbers(in: value) }
  return text.split(separator: ",").reduce(into: []) { $0.add(weakness: Weakness.number(String($1))) }
}

func registryScores(of rating: JSONValue?) -> [CVSSRating] {
  guard let vector = rating?.stated("vectorString") else { return [] }
  return [CVSSRating(version: CVSSRating.version(of: vector), vector: vector, score: rating?.number("score"), source: "ghsa")]
}

/// The first versions behind a range of vulnerable ones; nil where a part of it is not bounded by `<`.
///
/// `>=4.0.0 <4.3.1 || <2.6.9` ends before 4.3.1 and 2.6.9: by the registry's habit these are the fixed releases.
func upperBounds(of range: String?) -> [String]? {
  guard let range, !range.isEmpty else { return nil }
  var bounds: [String] = []
  for part in alternatives(of: range) {
    guard let last = part.split(separator: " ").last, last.hasPrefix("<"), !last.hasPrefix("<=") else { return nil }
    bounds.append(String(last.dropFirst()))
  }
  return bounds.distinct
}

/// The parts of a range between `||`, each without the blank that npm allows behind an operator.
func alternatives(of range: String) -> [String] {
  range.split(separator: "||").map { part in
    part.split(separator: " ").reduce(into: "") { text, word in
      text += text.isEmpty || text.utf8.last.map { operators.contains($0) } == true ? word : " " + word
    }
  }
}
private let operators = Array("<>=".utf8)

/// `GHSA-…` at the end of an advisory's address.
func githubAdvisory(in url: String?) -> String? {
  url?.split(separator: "/").last.flatMap { $0.hasPrefix("GHSA-") ? String($0) : nil }
}

/// RFC 6901 §3.
func pointerToken(_ key: String) -> String {
  guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return key }
  return key.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
    .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
}
