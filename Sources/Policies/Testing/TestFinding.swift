import Interning
import Model
import PackageURL
import Settings

/// A finding as a policy test describes it. Facts that are left out are unknown, as in a report.
package struct TestFinding: Sendable {
  /// The id of every finding of a test.
  package static let id = "00000000000000000000000000000000"

  package var finding: Finding
  package var owners: Owners
  package var newness: NewnessSet
  package var firstSeen: FirstSeen?
  /// A VEX statement about the finding. The policy decides whether it is trusted.
  package var statement: Statement?
  /// A waiver of the finding.
  package var waiver: Waiver?

  /// The finding with its newness and the time when it was first seen, which is `now` unless the test states another.
  package func dated(now: Timestamp) -> DatedFinding {
    DatedFinding(
      finding: ArenaRef(finding), firstSeen: firstSeen ?? FirstSeen(now, .now),
      newness: Interned(NewnessResult(oneOf: newness, because: "the test says so")))
  }

  /// The waivers of the test: one or none.
  package var waivers: Waivers { Waivers(all: waiver.map { [$0] } ?? [], warnings: []) }
}

extension Finding {
  /// Adds a vulnerability id and a package where the test names none, because a VEX statement needs both.
  fileprivate mutating func nameVulnerability() {
    let named = observations.map { observation in
      var named = observation
      if named.ids.isEmpty { named.ids = ["TEST-1"] }
      if named.component == nil { named.component = testPackage }
      return named
    }
    observations = Observations(named)
    (ids, component) = (named[0].ids, named[0].component)
  }
}

private let testPackage: Component? = {
  do throws(PURLError) { return Component(purl: try PURL(type: "generic", name: "test"), name: "test") } catch {
    return nil
  }
}()

extension ConfigDecoder where Value == TestFinding {
  static let given: ConfigDecoder<TestFinding> = ConfigDecoder.mapping("given") { fields in
    let position = fields.node?.position ?? SourcePosition(file: "")
    let observations = observations(&fields, at: position)
    var finding = Finding(id: TestFinding.id, observations: observations, like: observations[0])
    finding.isSeverityDisputed =
      fields.decodeIfPresent("severity-disputed", .flag, "Whether the observations state different severities.")
      ?? false
    let newness = fields.decodeIfPresent(
      "newness", .oneOrMany(.word("newness", Newness.allCases)),
      "Whether the change introduced the finding; several words where the facts leave several.")
    let owners = fields.decodeIfPresent("owners", .list(of: ConfigDecoder<String>.handle), "The owners of the path.")
    let seen = fields.decodeIfPresent("first-seen", .time, "The time when the finding was first seen; now by default.")
    let source = fields.decodeIfPresent(
      "first-seen-source", .word("source", FirstSeen.Source.allCases),
      "The source of the time in `first-seen`; the ledger by default.")
    let ever = fields.decodeIfPresent(
      "ever-seen", .time, "The earliest time when the finding was seen, if it was gone since and came back.")
    let statement = fields.decodeIfPresent(
      "vex", .statement,
      "A VEX statement about the finding. Without `ids` or `package`, the finding gets a placeholder for them.")
    if statement != nil { finding.nameVulnerability() }
    let waiver = fields.decodeIfPresent("waiver", ConfigDecoder<Waiver>.given, "A waiver of the finding.")
    return TestFinding(
      finding: finding, owners: owners.map { .owned($0, by: position) } ?? .unmatched,
      newness: newness.map { NewnessSet($0.map(NewnessSet.init)) } ?? .all,
      firstSeen: seen.map { FirstSeen($0, source ?? .ledger, everSeen: ever) },
      statement: statement?.about(finding.ids, finding.component), waiver: waiver)
  }

  /// One observation for each tool, equal except for the tool. Never empty.
  private static func observations(_ fields: inout MappingDecoder, at position: SourcePosition) -> [Observation] {
    let kind = fields.decodeIfPresent(
      "kind", .word("kind of finding", Observation.Kind.allCases), "The kind of scan that found it.")
    let tools =
      fields.decodeIfPresent(
        "tool", .oneOrMany(ConfigDecoder<String>.tool), "The scanners that report it, with one observation each.")
      ?? ["a tool"]
    let rule = fields.decodeIfPresent("rule", .text, "The id of the scanner's rule.") ?? "rule"
    var one = Observation(
      scan: Scan(format: "", tool: "", report: ""), kind: kind ?? .sast, ruleId: rule, title: "a finding of a test",
      at: position)
    one.location.path = fields.decodeIfPresent("path", .text, "The path of its file.")
    one.location.image = fields.decodeIfPresent("image", .text, "The container image that the file is in.")
    if let path = one.location.path, path.hasPrefix("/"), one.location.image == nil, let node = fields.value("path") {
      fields.problems.reportInvalid(
        node, "no path of a repository begins with `/`", help: "write `\(path.drop { $0 == "/" })`")
    }
    one.severity = fields.decodeIfPresent("severity", .severity, "The severity.") ?? nil
    one.ids =
      fields.decodeIfPresent("ids", .list(of: ConfigDecoder<String>.text), "The ids of the vulnerability.") ?? []
    one.cwes =
      fields.decodeIfPresent("cwe", .oneOrMany(ConfigDecoder<Int>.count), "The CWE numbers of the weaknesses.") ?? []
    one.component = fields.decodeIfPresent("package", .purl, "The package, as a purl.")
      .map { Component(purl: $0, name: $0.name) }
    one.isKnownExploited = fields.decodeIfPresent(
      "known-exploited", .flag, "Whether it is in CISA's catalogue of known exploited vulnerabilities.")
    one.published = fields.decodeIfPresent("published", .time, "The time when the vulnerability was published.")
    one.epss = fields.decodeIfPresent("epss", .share, "The EPSS probability, from 0 to 1.")
    let analysis = fields.decodeIfPresent(
      "reachability", .evidence, "Whether the vulnerable code can be executed, and the evidence for it.")
    (one.reachability, one.reachabilityEvidence) = (analysis?.summary ?? .unknown, analysis?.grounds)
    one.fixedVersions = fields.decodeIfPresent(
      "fixed-versions", .list(of: ConfigDecoder<String>.text, atLeast: 0),
      "The versions without the problem; an empty list when there is none.")
    one.state =
      fields.decodeIfPresent(
        "state", .word("state", Observation.State.allCases), "The state that the scanner reports; open by default.")
      ?? .open
    return tools.map { tool in
      var observation = one
      let (format, name) = formatAndTool(of: tool) ?? (tool, tool)
      observation.scan = Scan(format: format, tool: name, report: position.file)
      return observation
    }
  }
}

extension FirstSeen.Source: CaseIterable {
  package static let allCases: [FirstSeen.Source] = [
    .ledger, .git, .published, .report, .now, .atLeastSince,
  ]
}

extension ConfigDecoder where Value == PURL {
  /// Decodes a purl without wildcards, as scanners write it.
  static let purl: ConfigDecoder<PURL> = ConfigDecoder(.pattern("^pkg:[^/]+/.+$")) { node, problems in
    guard let text = ConfigDecoder<String>.text.decode(node, &problems) else { return nil }
    do throws(PURLError) { return try PURL(text) } catch {
      problems.add(
        node.diagnostic(.purlInvalid, "this purl \(error.text)", help: "write it like `pkg:npm/lodash@4.17.20`"))
      return nil
    }
  }
}

private struct TestReachability: Sendable {
  var summary: Reachability
  var grounds: ReachabilityEvidence?
}

extension ConfigDecoder where Value == TestReachability {
  fileprivate static let evidence: ConfigDecoder<TestReachability> = ConfigDecoder(
    .either([ConfigDecoder<Reachability>.reach.schema, full.schema])
  ) { node, problems in
    if case .mapping = node.value { return full.decode(node, &problems) }
    return ConfigDecoder<Reachability>.reach.decode(node, &problems).map { TestReachability(summary: $0, grounds: nil) }
  }

  private static let full: ConfigDecoder<TestReachability> = ConfigDecoder.mapping("reachability") { fields in
    let summary = fields.decode("is", .reach, "The result of the analysis.", example: "unreachable")
    let level = fields.decodeIfPresent(
      "level", .text, "The level of the evidence: called-with-trace, called, imported, linked, loaded or required.")
    let tool = fields.decodeIfPresent("tool", .text, "The tool that made the analysis.")
    let scope = fields.decodeIfPresent("scope", .text, "The dependencies that were analysed: direct or transitive.")
    let isComplete = fields.decodeIfPresent("complete", .flag, "Whether the analysis covered all code.")
    return summary.map {
      TestReachability(
        summary: $0,
        grounds: ReachabilityEvidence(
          level: level ?? "called", tool: tool ?? "a tool", scope: scope, isComplete: isComplete))
    }
  }
}

extension ConfigDecoder where Value == Reachability {
  fileprivate static let reach: ConfigDecoder<Reachability> = word("reachability", Reachability.allCases)
}
