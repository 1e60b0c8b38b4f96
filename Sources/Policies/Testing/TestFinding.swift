import Interning
import Model
import PackageURL
import Settings

/// A finding as a policy test describes it. What is left out is unknown, as in a report.
package struct TestFinding: Sendable {
  package var finding: Finding
  package var owners: Owners
  package var newness: Newness
  package var firstSeen: FirstSeen?
  /// The VEX statement on it; the policy decides whether to trust it.
  package var statement: Statement?
  package var waiver: Waiver?

  /// The finding as the history of a repository would give it.
  package func dated(now: Timestamp) -> DatedFinding {
    DatedFinding(
      finding: ArenaRef(finding), firstSeen: firstSeen ?? FirstSeen(now, .now),
      newness: Interned(NewnessResult(newness, because: "the test says so")))
  }

  package var waivers: Waivers { Waivers(all: waiver.map { [$0] } ?? [], warnings: []) }
}

extension Finding {
  /// Gives a finding that a statement is about a vulnerability and a package, where the test names none.
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
    let place = fields.node?.place ?? SourcePosition(file: "")
    let observations = observations(&fields, at: place)
    var finding = Finding(id: "given", observations: observations, like: observations[0])
    finding.isSeverityDisputed =
      fields.decodeIfPresent("severity-disputed", .flag, "The witnesses state different severities.") ?? false
    if let evidence = fields.decodeIfPresent("reachability", .evidence, "Whether it can run, and who says so.") {
      (finding.reachability, finding.reachabilityEvidence) = (evidence.summary, evidence.grounds.map { [$0] } ?? [])
    }
    let newness = fields.decodeIfPresent("newness", .word("newness", Newness.allCases), "Whether the change brings it.")
    let owners = fields.decodeIfPresent("owners", .list(of: ConfigDecoder<String>.handle), "Who owns its path.")
    let seen = fields.decodeIfPresent("first-seen", .time, "Since when it is known; left out, since now.")
    let source = fields.decodeIfPresent(
      "first-seen-source", .word("source", FirstSeen.Source.allCases), "How that is known; the ledger, if not said.")
    let statement = fields.decodeIfPresent(
      "vex", .statement,
      "A VEX statement on it. A statement is about a vulnerability in a package: left out, `ids` and `package` get a value.")
    if statement != nil { finding.nameVulnerability() }
    let waiver = fields.decodeIfPresent("waiver", ConfigDecoder<Waiver>.given, "A waiver that names it.")
    return TestFinding(
      finding: finding, owners: owners.map { .owned($0, by: place) } ?? .unmatched, newness: newness ?? .unknown,
      firstSeen: seen.map { FirstSeen($0, source ?? .ledger) },
      statement: statement?.about(finding.ids, finding.component), waiver: waiver)
  }

  /// One observation for each tool; they say the same. Never empty.
  private static func observations(_ fields: inout MappingDecoder, at place: SourcePosition) -> [Observation] {
    let kind = fields.decodeIfPresent(
      "kind", .word("kind of finding", Observation.Kind.allCases), "What sort of looking found it.")
    let tools =
      fields.decodeIfPresent("tool", .oneOrMany(ConfigDecoder<String>.tool), "Who says so; each is a witness.") ?? ["a tool"]
    let rule = fields.decodeIfPresent("rule", .text, "The scanner's rule.") ?? "rule"
    var one = Observation(
      scan: Scan(format: "", tool: "", report: ""), kind: kind ?? .sast, ruleId: rule, title: "a finding of a test",
      at: place)
    one.location.path = fields.decodeIfPresent("path", .text, "Its file.")
    one.severity = fields.decodeIfPresent("severity", .severity, "Its severity.") ?? nil
    one.ids = fields.decodeIfPresent("ids", .list(of: ConfigDecoder<String>.text), "Names of the vulnerability.") ?? []
    one.cwes = fields.decodeIfPresent("cwe", .oneOrMany(ConfigDecoder<Int>.count), "Weaknesses.") ?? []
    one.component = fields.decodeIfPresent("package", .purl, "A purl.").map { Component(purl: $0, name: $0.name) }
    one.isKnownExploited = fields.decodeIfPresent("known-exploited", .flag, "In CISA's catalogue.")
    one.epss = fields.decodeIfPresent("epss", .share, "EPSS probability.")
    one.fixedVersions = fields.decodeIfPresent(
      "fixed-versions", .list(of: ConfigDecoder<String>.text, atLeast: 0), "Versions without the problem.")
    one.state =
      fields.decodeIfPresent("state", .word("state", Observation.State.allCases), "What the tool itself made of it.") ?? .open
    return tools.map { tool in
      var observation = one
      observation.scan = Scan(format: tool, tool: tool, report: place.file)
      return observation
    }
  }
}

extension FirstSeen.Source: CaseIterable {
  package static let allCases: [FirstSeen.Source] = [.ledger, .report, .now, .atLeastSince]
}

extension ConfigDecoder where Value == PURL {
  /// A package by its exact name, as scanners write it.
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
    let summary = fields.decode("is", .reach, "What the analysis says.", example: "unreachable")
    let level = fields.decodeIfPresent(
      "level", .text, "How deep it looked: called-with-trace, called, imported, linked, loaded, required.")
    let tool = fields.decodeIfPresent("tool", .text, "Who looked.")
    let scope = fields.decodeIfPresent("scope", .text, "direct or transitive dependencies.")
    let isComplete = fields.decodeIfPresent("complete", .flag, "Whether it saw all code.")
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
