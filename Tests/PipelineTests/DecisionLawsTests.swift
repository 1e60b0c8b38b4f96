import Correlation
import Evidence
import Foundation
import Interning
import Model
import Policies
import Reports
import Risks
import System
import Testing

@testable import Pipeline

/// Laws of the core, on the example of the shop: its reports, policy, waivers, VEX statements and CODEOWNERS.
@Suite struct DecisionLawsTests {
  private static let shop = URL(filePath: #filePath).appending(path: "../../../examples/shop").standardizedFileURL
  private static let now = Timestamp(seconds: 1_795_348_800)
  private static let reports = LoadedReports(
    [shop.appending(path: "reports").path], ReadOptions(binding: EvidenceBinding(heads: [], now: now)))

  private func bundle() throws -> PolicyBundle {
    try PolicyBundle.load(from: FolderTree(Self.shop.appending(path: "base").path, description: "the example"))
  }

  private func input(_ observations: [Observation] = Self.reports.observations) -> DecisionInput {
    let scope = ArenaScope()
    let findings = correlate(observations, in: scope)
    let changed = Set(Self.reports.observations.compactMap(\.location.path)).sorted()
    let changes = FileChanges(changed.map { FileChange(path: $0, status: .modified, added: [1...20]) })
    return DecisionInput(
      findings: dateFindings(findings, in: HistoryFacts(changes: changes, now: Self.now)),
      observationCount: Self.reports.count, evidence: Self.reports.evidence, changes: changes, scope: scope)
  }

  @Test func `the same input and bundle give the same decision`() throws {
    let (one, other) = (
      try decide(input(), by: bundle(), at: Self.now), try decide(input(), by: bundle(), at: Self.now)
    )
    #expect(one.judgements.count > 10 && Set(one.judgements.map(\.effect)).count > 1)
    #expect(one == other)
  }

  @Test func `a decision survives being written and read`() throws {
    let decision = try decide(input(), by: bundle(), at: Self.now)
    let read = try JSONDecoder().decode(Decision.self, from: JSONEncoder().encode(decision))
    #expect(read == decision)
    #expect(read.judgements.map { read.reasons(for: $0) } == decision.judgements.map { decision.reasons(for: $0) })
  }

  /// A test of a policy judges one finding alone; the gate judges all. Both must give one answer.
  @Test func `a finding is judged alone as among all others`() throws {
    let (input, bundle) = (input(), try bundle())
    let whole = decide(input, by: bundle, at: Self.now)
    let byId = Dictionary(uniqueKeysWithValues: whole.judgements.map { ($0.risk.finding.id, $0) })
    for finding in input.findings {
      var alone = input
      alone.findings = [finding]
      let judgement = decide(alone, by: bundle, at: Self.now).judgements.first
      #expect(judgement == byId[finding.finding.id])
    }
  }

  @Test func `a comment in the policy changes no judgement`() throws {
    var other = try bundle()
    let path = Self.shop.appending(path: "base/.gatehouse/policy.yaml")
    let text = try String(contentsOf: path, encoding: .utf8) + "# a comment\n"
    other.policy = try Policy.read([Input(name: ".gatehouse/policy.yaml", bytes: Array(text.utf8))])
    let input = input()
    let (one, two) = (try decide(input, by: bundle(), at: Self.now), decide(input, by: other, at: Self.now))
    #expect(one.policies != two.policies)
    #expect(one.judgements == two.judgements && one.diagnostics == two.diagnostics && one.verdict == two.verdict)
  }

  @Test func `the reasons of a judgement tell its effect`() throws {
    let decision = try decide(input(), by: bundle(), at: Self.now)
    for judgement in decision.judgements where !judgement.isSuppressed {
      let rules = Set(decision.reasons(for: judgement).compactMap(\.rule))
      let denying = decision.rules.filter { $0.effect == .deny }.map(\.id)
      if judgement.effect == .deny { #expect(!rules.isDisjoint(with: denying)) }
    }
  }

  /// In a process of its own: other tests hold memory of theirs meanwhile.
  @Test func `a thousand decisions take the memory of one`() async {
    await #expect(processExitsWith: .success) {
      let laws = DecisionLawsTests()
      let (bundle, few) = (try laws.bundle(), Array(Self.reports.observations.prefix(16)))
      func reserved() -> Int { Finding.arena.reservedCount + Observations.arena.reservedCount }
      func decided() -> Verdict { decide(laws.input(few), by: bundle, at: Self.now).verdict }
      var verdicts: Set<Verdict> = [decided()]
      let before = reserved()
      for _ in 0..<1000 { verdicts.insert(decided()) }
      #expect(verdicts.count == 1)
      #expect(reserved() == before)
    }
  }
}
