import Model
import System

/// The text begins with a result, with how it ends where there is none, or with news of the database.
func isBundlerAuditText(_ input: Input) -> Bool {
  let head = String(decoding: input.bytes.prefix(64).drop { $0 == 0x0A || $0 == 0x0D }, as: UTF8.self)
  if head.hasPrefix("Name: ") {
    return String(decoding: input.bytes.prefix(512), as: UTF8.self).contains("\nVersion: ")
  }
  return beginnings.contains { head.hasPrefix($0) }
    || head.hasPrefix(clean) && head.dropFirst(clean.count).allSatisfy(\.isNewline)
}

private let beginnings = [
  insecure, "ruby-advisory-db", "Updating ruby-advisory-db", "Updated ruby-advisory-db", "Download ruby-advisory-db",
  "Downloading ruby-advisory-db",
]
private let insecure = "Insecure Source URI found: "
private let clean = "No vulnerabilities found"
private let unclean = "Vulnerabilities found!"

func readBundlerAuditText(_ input: Input, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "bundler-audit"
  report.kinds.insert(.sca)
  let scan = report.scan()
  var (gem, hasEnded) = (GemText?.none, false)
  let lines = input.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  for (index, bytes) in lines.enumerated() {
    let line = String(decoding: bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes, as: UTF8.self)
    let position = SourcePosition(file: input.name, line: index + 1)
    let isEnd = line == clean || line == unclean
    if isEnd || line.hasPrefix("Name: ") || line.hasPrefix(insecure) {
      if let gem { report.observations.append(try gem.observation(scan: scan)) }
      gem = line.hasPrefix("Name: ") ? GemText(at: position) : nil
    }
    if line.hasPrefix(insecure) {
      report.observations.append(insecureSource(String(line.dropFirst(insecure.count)), scan: scan, at: position))
    }
    if gem == nil, !line.hasPrefix(insecure), line.isLost {
      throw Diagnostic(.reportInvalid, "a line of a result stands outside of one", at: position)
    }
    try gem?.take(line, at: position)
    hasEnded = hasEnded || isEnd
  }
  if let gem { report.observations.append(try gem.observation(scan: scan)) }
  report.hasScanProof = hasEnded
  if !hasEnded { report.fail("bundler-audit's report does not say how it ended") }
}

extension String {
  /// Of a result whose first line is not what it was: a fact, or an address over which anybody could change a gem.
  fileprivate var isLost: Bool {
    firstIndex(of: ":").map { names.contains(self[..<$0]) } ?? false || contains("git://") || contains("http://")
  }
}

/// One result: a line for each fact, up to an empty one.
private struct GemText {
  let position: SourcePosition
  private var facts: [Substring: String] = [:]

  init(at position: SourcePosition) { self.position = position }

  /// A description has its lines set in, and a title may go on in another line.
  mutating func take(_ line: String, at position: SourcePosition) throws(Diagnostic) {
    guard let colon = line.firstIndex(of: ":"), names.contains(line[..<colon]) else { return }
    guard facts[line[..<colon]] == nil else {
      throw Diagnostic(.reportInvalid, "the result says its \(line[..<colon]) twice", at: position)
    }
    facts[line[..<colon]] = String(line[line.index(after: colon)...].drop { $0 == " " })
  }

  func observation(scan: Scan) throws(Diagnostic) -> Observation {
    // Until 0.8 a CVE was its year and number alone.
    let cve = facts["CVE"].map { $0.hasPrefix("CVE-") ? $0 : "CVE-" + $0 }
    let ids = [facts["Advisory"], cve, facts["GHSA"]].compactMap { $0 }.distinct
    guard let name = facts["Name"], let id = ids.first ?? facts["URL"] else {
      throw Diagnostic(.reportInvalid, "expected a result with a name and an advisory", at: position)
    }
    var observation = Observation(
      scan: scan, kind: .sca, ruleId: id, title: facts["Title"] ?? "\(id) in \(name)",
      location: Location(path: gemLock), at: position)
    observation.nativeSeverity = facts["Criticality"]
    observation.ids = ids
    observation.component = Component(stated: nil, ecosystem: "gem", name: name, version: facts["Version"])
    observation.fixedVersions = fixedVersions
    return observation
  }

  /// `upgrade to '~> 2.1.3', '>= 2.2.0'`, or to remove the gem until there is a fix.
  private var fixedVersions: [String]? {
    guard let solution = facts["Solution"] else { return nil }
    let upgrade = "upgrade to "
    return solution.hasPrefix(upgrade) ? firstVersions(of: [String(solution.dropFirst(upgrade.count))]) : []
  }
}

private let names: Set<Substring> = [
  "Name", "Version", "Advisory", "CVE", "GHSA", "Criticality", "URL", "Title", "Solution",
]
