import Documents
import Model

/// A finding as a policy test describes it. What is left out is unknown, as in a report.
struct Given: Sendable {
  var finding: Finding
  var owners: Owners
  var newness: Newness
  var firstSeen: FirstSeen?
  var statement: Statement?
  var waiver: Waiver?

  func risk(now: Timestamp) -> Risk {
    Risk(
      finding: finding, owners: owners, newness: Newness.Grounds(newness, because: "the test says so"),
      firstSeen: firstSeen ?? FirstSeen(now, .now), vex: Risk.Assessment(inForce: statement))
  }

  var waivers: Waivers { Waivers(all: waiver.map { [$0] } ?? [], warnings: []) }
}

extension Reader where Value == Given {
  static let given: Reader<Given> = Reader.mapping("given") { fields in
    let place = fields.node?.place ?? Place(file: "")
    let witnesses = witnesses(&fields, at: place)
    var finding = Finding(id: "given", witnesses: witnesses, like: witnesses[0])
    finding.isSeverityDisputed =
      fields.optional("severity-disputed", .flag, "The witnesses state different severities.") ?? false
    if let evidence = fields.optional("reachability", .evidence, "Whether it can run, and who says so.") {
      (finding.reachability, finding.reachabilityEvidence) = (evidence.summary, evidence.grounds.map { [$0] } ?? [])
    }
    let newness = fields.optional("newness", .word("newness", Newness.allCases), "Whether the change brings it.")
    let owners = fields.optional("owners", .list(of: Reader<String>.handle), "Who owns its path.")
    let seen = fields.optional("first-seen", .time, "Since when it is known; left out, since now.")
    let source = fields.optional(
      "first-seen-source", .word("source", FirstSeen.Source.allCases), "How that is known; the ledger, if not said.")
    let statement = fields.optional("vex", .statement, "The VEX statement in force.")
    let waiver = fields.optional("waiver", Reader<Waiver>.given, "A waiver that names it.")
    return Given(
      finding: finding, owners: owners.map { .owned($0, by: place) } ?? .unmatched, newness: newness ?? .unknown,
      firstSeen: seen.map { FirstSeen($0, source ?? .ledger) },
      statement: statement?.about(finding.ids, finding.component), waiver: waiver)
  }

  /// One observation for each tool; they say the same. Never empty.
  private static func witnesses(_ fields: inout Fields, at place: Place) -> [Observation] {
    let kind = fields.optional(
      "kind", .word("kind of finding", Observation.Kind.allCases), "What sort of looking found it.")
    let tools =
      fields.optional("tool", .oneOrMany(Reader<String>.tool), "Who says so; each is a witness.") ?? ["a tool"]
    let rule = fields.optional("rule", .text, "The scanner's rule.") ?? "rule"
    var one = Observation(
      scan: Scan(format: "", tool: "", report: ""), kind: kind ?? .sast, ruleId: rule, title: "a finding of a test",
      at: place)
    one.location.path = fields.optional("path", .text, "Its file.")
    one.severity = fields.optional("severity", .severity, "Its severity.") ?? nil
    one.ids = fields.optional("ids", .list(of: Reader<String>.text), "Names of the vulnerability.") ?? []
    one.cwes = fields.optional("cwe", .oneOrMany(Reader<Int>.count), "Weaknesses.") ?? []
    one.component = fields.optional("package", .purl, "A purl.").map { Component(purl: $0, name: $0.name) }
    one.isKnownExploited = fields.optional("known-exploited", .flag, "In CISA's catalogue.")
    one.epss = fields.optional("epss", .share, "EPSS probability.")
    one.fixedVersions = fields.optional(
      "fixed-versions", .list(of: Reader<String>.text, atLeast: 0), "Versions without the problem.")
    one.state =
      fields.optional("state", .word("state", Observation.State.allCases), "What the tool itself made of it.") ?? .open
    return tools.map { tool in
      var witness = one
      witness.scan = Scan(format: tool, tool: tool, report: place.file)
      return witness
    }
  }
}

extension FirstSeen.Source: CaseIterable {
  package static let allCases: [FirstSeen.Source] = [.ledger, .report, .now, .atLeastSince]
}

extension Reader where Value == PURL {
  /// A package by its exact name, as scanners write it.
  static let purl: Reader<PURL> = Reader(PackagePattern.schema) { node, problems in
    guard let text = Reader<String>.text.read(node, &problems) else { return nil }
    do throws(PURLError) { return try PURL(text) } catch {
      problems.add(
        node.diagnostic(.purlInvalid, "this purl \(error.text)", help: "write it like `pkg:npm/lodash@4.17.20`"))
      return nil
    }
  }
}

private struct GivenReach: Sendable {
  var summary: Reachability
  var grounds: ReachabilityEvidence?
}

extension Reader where Value == GivenReach {
  fileprivate static let evidence: Reader<GivenReach> = Reader(
    .either([Reader<Reachability>.reach.schema, full.schema])
  ) { node, problems in
    if case .mapping = node.value { return full.read(node, &problems) }
    return Reader<Reachability>.reach.read(node, &problems).map { GivenReach(summary: $0, grounds: nil) }
  }

  private static let full: Reader<GivenReach> = Reader.mapping("reachability") { fields in
    let summary = fields.required("is", .reach, "What the analysis says.", example: "unreachable")
    let level = fields.optional(
      "level", .text, "How deep it looked: called-with-trace, called, imported, linked, loaded, required.")
    let tool = fields.optional("tool", .text, "Who looked.")
    let scope = fields.optional("scope", .text, "direct or transitive dependencies.")
    let isComplete = fields.optional("complete", .flag, "Whether it saw all code.")
    return summary.map {
      GivenReach(
        summary: $0,
        grounds: ReachabilityEvidence(
          level: level ?? "called", tool: tool ?? "a tool", scope: scope, isComplete: isComplete))
    }
  }
}

extension Reader where Value == Reachability {
  fileprivate static let reach: Reader<Reachability> = word("reachability", Reachability.allCases)
}
