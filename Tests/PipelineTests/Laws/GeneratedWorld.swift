import Correlation
import Evidence
import Interning
import Model
import Risks
import Synchronization
import System
import TestSupport

@testable import Pipeline

/// Everything that a decision depends on, generated from a seed: reports, base reports, changes, policy bundle.
struct GeneratedWorld {
  var reports: [GeneratedReport]
  /// The reports of the base; nil when the base was not scanned.
  var baseReports: [GeneratedReport]?
  /// Nil: there is no base to compare with.
  var changes: [FileChange]?
  var bundle: GeneratedBundle

  static let now = Timestamp(seconds: 1_925_769_600)  // 2031-01-10

  init(seed: UInt64) {
    var random = Seeded(seed)
    let results = (0..<Int.random(in: 1...10, using: &random)).map { _ in GeneratedResult(by: &random) }
    reports = Self.reports(of: results)
    if Int.random(in: 0..<3, using: &random) == 0 {
      baseReports = Self.reports(of: results.filter { _ in Bool.random(using: &random) })
    }
    bundle = GeneratedBundle(by: &random)
    if Int.random(in: 0..<8, using: &random) == 0 {
      baseReports = nil
      return
    }
    changes = []
    for path in GeneratedResult.codePaths + ["infra/main.tf", "package-lock.json"]
    where Bool.random(using: &random) {
      let first = Int.random(in: 1...12, using: &random)
      let range = first...first + Int.random(in: 0...2, using: &random)
      changes?.append(FileChange(path: path, status: .modified, added: [range], removed: [range]))
    }
  }

  static func reports(of results: [GeneratedResult]) -> [GeneratedReport] {
    GeneratedResult.Tool.allCases.compactMap { tool in
      let own = results.filter { $0.tool == tool }
      return own.isEmpty ? nil : GeneratedReport(tool: tool, results: own, name: "\(tool.rawValue).json")
    }
  }

  private static let decisions = Mutex<[UInt64: Decision]>([:])

  /// The decision on the world of a seed. Several laws begin with it, so it is made once.
  static func decision(of seed: UInt64) throws -> Decision {
    if let known = decisions.withLock({ $0[seed] }) { return known }
    let decision = try GeneratedWorld(seed: seed).decision()
    decisions.withLock { $0[seed] = decision }
    return decision
  }

  func decision() throws -> Decision {
    let scope = ArenaScope()
    let (observations, evidence) = try Self.read(reports)
    let findings = correlate(observations, in: scope)
    let changes = changes.map { FileChanges($0) }
    let base = try baseReports.map {
      try correlate(Self.read($0).observations, in: scope).map(\.wrappedValue).sortedByID
    }
    let facts = HistoryFacts(
      changes: changes,
      base: base.map { ($0, matchFindings(findings.map(\.wrappedValue), with: $0, changes: changes)) },
      now: Self.now, baseTime: Timestamp(seconds: Self.now.seconds - 86_400))
    let input = DecisionInput(
      findings: dateFindings(findings, in: facts), observationCount: observations.count, evidence: evidence,
      changes: changes, scope: scope)
    return decide(input, by: try bundle.loaded(), at: Self.now)
  }

  private static func read(
    _ reports: [GeneratedReport]
  ) throws -> (observations: [Observation], evidence: [ReportEvidence]) {
    let binding = EvidenceBinding(heads: [], now: now)
    var read: (observations: [Observation], evidence: [ReportEvidence]) = ([], [])
    for report in reports {
      let content = try readReport(report.input())
      read.observations += content.observations
      read.evidence.append(ReportEvidence(of: content, binding: binding))
    }
    return read
  }
}
