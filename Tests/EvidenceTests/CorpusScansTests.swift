import Documents
import Foundation
import Model
import System
import TestSupport
import Testing

@testable import Evidence

/// Real scanner output, with an independent count and DefectDojo's reading of it beside each file.
///
/// Scored are the files where the two agree on the number of findings. A file is right when we detect its format and read the
/// same number, in the same severities, and each sampled finding is among ours with its identifiers, package and place.
@Suite struct CorpusScans {
  @Test(.corpus("manifest.json")) func `real reports are read as their independent readings say`() throws {
    let reports = try corpusReports()
    var (right, all, wrong) = (0, 0, [String]())
    for (entry, input) in reports {
      guard let reader = corpusReader(of: entry.text("format") ?? "") else { continue }
      let faults = faults(of: input, reader: reader, expected: try Expectation(entry, input))
      guard entry["expected"]?["agreement"]?.equals("equal") == true else {
        if !faults.isEmpty { print("not scored: \(input.name): \(faults.joined(separator: "; "))") }
        continue
      }
      all += 1
      if faults.isEmpty { right += 1 } else { wrong.append("\(input.name): \(faults.joined(separator: "; "))") }
    }
    for line in wrong { print("wrong: \(line)") }
    Corpus.report("scans", right: right, all: all)
    #expect(right * 100 >= all * 99, "at least 99 % of the files")
  }

  private func faults(of input: Input, reader: String, expected: Expectation) -> [String] {
    do {
      let report = try readReport(input)
      guard reader != "vex" else { return ["read as \(report.format)"] }
      guard report.format == reader || isTwin(report.format, of: reader) else {
        return ["detected as \(report.format)"]
      }
      return expected.faults(in: report.observations)
    } catch {
      // Statements on findings are none.
      if reader == "vex" { return error.code == .reportIsVEX ? [] : ["refused: \(error.text)"] }
      // An empty document, or one of no tool's shape (`{"results":[]}`), is no proof of a scan, and an older SARIF is no
      // SARIF 2.1.0: to refuse them is right.
      if error.code == .reportEmpty || error.code == .formatUnknown, expected.count == 0 { return [] }
      return error.code == .formatVersion ? [] : ["refused: \(error.text)"]
    }
  }
}

/// What the corpus says of one file.
private struct Expectation {
  let count: Int
  let format: String
  /// The scanner's labels, as an independent script counted them.
  var native: [(word: String, count: Int)] = []
  /// DefectDojo's bands.
  var bands: [(word: String, count: Int)] = []
  var samples: [JSONValue] = []

  init(_ entry: JSONValue, _ input: Input) throws {
    let expected = entry["expected"]
    format = entry.text("format") ?? ""
    if expected?["raw"]?["unit"]?.equals("vulnerable package") == true {
      // The oracles count packages, of which most only lead to another one; we say each advisory once.
      native = try Self.advisories(JSONDocument(input).root)
      count = native.count
      return
    }
    count = expected?.integer("count") ?? 0
    native = try Self.counts(expected?["raw"]?["native_severities"])
    bands = try Self.counts(expected?["severities"])
    if let list = try expected?.list("sample_findings") { samples = Array(list) }
  }

  /// The severities of the advisories of npm 7: the objects among all `via`.
  private static func advisories(_ root: JSONValue) throws -> [(word: String, count: Int)] {
    guard let packages = try root["vulnerabilities"]?.members() else { return [] }
    return try packages.flatMap { try $0.value.list("via") }.compactMap { $0.text("severity").map { ($0, 1) } }
  }

  private static func counts(_ words: JSONValue?) throws -> [(word: String, count: Int)] {
    guard let words else { return [] }
    return try words.members().map { ($0.key.lowercased(), $0.value.integer ?? 0) }
  }

  func faults(in all: [Observation]) -> [String] {
    // The oracles count the findings of AWS, we the packages that each of them names; and the advisories of npm's registry, we
    // their installed versions.
    var seen: Set<SourcePosition> = []
    let isSplit = ["aws-", "npm", "yarn", "pnpm"].contains { format.hasPrefix($0) }
    let observations = isSplit ? all.filter { seen.insert($0.at).inserted } : all
    // What the tool itself suppressed (ignored matches, skipped checks) is with us an observation, for the oracles it is none.
    let open = observations.filter { $0.state == .open }
    guard observations.count == count || open.count == count else {
      return ["\(observations.count) observations, expected \(count)"]
    }
    let counted = observations.count == count ? observations : open
    let missing = samples.filter { sample in !all.contains { matches(sample, $0) } }
    return severityFaults(in: counted)
      + missing.prefix(2).map { "no observation like \(String(decoding: $0.bytes.prefix(400), as: UTF8.self))" }
  }

  /// The scanner's labels mapped by the table of the formats (a finding without a label may have any severity, for a score may
  /// rate it); for SARIF, where a score of the rule wins over the label, DefectDojo's bands, in which `note` is info and not low.
  private func severityFaults(in observations: [Observation]) -> [String] {
    var ours = Dictionary(grouping: observations) { $0.severity.name }.mapValues(\.count)
    let isSARIF = format.hasPrefix("sarif")
    let labels = isSARIF ? bands : native
    var (wanted, free) = ([String: Int](), 0)
    for (word, count) in labels {
      if let band = isSARIF && word == "info" ? "low" : band(of: word) {
        wanted[band, default: 0] += count
      } else {
        free += count
      }
    }
    // Gitleaks never writes a level, so that the default of the standard stands for a rating that nobody made.
    if isSARIF, observations.allSatisfy({ $0.scan.isBy("gitleaks") }) { (wanted, free) = ([:], observations.count) }
    // Snyk's `severity` has no critical; its `severityWithCritical`, which we read, has.
    if format.hasPrefix("snyk-test"), wanted["critical"] == nil, let critical = ours.removeValue(forKey: "critical") {
      ours["high", default: 0] += critical
    }
    var extra = 0
    for name in Severity.names {
      let difference = (ours[name] ?? 0) - (wanted[name] ?? 0)
      if difference < 0 { return ["severities \(ours), expected \(wanted) and \(free) without a label"] }
      extra += difference
    }
    return extra == free ? [] : ["severities \(ours), expected \(wanted) and \(free) without a label"]
  }

  private func band(of word: String) -> String? {
    // The words of a linter are not those of a scanner.
    let ofLint = ["error": "medium", "warning": "low", "info": "none", "style": "none"]
    if format.hasPrefix("hadolint") { return ofLint[word] }
    // Attack tools mean by information that it is no vulnerability.
    let isAttack = ["nuclei", "burp"].contains { format.hasPrefix($0) }
    return isAttack && word == "info" ? "none" : Expectation.table[word]
  }

  private static let table = [
    "critical": "critical", "high": "high", "error": "high", "medium": "medium", "moderate": "medium",
    "warning": "medium",
    "low": "low", "note": "low", "info": "low", "negligible": "low",
  ]

  /// Identifiers, package and place. DefectDojo writes a chain of packages or `None` where there is no file; those say nothing.
  private func matches(_ sample: JSONValue, _ observation: Observation) -> Bool {
    let names = Set((observation.ids + [observation.ruleId]).map { $0.uppercased() })
    if let ids = sample["vulnerability_ids"], ids.kind == .array, let list = try? ids.elements() {
      guard list.allSatisfy({ names.contains(($0.text ?? "").uppercased()) }) else { return false }
    }
    guard isSameLine(sample, observation), isSamePackage(sample, observation) else { return false }
    // SonarQube's components are keys, of which the answer itself says the paths.
    guard let path = sample.text("file_path"), path != "None", format != "sonarqube" else { return true }
    return isSamePlace(path, observation)
  }

  /// Of Xray's packages DefectDojo has the distribution and the epoch in the name, or the artifact that holds them.
  private func isSame(_ name: String, _ ours: String) -> Bool {
    ours == name || ours.hasSuffix("/" + name) || name.hasSuffix("/" + ours) || ours.hasSuffix(":" + name)
      || name.split { $0 == ":" || $0 == "," }.contains(Substring(ours))
  }

  private func isSameLine(_ sample: JSONValue, _ observation: Observation) -> Bool {
    let location = observation.location
    // To Veracode's line DefectDojo adds how far down its function the flaw is, which is a percentage.
    guard let line = sample.integer("line"), line > 0, format != "veracode", let ours = location.startLine else {
      return true
    }
    // Of a range DefectDojo names the first line or the last.
    return line == ours || line == location.endLine
  }

  private func isSamePackage(_ sample: JSONValue, _ observation: Observation) -> Bool {
    let version = sample.text("component_version")
    // Of Security Hub's findings DefectDojo names the type of the resource, of Xray's perhaps the artifact that was scanned.
    guard let name = sample.text("component_name"), !format.hasPrefix("aws-securityhub"),
      let component = observation.component, observation.scan.target != "\(name):\(version ?? "")"
    else { return true }
    guard isSame(name, component.name) else { return false }
    guard let version, let ours = component.version else { return true }
    // Of Inspector's versions DefectDojo has not the release, of Xray's not the epoch.
    return ours == version || ours.hasSuffix(":" + version)
      || format.hasPrefix("aws-inspector") && ours.hasPrefix(version + "-")
  }

  private func isSamePlace(_ path: String, _ observation: Observation) -> Bool {
    let location = observation.location
    guard let ours = location.path else { return true }
    let plain = (path.removingPercentEncoding ?? path).replacing("\\", with: "/")
    return plain == ours || plain.hasSuffix(ours) || ours.hasSuffix(plain) || observation.component != nil
  }
}
