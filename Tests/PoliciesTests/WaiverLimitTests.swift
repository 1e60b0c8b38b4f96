import Model
import System
import Testing

@testable import Policies

/// How long a finding may be waived, by however many waivers.
@Suite struct WaiverLimitTests {
  private static func entry(
    _ id: String, _ created: String, _ until: String, _ match: String = "rule: rule"
  ) -> String {
    "  - { id: \(id), match: { \(match) }, reason: nobody can reach it yet, approved-by: \"@sec\", created: \(created), "
      + "until: \(until) }\n"
  }

  private static func waivers(_ entries: [String]) throws -> [Waiver] {
    let text = "gatehouse-waivers: 1\nwaivers:\n" + entries.joined()
    return try Waivers.read([Input(name: "waivers.yaml", bytes: Array(text.utf8))]).all
  }

  private static func terms(_ more: String = "") -> String {
    """
    rules: [{ id: r, when: { severity: { at-least: low } }, effect: deny }]
    waivers: { approvers: ["@sec"], longest: { critical: 5d, high: 14d }\(more) }
    """
  }

  /// What the base had before: the day of arrival, created, until.
  private struct Case: CustomTestStringConvertible {
    let name: String
    let past: [(String, String, String)]
    var terms = ""
    let isWaived: Bool
    var isCut = false
    var testDescription: String { name }
  }

  /// The waiver of today is from 2026-11-20 to 2026-11-30, and high findings may be waived for 14 days.
  private static let cases = [
    Case(name: "the first one", past: [], isWaived: true),
    Case(name: "the first one, as history has it", past: [("2026-11-20", "2026-11-20", "2026-11-30")], isWaived: true),
    Case(name: "within the longest life", past: [("2026-11-16", "2026-11-16", "2026-11-19")], isWaived: true),
    Case(name: "beyond it", past: [("2026-11-15", "2026-11-15", "2026-11-19")], isWaived: false),
    Case(name: "beyond it, after a break", past: [("2026-10-01", "2026-10-01", "2026-10-02")], isWaived: false),
    Case(name: "its first day was put off", past: [("2026-11-01", "2026-11-01", "2026-11-30")], isWaived: false),
    Case(name: "prepared early, in force later", past: [("2026-11-01", "2026-11-18", "2026-11-19")], isWaived: true),
    Case(name: "dated back, and came later", past: [("2026-11-18", "2026-11-01", "2026-11-10")], isWaived: true),
    Case(
      name: "one renewal of one", past: [("2026-11-06", "2026-11-06", "2026-11-19")], terms: ", renewals: 1",
      isWaived: true),
    Case(
      name: "one renewal of none", past: [("2026-11-18", "2026-11-18", "2026-11-19")], terms: ", renewals: 0",
      isWaived: false),
    Case(
      name: "two renewals of one",
      past: [("2026-11-16", "2026-11-16", "2026-11-17"), ("2026-11-18", "2026-11-18", "2026-11-19")],
      terms: ", renewals: 1", isWaived: false),
    Case(
      name: "an edit of the reason is no renewal",
      past: [("2026-11-20", "2026-11-20", "2026-11-30"), ("2026-11-21", "2026-11-20", "2026-11-30")],
      terms: ", renewals: 0", isWaived: true),
    Case(
      name: "renewals beyond the time", past: [("2026-11-01", "2026-11-01", "2026-11-14")], terms: ", renewals: 1",
      isWaived: false),
    Case(name: "history is cut, and only time counts", past: [], isWaived: true, isCut: true),
    Case(name: "history is cut, and renewals count", past: [], terms: ", renewals: 5", isWaived: false, isCut: true),
  ]

  @Test(arguments: cases) private func `waivers of a finding do not add up`(_ one: Case) throws {
    var waivers = Waivers(all: try Self.waivers([Self.entry("W-9", "2026-11-20", "2026-11-30")]), warnings: [])
    let past = try one.past.enumerated().map { number, past in
      let waiver = try Self.waivers([Self.entry("W-\(number)", past.1, past.2)])[0]
      return EarlierWaivers.Entry(waiver, arrived: try #require(Day(past.0)).start, by: "")
    }
    waivers.earlier = EarlierWaivers(past, isCut: one.isCut)
    let judged = try policy(Self.terms(one.terms)).judge(given("severity: high"), waivers: waivers)
    #expect((judged.suppressedBy?.kind == .waiver) == one.isWaived, "\(judged.reasons.map(\.text))")
    if !one.isWaived { #expect(judged.reasons.map(\.code).contains(.waiverTooLong)) }
  }

  @Test func `past waivers of other findings do not count`() throws {
    var waivers = Waivers(all: try Self.waivers([Self.entry("W-9", "2026-11-20", "2026-11-30")]), warnings: [])
    let past = try Self.waivers([Self.entry("W-1", "2026-01-01", "2026-01-05", "rule: other")])
    waivers.earlier = EarlierWaivers(past.map { EarlierWaivers.Entry($0, arrived: now, by: "") })
    #expect(try policy(Self.terms(", renewals: 0")).judge(given("severity: high"), waivers: waivers).effect == .allow)
  }

  @Test(arguments: [
    (", until-fixed: true", "fixed-versions: [\"1.2\"]", false), (", until-fixed: true", "fixed-versions: []", true),
    (", until-fixed: true", "", true), (", until-fixed: false", "fixed-versions: [\"1.2\"]", true),
    ("", "fixed-versions: [\"1.2\"]", true),
  ])
  func `a waiver ends when a fix is known, where the policy says so`(
    _ terms: String, _ fixed: String, _ isWaived: Bool
  ) throws {
    let waivers = Waivers(all: try Self.waivers([Self.entry("W-9", "2026-11-20", "2026-11-30")]), warnings: [])
    let judged = try policy(Self.terms(terms)).judge(given("kind: sca\nseverity: high\n\(fixed)"), waivers: waivers)
    #expect((judged.suppressedBy?.kind == .waiver) == isWaived)
    if !isWaived { #expect(judged.reasons.contains { $0.code == .waiverExpired && $0.text.contains("1.2") }) }
  }
}
