import Model
import TestSupport
import Testing

@testable import Policies

/// Rules, exceptions and deadlines that can never apply are named.
@Suite struct DeadRulesTests {
  /// `when`, `unless` and whether no finding is left for the rule.
  private static let rules: [(when: String, unless: String?, isDead: Bool)] = [
    ("severity: { at-least: high }", "severity: { at-least: medium }", true),
    ("severity: { at-least: medium }", "severity: { at-least: high }", false),
    ("severity: { at-least: high }", "severity: { is: [high, critical] }", true),
    ("severity: { at-least: high }", "severity: { is: high }", false),
    ("severity: { at-least: high }", "path: \"**\"", true), ("severity: { at-least: high }", "path: \"*\"", true),
    ("severity: { at-least: high }", "path: \"src/**\"", false), ("path: \"src/pay/**\"", "path: \"src/**\"", true),
    ("path: \"src/**\"", "path: src/pay/", false), ("path: [\"a/**\", \"b/**\"]", "path: [\"b/**\", \"a/**\"]", true),
    ("path: [\"a/**\", \"b/**\"]", "path: \"b/**\"", false),
    ("severity: { at-least: high }, not: { severity: { at-least: high } }", nil, true),
    ("all: [{ newness: introduced }, { newness: inherited }]", nil, true),
    ("all: [{ newness: [introduced, surfaced] }, { newness: surfaced }]", nil, false),
    ("all: [{ severity: { at-least: critical } }, { severity: { at-most: low } }]", nil, true),
    ("any: [{ severity: { at-least: critical } }, { severity: { at-most: low } }]", nil, false),
    ("kind: sast, any: [{ kind: sca }, { kind: iac }]", nil, true),
    ("kind: [sast, iac], any: [{ kind: iac }]", nil, false),
    ("kind: sast", "any: [{ path: \"a/**\" }, { kind: sast }]", true),
    ("kind: sast", "all: [{ path: \"a/**\" }, { kind: sast }]", false),
    ("age: { over: 30d }", "age: { over: 7d }", true), ("age: { over: 7d }", "age: { over: 30d }", false),
    ("epss: { at-least: 0.5 }", "epss: { at-least: 0.5 }", true),
    ("epss: { at-least: 0.5 }", "epss: { at-least: 0.6 }", false),
    ("known-exploited: true", "known-exploited: true", true),
    ("known-exploited: true", "known-exploited: false", false),
    ("id: [CVE-2026-1, CVE-2026-2]", "id: [cve-2026-2, cve-2026-1]", true),
    ("all: [{ id: CVE-2026-1 }, { id: CVE-2026-2 }]", nil, false), ("rule: \"sql.*\"", "rule: \"*\"", true),
    ("rule: \"sql.a*\"", "rule: \"sql.*\"", true), ("rule: \"sql.*\"", "rule: \"sql.a*\"", false),
    ("tool: semgrep", "tool: [trivy, semgrep]", true), ("owner: \"@a\"", "owner: \"@A\"", true),
    ("owner: \"@a\"", "owner: none", false), ("cwe: [79]", "cwe: [79, 89]", true),
    ("package: \"pkg:npm/acme/*\"", "package: \"pkg:npm/*\"", true),
    ("reachability: { is: reachable }", "reachability: { is: unreachable }", false),
    ("reachability: { is: reachable }", "reachability: { is: reachable, by: [call-graph] }", false),
    ("severity: { is: [high, unknown] }", "severity: { at-least: low }", false),
    ("newness: [introduced, unknown]", "newness: introduced", false),
  ]

  @Test(arguments: rules.indices) func `a rule that can never apply is named`(_ index: Int) throws {
    let (when, unless, isDead) = Self.rules[index]
    let condition = "when: { \(when) }" + (unless.map { ", unless: { \($0) }" } ?? "")
    for text in [
      "rules: [{ id: mine, \(condition), effect: deny }]",
      "rules: [{ id: r, when: { kind: sast }, effect: deny }]\nexceptions: [{ id: mine, why: so, \(condition), effect: warn }]",
    ] {
      let found = try policy(text).warnings
      #expect(found.map(\.code) == (isDead ? [.policyUnfulfillable] : []), "\(condition)")
      #expect(found.allSatisfy { $0.text.contains("`mine` can never apply") && $0.severity == .warning })
    }
  }

  @Test(arguments: [
    ("due: { critical: 7d, high: 30d, medium: 90d, low: 180d }", "known-exploited: true", "180d", true),
    ("due: { critical: 7d, high: 30d, medium: 90d, low: 180d }", "known-exploited: true", "90d", false),
    ("due: { critical: 7d, high: 30d, medium: 90d, low: 180d }", "severity: { at-least: high }", "30d", true),
    ("due: { critical: 7d, high: 30d, medium: 90d, low: 180d }", "severity: { at-least: high }", "14d", false),
    ("due: { critical: 7d }", "known-exploited: true", "180d", false),
    ("due: { critical: 7d }", "severity: { is: critical }", "7d", true),
    ("due: { critical: 7d }", "all: [{ kind: sast }, { kind: iac }]", "3d", true),
  ])
  func `a deadline that shortens none is named`(_ due: String, _ when: String, _ span: String, _ isDead: Bool) throws {
    let found = try policy(
      "rules: [{ id: r, when: { kind: sast }, effect: deny }]\nsla: { \(due), tighten: [{ when: { \(when) }, due: \(span) }] }"
    ).warnings
    #expect(found.map(\.code) == (isDead ? [.policyUnfulfillable] : []), "\(found.map(\.text))")
  }

  @Test(arguments: [
    ("from: 2028-11-20", []), ("from: 2029-01-01", ["has no effect before 2029-01-01"]),
    ("from: 2999-01-01", ["has no effect before 2999-01-01"]),
    ("warn-until: 2999-01-01", ["only warns before 2999-01-01"]),
    ("warn-until: 2027-01-01", []), ("from: 2001-01-01", []),
  ])
  func `a rule that begins in years is named`(_ day: String, _ said: [String]) throws {
    let policy = try policy("rules: [{ id: r, when: { kind: sast }, effect: deny, \(day) }]")
    let found = policy.warningsAboutDays(on: try #require(Day("2026-11-22")))
    #expect(found.count == said.count)
    for text in said { #expect(found[0].text.contains("rule `r` \(text)"), "\(found.map(\.text))") }
  }

  private static let predicates = [
    "severity: { at-least: high }", "severity: { at-most: medium }", "severity: { is: [low, critical] }", "kind: sast",
    "kind: [sast, iac]", "newness: introduced", "newness: [surfaced, inherited]", "rule: \"a*\"", "rule: [ab, b]",
    "path: \"src/**\"", "path: [\"src/pay/\", \"web/**\"]", "path: \"**\"", "cwe: 79", "cwe: [79, 89]", "tool: semgrep",
    "tool: [semgrep, trivy]", "known-exploited: true", "known-exploited: false", "age: { over: 7d }",
    "age: { over: 30d }",
    "owner: \"@a\"", "owner: [\"@a\", none]", "epss: { at-least: 0.1 }", "epss: { at-least: 0.5 }",
  ]

  private static func condition(_ random: inout Seeded, depth: Int) -> String {
    switch Int.random(in: 0..<(depth == 0 ? 1 : 4), using: &random) {
    case 1: "not: { \(condition(&random, depth: depth - 1)) }"
    case 2, 3:
      "\(Bool.random(using: &random) ? "all" : "any"): ["
        + (0..<2).map { _ in "{ \(condition(&random, depth: depth - 1)) }" }.joined(separator: ", ") + "]"
    default: random.pick(of: predicates)
    }
  }

  /// A finding of one scanner of which all facts are known.
  private static func finding(_ random: inout Seeded) -> String {
    let path = random.pick(of: ["src/a.py", "src/pay/a.py", "web/a.py", "a.py"])
    return """
      severity: \(random.pick(of: ["none", "low", "medium", "high", "critical"]))
      kind: \(random.pick(of: ["sast", "iac", "sca"]))
      newness: \(random.pick(of: ["introduced", "surfaced", "inherited"]))
      rule: \(random.pick(of: ["a", "ab", "b", "c"]))
      path: \(path)
      cwe: [\(random.pick(of: ["79", "89", "79, 89", "20"]))]
      tool: \(random.pick(of: ["semgrep", "trivy", "codeql"]))
      known-exploited: \(Bool.random(using: &random))
      first-seen: \(random.pick(of: ["2026-11-21", "2026-11-10", "2026-01-01"]))
      epss: \(random.pick(of: ["0.05", "0.2", "0.9"]))
      owners: [\(random.pick(of: ["\"@a\"", "\"@b\"", "\"@a\", \"@b\""]))]
      """
  }

  /// What is called dead applies to no finding of which all is known and that one scanner reports.
  @Test func `a rule that is named applies to no finding`() throws {
    var random = Seeded(7)
    let findings = try (0..<60).map { _ in try given(Self.finding(&random)) }
    var dead = 0
    for _ in 0..<400 {
      let (when, unless) = (Self.condition(&random, depth: 2), Self.condition(&random, depth: 1))
      let policy = try policy("rules: [{ id: r, when: { \(when) }, unless: { \(unless) }, effect: deny }]")
      guard policy.warnings.contains(where: { $0.text.contains("can never apply") }) else { continue }
      dead += 1
      for finding in findings { #expect(policy.judge(finding).effect == .allow, "\(when) unless \(unless)") }
    }
    #expect(dead > 20, "the conditions contradict themselves often enough to be a test")
  }
}
