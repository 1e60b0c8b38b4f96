import Model
import System

/// Whether the text is the output of bundler-audit: it begins with a result, with the closing line if there is no
/// result, or with messages about the database.
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
    if gem == nil, !line.hasPrefix(insecure), line.isStray {
      throw Diagnostic(.reportInvalid, "found a line of a result outside a result", at: position)
    }
    try gem?.take(line, at: position)
    hasEnded = hasEnded || isEnd
  }
  if let gem { report.observations.append(try gem.observation(scan: scan)) }
  if !hasEnded { report.fail("bundler-audit's report has no closing line") }
}

extension String {
  /// Whether the line belongs to a result whose first line is missing or misspelled: it has a known name, or an
  /// unauthenticated URL.
  fileprivate var isStray: Bool {
    firstIndex(of: ":").map { names.contains(self[..<$0]) } ?? false || contains("git://") || contains("http://")
  }
}

/// One result: lines with a name and a value, up to an empty line.
private struct GemText {
  let position: SourcePosition
  private var fields: [Substring: String] = [:]

  init(at position: SourcePosition) { self.position = position }

  /// Adds a line of the result. Lines of a description are indented, and a title may continue on the next line; both
  /// are ignored.
  ///
  /// - Throws: `report-invalid` if a name occurs twice.
  mutating func take(_ line: String, at position: SourcePosition) throws(Diagnostic) {
    guard let colon = line.firstIndex(of: ":"), names.contains(line[..<colon]) else { return }
    guard fields[line[..<colon]] == nil else {
      throw Diagnostic(.reportInvalid, "the result has \(shownWord(String(line[..<colon]))) twice", at: position)
    }
    fields[line[..<colon]] = String(line[line.index(after: colon)...].drop { $0 == " " })
  }

  func observation(scan: Scan) throws(Diagnostic) -> Observation {
    // Before 0.8 a CVE was written as year and number only.
    let cve = fields["CVE"].map { $0.hasPrefix("CVE-") ? $0 : "CVE-" + $0 }
    let ids = [fields["Advisory"], cve, fields["GHSA"]].compactMap { $0 }.distinct
    guard let name = fields["Name"], let id = ids.first ?? fields["URL"] else {
      throw Diagnostic(.reportInvalid, "expected a result with a name and an advisory", at: position)
    }
    var observation = Observation(
      scan: scan, kind: .sca, ruleId: id, title: fields["Title"] ?? "\(id) in \(name)",
      location: Location(path: gemLock), at: position)
    observation.nativeSeverity = fields["Criticality"]
    observation.ids = ids
    observation.component = Component(stated: nil, ecosystem: "gem", name: name, version: fields["Version"])
    observation.fixedVersions = fixedVersions
    return observation
  }

  /// The fixed versions in `upgrade to '~> 2.1.3', '>= 2.2.0'`; empty if the text advises to remove the gem.
  private var fixedVersions: [String]? {
    guard let solution = fields["Solution"] else { return nil }
    let upgrade = "upgrade to "
    guard solution.hasPrefix(upgrade) else { return [] }
    // Each requirement is in quotes of its own.
    return solution.dropFirst(upgrade.count).split(separator: "'").filter { $0.contains { $0 != "," && $0 != " " } }
      .map { $0.drop { $0 == " " } }.map(String.init)
  }
}

private let names: Set<Substring> = [
  "Name", "Version", "Advisory", "CVE", "GHSA", "Criticality", "URL", "Title", "Solution",
]
