import Interning
import Model
import System
import Testing

@testable import Policies

/// How long findings of each severity may be waived, where a policy does not name them all.
@Suite struct WaiverTermTests {
  /// `longest`, and the days that each severity may be waived for; nil where it cannot be.
  private static let terms: [(longest: String, days: [String: Int?])] = [
    ("low: 180d", ["critical": nil, "high": nil, "medium": nil, "low": 180, "none": 180, "unknown": nil]),
    ("high: 30d", ["critical": nil, "high": 30, "medium": 30, "low": 30, "none": 30, "unknown": nil]),
    ("critical: 7d, medium: 90d", ["critical": 7, "high": 7, "medium": 90, "low": 90, "none": 90, "unknown": 7]),
    ("low: 180d, unknown: 14d", ["critical": nil, "low": 180, "unknown": 14]),
    ("unknown: 14d", ["critical": nil, "low": nil, "none": nil, "unknown": 14]),
    (
      "critical: 14d, high: 30d, medium: 90d, low: 180d, unknown: 14d",
      ["critical": 14, "high": 30, "medium": 90, "low": 180, "none": 180, "unknown": 14]
    ),
  ]

  private func text(_ longest: String) -> String {
    "rules: [{ id: r, when: { severity: { at-least: none } }, effect: deny }]\n"
      + "waivers: { approvers: [\"@sec\"], longest: { \(longest) } }"
  }

  private func waived(_ severity: String, for days: Int, _ policy: Policy) throws -> Judged {
    let (created, until) = (now.day, now.day + days)
    let text =
      "gatehouse-waivers: 1\nwaivers: [{ id: W, match: { rule: rule }, reason: nobody can reach it, approved-by: \"@sec\", "
      + "created: \(created), until: \(until) }]"
    let waivers = try Waivers.read([Input(name: "waivers.yaml", bytes: Array(text.utf8))])
    return policy.judge(try given("severity: \(severity)"), waivers: waivers)
  }

  @Test(arguments: terms.indices) func `a severity above those that are named cannot be waived`(_ index: Int) throws {
    let (longest, days) = Self.terms[index]
    let policy = try PoliciesTests.policy(text(longest))
    for (severity, most) in days {
      let offer = try #require(policy.judge("severity: \(severity)").decision.waiverLimits)
        .offer(for: policy.judge("severity: \(severity)").judgement.risk)
      #expect(offer?.longest?.days == most, "\(longest): \(severity)")
      #expect(try waived(severity, for: most ?? 0, policy).effect == (most == nil ? .deny : .allow), "\(severity)")
      #expect(try waived(severity, for: (most ?? 0) + 1, policy).effect == .deny, "\(longest): \(severity)")
    }
  }

  @Test func `it is said that a waiver can never hold`() throws {
    let policy = try PoliciesTests.policy(text("low: 180d"))
    let judged = try waived("critical", for: 1, policy)
    #expect(judged.reasons.contains { $0.code == .waiverTooLong && $0.text.contains("severity critical") })
    #expect(
      judged.decision.diagnostics.map(\.text).contains { $0.contains("nobody waive a finding of severity critical") })
    #expect(judged.decision.waivers.map(\.status) == [.tooLong])
    let note = try #require(policy.advice.first)
    #expect(note.text == "findings of severity critical, high, medium, unknown cannot be waived")
    #expect(note.severity == .note && note.position?.line == 4)
    #expect(try PoliciesTests.policy(text("critical: 7d")).advice.isEmpty)
  }
}
