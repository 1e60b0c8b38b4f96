import Correlation
import Evidence
import Foundation
import Interning
import Model
import PackageURL
import Policies
import System
import TestSupport
import Testing
import VEX

@testable import Pipeline

/// Laws of suppression, on generated observations, waivers, statements and policies.
@Suite struct SuppressionLawsTests {
  private static let now = Timestamp(seconds: 1_795_348_800)
  private static let cves = ["CVE-2026-1", "CVE-2026-2", "CVE-2026-3"]
  private static let tools = ["trivy", "grype", "osv-scanner"]

  /// Observations of one package, each of which names one or more vulnerabilities.
  private func observations(
    _ source: inout Seeded, _ count: ClosedRange<Int> = 1...3, cves: ClosedRange<Int> = 0...3
  ) throws -> [Observation] {
    try Self.tools.shuffled(using: &source).prefix(Int.random(in: count, using: &source)).map { tool in
      let named = Self.cves.shuffled(using: &source).prefix(Int.random(in: cves, using: &source))
      return try observation(tool, ["GHSA-2222-3333-4444"] + named)
    }
  }

  private func observation(_ tool: String, _ ids: [String]) throws -> Observation {
    var one = Observation(
      scan: Scan(format: tool, tool: tool, report: "\(tool).json"), kind: .sca, ruleId: "\(tool)-\(ids.joined())",
      title: "a vulnerability", at: SourcePosition(file: "\(tool).json"))
    (one.ids, one.severity) = (ids, .high)
    one.component = Component(purl: try PURL("pkg:npm/x@1.0.0"), name: "x")
    one.location.path = "package-lock.json"
    return one
  }

  private func finding(_ observations: [Observation]) -> Finding {
    var finding = Finding(id: "f", observations: observations, like: observations[0])
    var ids: [String] = []
    for id in observations.flatMap(\.ids) where !ids.contains(id) { ids.append(id) }
    finding.ids = ids
    return finding
  }

  private func decision(_ finding: Finding, _ policy: String, waivers: String = "[]", _ statements: [Statement] = [])
    throws -> Judgement
  {
    let text = "gatehouse: 1\nname: p\n" + policy
    let bundle = PolicyBundle(
      policy: try Policy.read([Input(name: "p.yaml", bytes: Array(text.utf8))]),
      waivers: try Waivers.read([
        Input(name: "w.yaml", bytes: Array("gatehouse-waivers: 1\nwaivers: \(waivers)\n".utf8))
      ]), statements: statements)
    let dated = DatedFinding(
      finding: ArenaRef(finding), firstSeen: FirstSeen(Self.now, .now),
      newness: Interned(NewnessResult(.introduced, because: "the test says so")))
    return try #require(decide(DecisionInput(findings: [dated]), by: bundle, at: Self.now).judgements.first)
  }

  private static let terms = """
    rules: [{ id: r, when: { severity: { at-least: none } }, effect: deny }]
    waivers: { approvers: ["@sec"], longest: { critical: 30d } }
    vex: { trust: [{ issuer: v, products: ["pkg:npm/*"], statuses: [not_affected] }] }

    """

  private func waiver(_ number: Int, _ match: String) -> String {
    "{ id: W-\(number), match: { \(match) }, reason: looked at it with care, approved-by: \"@sec\", created: 2026-11-20, until: 2026-11-30 }"
  }

  private func statement(_ id: String) throws -> Statement {
    Statement(
      vulnerabilities: [id], products: [Statement.Product(purls: [try PURL("pkg:npm/x@1.0.0")])], status: .notAffected,
      justification: .componentNotPresent, timestamp: Timestamp(seconds: 0), issuer: "v", document: "d",
      at: SourcePosition(file: "v.json", line: (Self.cves.firstIndex(of: id) ?? 8) + 1))
  }

  /// Waivers and statements for any of the vulnerabilities, and waivers of what any of the tools reports. The oracle asks
  /// for each vulnerability of each observation alone.
  @Test func `a suppression of a part never suppresses, and of all parts it does`() throws {
    var outcomes: Set<Bool> = []
    for seed in Depth.lawSeeds {
      var source = Seeded(seed)
      let observations = try observations(&source)
      let finding = finding(observations)
      let named = Set(observations.flatMap(\.ids).filter(isCVE))
      let waived = Set(Self.cves.filter { _ in Bool.random(using: &source) })
      let stated = Set(Self.cves.filter { _ in Bool.random(using: &source) })
      let rules = Set(observations.map(\.ruleId).filter { _ in Int.random(in: 0..<4, using: &source) == 0 })
      let ghsa = Bool.random(using: &source)
      let matches = waived.sorted().map { "id: \($0)" } + rules.sorted().map { "rule: \"\($0)\"" }
      let all = matches + (ghsa ? ["id: GHSA-2222-3333-4444"] : [])
      let judgement = try decision(
        finding, Self.terms, waivers: "[\(all.enumerated().map { waiver($0, $1) }.joined(separator: ", "))]",
        try stated.map(statement))
      func isCovered(_ id: String) -> Bool {
        waived.contains(id) || stated.contains(id) || ghsa && named.count == 1
      }
      let isWhole = observations.allSatisfy { observation in
        let own = observation.ids.filter(isCVE)
        if rules.contains(observation.ruleId) { return true }
        // Without a CVE id of its own, an observation is about those that others state for the same advisory.
        return own.isEmpty ? (named.isEmpty ? ghsa : named.allSatisfy(isCovered)) : own.allSatisfy(isCovered)
      }
      #expect(judgement.isSuppressed == isWhole, "seed \(seed): \(observations.map(\.ids)) by \(all) and \(stated)")
      #expect((judgement.effect == .deny) == !isWhole, "seed \(seed)")
      outcomes.insert(isWhole)
    }
    #expect(outcomes.count == 2)
  }

  private static let conditions = [
    "tool: trivy", "tool: [trivy, grype]", "id: CVE-2026-1", "id: [CVE-2026-1, CVE-2026-2]", "id: GHSA-2222-3333-4444",
    "kind: sca",
    "path: \"package-lock.json\"", "package: \"pkg:npm/x\"", "package: \"pkg:npm/x?arch=a\"", "cwe: 79",
    "severity: { at-most: high }", "vex: not_affected", "rule: \"trivy*\"", "newness: introduced",
    "known-exploited: false",
  ]

  private func condition(_ source: inout Seeded, _ depth: Int = 2) -> String {
    let one = Self.conditions.randomElement(using: &source) ?? "kind: sca"
    switch depth > 0 ? Int.random(in: 0..<6, using: &source) : 0 {
    case 1: return "not: { \(condition(&source, depth - 1)) }"
    case 2: return "any: [{ \(condition(&source, depth - 1)) }, { \(condition(&source, depth - 1)) }]"
    case 3: return "all: [{ \(condition(&source, depth - 1)) }, { \(condition(&source, depth - 1)) }]"
    default: return one
    }
  }

  /// The other observation is open, and as severe as the first. Each states its CVE ids: an alias that only the other one
  /// knows may be what a waiver names.
  @Test func `another observation of a finding never makes the decision milder`() throws {
    for seed in Depth.lawSeeds {
      var source = Seeded(seed)
      let all = try observations(&source, 2...3, cves: 1...3)
      let policy = """
        rules: [{ id: r, when: { \(condition(&source)) }, effect: deny, if-unknown: \(["apply", "skip"].randomElement(using: &source) ?? "apply") }]
        exceptions: [{ id: e, why: so, when: { \(condition(&source)) }, unless: { \(condition(&source)) }, effect: allow }]
        waivers: { approvers: ["@sec"], longest: { critical: 30d } }
        vex: { trust: [{ issuer: v, products: ["pkg:npm/*"], statuses: [not_affected] }] }

        """
      let waivers = "[\(waiver(1, "id: \(Self.cves[0])"))]"
      let statements = [try statement(Self.cves[1])]
      // The finding is the same one only if the ids of its first observation stay.
      let (less, more) = (finding(Array(all.prefix(1))), finding(all))
      let effects = try [less, more].map { try decision($0, policy, waivers: waivers, statements).effect }
      #expect(effects[0] <= effects[1], "seed \(seed): \(all.map(\.ids)) by\n\(policy)")
    }
  }
}
