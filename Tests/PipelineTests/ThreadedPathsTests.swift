import Correlation
import Documents
import Evidence
import Foundation
import Model
import Ownership
import Policies
import Risks
import System
import TestSupport
import Testing

@testable import Pipeline

/// Work is divided into parts for threads where there is much of it. What comes out must not depend on it, so everything
/// from reading to remediation is done here with parts of two elements, too: a run divides nothing below 16,384 findings.
@Suite struct ThreadedPathsTests {
  /// The fixtures of all formats: every kind of finding, and reports that cannot be read.
  private static let folder = URL(filePath: #filePath).appending(path: "../../EvidenceTests/Fixtures")
    .standardizedFileURL
  private static let now = Timestamp(seconds: 1_795_348_800)
  private static let reading = ReadOptions(binding: EvidenceBinding(heads: [], now: now))
  private static let reports = LoadedReports([folder.path], reading)

  @Test func `reports that are read side by side say what they say one after the other`() {
    let (alone, together) = (Self.reports, inSmallParts { LoadedReports([Self.folder.path], Self.reading) })
    #expect(alone.observations.count > 500 && alone.diagnostics.count > 20)
    #expect(together.observations == alone.observations)
    #expect(together.evidence == alone.evidence)
    #expect(together.diagnostics == alone.diagnostics)
  }

  @Test func `a decision does not depend on the parts that threads work on`() throws {
    let whole = try decision()
    #expect(whole.judgements.count > 300 && Set(whole.judgements.map(\.effect)).count == 3)
    let (upgrades, fixes) = (whole.actions.count { $0.kind == .upgrade }, whole.actions.count { $0.kind == .fix })
    #expect(upgrades > 20 && fixes > 20, "\(upgrades) upgrades, \(fixes) fixes")
    for parts in [2, 3, 64] {
      let other = try inSmallParts(parts) { try decision() }
      #expect(other.judgements == whole.judgements)
      #expect(other.actions == whole.actions)
      #expect(other == whole)
    }
  }

  private func decision() throws -> Decision {
    let findings = correlate(Self.reports.observations)
    let changed = Set(Self.reports.observations.compactMap(\.location.path)).sorted().enumerated()
      .filter { $0.offset % 2 == 0 }
    let changes = FileChanges(changed.map { FileChange(path: $0.element, status: .modified, added: [1...20]) })
    let dated = dateFindings(findings, in: HistoryFacts(changes: changes, now: Self.now))
    let input = DecisionInput(findings: dated, evidence: Self.reports.evidence, changes: changes)
    return decide(input, by: try bundle(), at: Self.now)
  }

  private func bundle() throws -> PolicyBundle {
    let policy = """
      gatehouse: 1
      name: p
      rules:
        - { id: severe, when: { severity: { at-least: medium } }, effect: deny }
        - { id: rest, when: { kind: [sca, container, iac, sast] }, effect: warn }
      waivers: { approvers: codeowners, longest: { critical: 14d, high: 30d, medium: 90d } }

      """
    let owners = Codeowners(
      Input(name: "CODEOWNERS", bytes: Array("* @acme/all\n*.py @acme/python\nsrc/ @acme/src\n".utf8)))
    return PolicyBundle(
      policy: try Policy.read([Input(name: "p.yaml", bytes: Array(policy.utf8))], scanners: KnownScanners()),
      owners: .codeowners(owners))
  }
}
