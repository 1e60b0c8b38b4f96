import Model
import TestSupport
import Testing

@testable import Pipeline

/// A suppression of part never suppresses (DESIGN: law 4): every vulnerability and every observation of a finding has
/// to be covered.
struct LawsOfSuppressionTests {
  /// What covers a vulnerability in a generated bundle.
  private enum Cover: CaseIterable { case nothing, waiver, statement, exception }

  private func bundle(covering covers: [(id: String, Cover)]) -> GeneratedBundle {
    var bundle = GeneratedBundle(rules: ["kind: sca"])
    for (id, cover) in covers {
      switch cover {
      case .nothing: break
      case .waiver: bundle.waivers.append("id: \(id)")
      case .statement: bundle.statements.append((id, "left-pad", "not_affected"))
      case .exception: bundle.exceptions.append("id: \(id)")
      }
    }
    return bundle
  }

  /// A world of one package with as many vulnerabilities, which one or two scanners report in one or several results.
  private func world(_ ids: [String], by random: inout Seeded) -> GeneratedWorld {
    var results: [GeneratedResult] = []
    for tool in [[.trivy], [.grype], [.trivy, .grype]].randomElement(using: &random)! as [GeneratedResult.Tool] {
      var result = GeneratedResult(tool: tool, by: &random)
      (result.package, result.version, result.ids, result.rule) = ("left-pad", "1.0.0", ids, ids[0])
      results.append(result)
    }
    var world = GeneratedWorld(seed: 0)
    (world.reports, world.baseReports) = (GeneratedWorld.reports(of: results), nil)
    return world
  }

  @Test func `a finding is suppressed only if each of its vulnerabilities is covered`() throws {
    var whole = 0
    for seed in Depth.lawSeeds {
      var random = Seeded(seed)
      let ids = Array(GeneratedResult.cves.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)))
      let covers = ids.map { ($0, random.pick(of: Cover.allCases)) }
      var world = world(ids, by: &random)
      world.bundle = bundle(covering: covers)
      let verdict = try world.decision().verdict
      if covers.contains(where: { $0.1 == .nothing }) {
        #expect(verdict == .fail, "seed \(seed): \(covers)")
      } else if Set(covers.map(\.1)).count == 1, covers.count == 1 || covers[0].1 != .exception {
        // Two exceptions that fit in part do not add up to one that fits.
        whole += 1
        #expect(verdict == .pass, "seed \(seed): \(covers)")
      }
    }
    #expect(whole > 0)
  }

  @Test func `a merged finding is suppressed only if each of its observations is covered`() throws {
    for seed in Depth.lawSeeds {
      var random = Seeded(seed)
      let pair = [("python.shell-true", GeneratedResult.Tool.semgrep), ("B602", .bandit)]
      var results: [GeneratedResult] = []
      for (rule, tool) in pair {
        var result = GeneratedResult(tool: tool, by: &random)
        (result.rule, result.path, result.line, result.lastLine, result.cwe) = (rule, "app/a.py", 5, 5, 78)
        result.isSuppressedByTool = false
        results.append(result)
      }
      var world = GeneratedWorld(seed: 0)
      (world.reports, world.baseReports) = (GeneratedWorld.reports(of: results), nil)
      world.bundle = GeneratedBundle(rules: ["kind: sast"])
      let covered = pair.filter { _ in Bool.random(using: &random) }.map(\.0)
      let byException = Bool.random(using: &random)
      for rule in covered where byException { world.bundle.exceptions.append("rule: \(rule)") }
      for rule in covered where !byException { world.bundle.waivers.append("rule: \(rule)") }
      if !covered.isEmpty, covered.count < 2 { #expect(try world.decision().verdict == .fail, "seed \(seed)") }
    }
  }
}
