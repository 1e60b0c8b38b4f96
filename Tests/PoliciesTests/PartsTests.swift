import Documents
import Expressions
import Interning
import Model
import PackageURL
import Pipeline
import Settings
import System
import Testing

@testable import Policies

/// What one observation, one tool or one file states is not taken for the whole finding.
@Suite struct PartsTests {
  /// A finding with one observation for each change of a first one.
  private func finding(_ text: String, _ changes: [(inout Observation) -> Void]) throws -> TestFinding {
    var given = try given(text)
    let first = try #require(given.finding.observations.first)
    given.finding.observations = Observations(
      changes.map { change in
        var observation = first
        change(&observation)
        return observation
      })
    return given
  }

  private func exception(_ when: String) throws -> Policy {
    try policy(
      """
      rules: [{ id: r, when: { severity: { at-least: none } }, effect: deny }]
      exceptions: [{ id: e, why: so, when: { \(when) }, effect: allow }]
      """)
  }

  private func analysed(_ reachability: Reachability, _ level: String, complete: Bool? = nil)
    -> (inout Observation) -> Void
  {
    {
      $0.reachability = reachability
      $0.reachabilityEvidence = ReachabilityEvidence(level: level, tool: level, isComplete: complete)
    }
  }

  @Test func `the evidence of one tool is no ground for what another one states`() throws {
    let (call, imports) = ("{ is: unreachable, by: [call-graph] }", "{ is: unreachable, by: [imports] }")
    let notCalled = analysed(.unreachable, "called")
    let cases: [(String, [(inout Observation) -> Void], Effect)] = [
      (call, [notCalled], .allow), (imports, [notCalled], .deny),
      (imports, [notCalled, analysed(.present, "imported")], .deny),
      (call, [notCalled, analysed(.present, "imported")], .allow), (call, [notCalled, { _ in }], .allow),
      (call, [notCalled, analysed(.reachable, "called")], .deny),
      (imports, [analysed(.unreachable, "imported"), analysed(.present, "loaded")], .deny),
      (imports, [analysed(.unreachable, "imported"), analysed(.present, "required")], .allow),
      (call, [analysed(.unreachable, "called", complete: false)], .deny),
      (call, [analysed(.unreachable, "called", complete: false), notCalled], .allow),
      (call, [analysed(.unreachable, "called", complete: false), analysed(.unreachable, "imported")], .deny),
    ]
    for (number, (claim, observations, effect)) in cases.enumerated() {
      let finding = try finding("kind: sca\nseverity: high", observations)
      #expect(try exception("reachability: \(claim)").judge(finding).effect == effect, "case \(number)")
    }
  }

  @Test func `an incomplete analysis is unknown, for rules as for exceptions`() throws {
    let text = "kind: sca\nreachability: { is: unreachable, complete: false }"
    let rule = "rules: [{ id: r, when: { reachability: { is: [reachable, unknown] } }, effect: deny }]"
    #expect(try policy(rule).judge(text).effect == .deny)
    #expect(try policy(rule).judge("kind: sca\nreachability: unreachable").effect == .allow)
  }

  @Test(arguments: [
    "newness: introduced", "newness: inherited", "newness: [introduced, surfaced]",
    "not: { newness: introduced }",
  ])
  func `no exception is granted on an unknown newness`(_ when: String) throws {
    #expect(try exception(when).judge("severity: high").effect == .deny)
    #expect(
      try policy("rules: [{ id: r, when: { newness: introduced }, effect: deny }]").judge("kind: sast").effect == .deny)
  }

  @Test func `a path inside an image is no path of the repository`() throws {
    let text = "kind: sca\nseverity: high\nids: [CVE-2026-1]\npath: test/app/package.json"
    let inImage = try finding(text, [{ $0.location.image = "reg/app:1" }])
    let ofContainer = try finding(text, [{ $0.kind = .container }])
    let inBoth = try finding(text, [{ _ in }, { $0.location.image = "reg/app:1" }])
    let excepting = try exception("path: \"test/**\"")
    #expect(try excepting.judge(text).effect == .allow)
    for finding in [inImage, ofContainer, inBoth] { #expect(excepting.judge(finding).effect == .deny) }
    let waiving = try policy("rules: [{ id: r, when: { kind: [sca, container] }, effect: deny }]\n" + Self.terms)
    for finding in [inImage, ofContainer, inBoth] {
      let waivers = try Self.waivers("id: CVE-2026-1, path: \"test/**\"")
      #expect(waiving.judge(finding, waivers: waivers).effect == .deny)
    }
    #expect(
      waiving.judge(try given(text), waivers: try Self.waivers("id: CVE-2026-1, path: \"test/**\"")).effect == .allow)
  }

  @Test func `that one tool calls it fixed is no word of another that only suppresses it`() throws {
    let states: [(Observation.State, Observation.State, String, Effect)] = [
      (.fixed, .suppressed, "ignore", .deny), (.fixed, .suppressed, "honour", .allow), (.fixed, .open, "honour", .deny),
      (.fixed, .fixed, "ignore", .allow), (.accepted, .falsePositive, "honour", .allow),
    ]
    for (one, other, word, effect) in states {
      let finding = try finding(
        "tool: [semgrep, codeql]\nseverity: high",
        [
          { $0.state = one },
          {
            $0.state = other
            $0.scan = Scan(format: "codeql", tool: "codeql", report: "codeql")
          },
        ])
      let policy = try policy("rules: [{ id: r, when: { kind: sast }, effect: deny }]\ntool-suppressions: \(word)")
      #expect(policy.judge(finding).effect == effect, "\(one) and \(other), \(word)")
    }
  }

  @Test(arguments: [
    ("from: 2026-11-23", "UTC", Effect.allow), ("from: 2026-11-23", "+14:00", .deny),
    ("warn-until: 2026-11-23", "UTC", .warn), ("warn-until: 2026-11-23", "+14:00", .deny),
    ("from: 2026-11-22", "-12:00", .allow),
  ])
  func `the days of rules begin in the policy's time zone`(_ day: String, _ zone: String, _ effect: Effect) throws {
    let text = """
      sla: { due: { high: 30d }, calendar: { time-zone: "\(zone)" } }
      rules: [{ id: r, when: { kind: sast }, effect: deny, \(day) }]
      """
    #expect(try policy(text).judge("kind: sast").effect == effect)
  }

  @Test(arguments: [
    ("INFO: critical", []), ("info: critical", []), ("unknown: high", []),
    ("INFOO: critical", ["semgrep has no severity `INFOO`"]),
    ("INFO: critical, info: low", ["`info` of semgrep is mapped to critical already"]),
    ("INFO: crit", ["unknown severity `crit`"]),
  ])
  func `the words of severities are those of the tool, in any case`(_ words: String, _ expected: [String]) {
    let text = "severities: { semgrep: { \(words) } }\nrules: [{ id: r, when: { kind: sast }, effect: deny }]"
    var found: [String] = []
    do throws(PolicyError) {
      _ = try Policy.read([Input(name: "p", bytes: Array("gatehouse: 1\nname: p\n\(text)".utf8))], tools: tools)
    } catch {
      found = error.diagnostics.map(\.text)
    }
    #expect(found == expected)
  }

  @Test(arguments: [
    ("severity: high\nids: [CVE-2026-1, CVE-2026-2]\nvex: { status: fixed, issuer: a }", Effect.allow),
    (
      "severity: high\nids: [CVE-2026-1, CVE-2026-2]\nvex: { status: fixed, issuer: a, vulnerability: CVE-2026-1 }",
      .deny
    ),
    ("severity: high\nids: [GHSA-1, CVE-2026-1]\nvex: { status: fixed, issuer: a, vulnerability: ghsa-1 }", .allow),
    ("severity: high\npath: test/a.json\nkind: sca\nimage: reg/app:1", .deny),
    ("severity: high\npath: test/a.json\nkind: sca", .allow),
  ])
  func `a policy test can describe a part`(_ given: String, _ effect: Effect) throws {
    let text = """
      rules: [{ id: r, when: { severity: { at-least: low } }, effect: deny }]
      exceptions: [{ id: e, why: tests, when: { path: "test/**" }, effect: allow }]
      vex: { trust: [{ issuer: a, products: ["pkg:generic/*"], statuses: [fixed] }] }
      """
    #expect(try policy(text).judge(given).effect == effect)
  }

  private static let terms = "waivers: { approvers: [\"@sec\"], longest: { critical: 30d } }"

  private static func waivers(_ match: String) throws -> Waivers {
    let text = """
      gatehouse-waivers: 1
      waivers:
        - { id: W, match: { \(match) }, reason: nobody can reach it yet, approved-by: "@sec", created: 2026-11-20, until: 2026-11-30 }
      """
    return try Waivers.read([Input(name: "waivers.yaml", bytes: Array(text.utf8))])
  }
}
