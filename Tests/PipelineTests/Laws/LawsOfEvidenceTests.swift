import Foundation
import Model
import TestSupport
import Testing

@testable import Pipeline

/// Laws on how the verdict depends on the evidence, tried on generated reports and policies (DESIGN: laws 2, 4, 10).
///
/// `GATEHOUSE_SEED` repeats a run: its failures name the seed of their world.
struct LawsOfEvidenceTests {
  @Test func `one more observation never makes a failed change pass`() throws {
    var failed = 0
    for seed in Depth.lawSeeds {
      guard try GeneratedWorld.decision(of: seed).verdict == .fail else { continue }
      let world = GeneratedWorld(seed: seed)
      failed += 1
      var (more, random) = (world, Seeded(seed &+ 1))
      let added = (0..<Int.random(in: 1...2, using: &random)).map { _ in GeneratedResult(by: &random) }
      if Bool.random(using: &random) {
        more.reports = GeneratedWorld.reports(of: world.reports.flatMap(\.results) + added)
      } else {
        more.reports += GeneratedWorld.reports(of: added).map { report in
          var report = report
          report.name = "more-\(report.name)"
          return report
        }
      }
      #expect(try more.decision().verdict != .pass, "seed \(seed): \(added)")
    }
    #expect(failed > Depth.lawSeeds.count / 5, "too few generated changes fail: \(failed)")
  }

  @Test func `more risk in a known fact never makes a failed change pass`() throws {
    for seed in Depth.lawSeeds {
      var world = GeneratedWorld(seed: seed)
      // A raised severity may be the one that the other tools state, and then they no longer disagree.
      world.bundle.rules.removeAll { $0.hasPrefix("severity-disputed") }
      guard !world.bundle.rules.isEmpty else { continue }
      guard try world.decision().verdict == .fail else { continue }
      var (graver, random) = (world, Seeded(seed &+ 2))
      let report = Int.random(in: graver.reports.indices, using: &random)
      let result = Int.random(in: graver.reports[report].results.indices, using: &random)
      let fact = graver.raiseFact(of: report, result, by: &random)
      #expect(try graver.decision().verdict != .pass, "seed \(seed): \(fact)")
    }
  }

  @Test func `neither order nor split of reports changes the decision`() throws {
    for seed in Depth.lawSeeds {
      let world = GeneratedWorld(seed: seed)
      var (other, random) = (world, Seeded(seed &+ 3))
      other.reports = world.reports.shuffled(using: &random).flatMap { report in
        let results = report.results.shuffled(using: &random)
        let cut = Int.random(in: 0...results.count, using: &random)
        return [results[..<cut], results[cut...]].enumerated().compactMap { number, part in
          part.isEmpty
            ? nil : GeneratedReport(tool: report.tool, results: Array(part), name: "\(number)-\(report.name)")
        }
      }
      let (one, two) = (try GeneratedWorld.decision(of: seed), try other.decision())
      #expect(one.verdict == two.verdict, "seed \(seed)")
      #expect(effects(one) == effects(two), "seed \(seed)")
    }
  }

  @Test func `the format of a report does not change the decision`() throws {
    for seed in Depth.lawSeeds {
      var world = GeneratedWorld(seed: seed)
      let one = try GeneratedWorld.decision(of: seed)
      for index in world.reports.indices where GeneratedReport.toolsWithBoth.contains(world.reports[index].tool) {
        world.reports[index].isSARIF = true
      }
      let two = try world.decision()
      #expect(one.verdict == two.verdict, "seed \(seed)")
      #expect(effects(one) == effects(two), "seed \(seed)")
    }
  }

  /// The effects of all findings, by rule and location; identities of findings must not depend on the reports' names.
  private func effects(_ decision: Decision) -> [String] {
    decision.judgements.map { judgement in
      let finding = judgement.risk.finding
      let location = "\(finding.location.path ?? "")"
      return "\(finding.id) \(finding.observations.map(\.ruleId).sorted()) \(location) \(judgement.effect)"
    }.sorted()
  }
}

extension GeneratedWorld {
  /// Raises one fact of a result that the report states already, and tells which.
  mutating func raiseFact(of report: Int, _ result: Int, by random: inout Seeded) -> String {
    var changed = reports[report].results[result]
    switch Int.random(in: 0..<4, using: &random) {
    case 0 where changed.epss != nil: changed.epss = 0.99
    case 1 where changed.isSuppressedByTool: changed.isSuppressedByTool = false
    case 2 where changes != nil && baseReports == nil:
      // What the change touches already stays touched, for other results in the file.
      let known = changes?.filter { $0.path.utf8.elementsEqual(changed.path.utf8) } ?? []
      let last = known.flatMap(\.added).map(\.upperBound).reduce(changed.line + 2, max)
      changes?.removeAll { $0.path.utf8.elementsEqual(changed.path.utf8) }
      changes?.append(FileChange(path: changed.path, status: .modified, added: [1...last], removed: [1...last]))
    default: changed.severity = min(3, changed.severity + Int.random(in: 1...3, using: &random))
    }
    reports[report].results[result] = changed
    return "\(changed)"
  }
}
