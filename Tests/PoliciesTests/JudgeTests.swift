import Documents
import Foundation
import Interning
import Model
import Pipeline
import Settings
import System
import Testing

@testable import Policies

let now = Timestamp("2026-11-22T10:00:00Z") ?? Timestamp(seconds: 0)

/// A policy of these lines, after the two that every policy has.
func policy(_ text: String, named name: String = "p.yaml") throws -> Policy {
  try Policy.read([Input(name: name, bytes: Array("gatehouse: 1\nname: p\n\(text)".utf8))], tools: tools)
}

func given(_ text: String) throws -> TestFinding {
  var problems = DiagnosticCollector(.named(tools))
  let given = ConfigDecoder<TestFinding>.given.decode(
    try YAMLDocument(Input(name: "given", bytes: Array(text.utf8))).root, &problems)
  try #require(problems.diagnostics.map(\.text) == [])
  return try #require(given)
}

/// A judgement and its reasons in words.
struct Judged {
  let decision: Decision
  var judgement: Judgement { decision.judgements[0] }
  var effect: Effect { judgement.effect }
  var due: Day? { judgement.due }
  var suppressedBy: Suppression? { judgement.suppressedBy }
  var reasons: [Reason] { decision.reasons(for: judgement) }
}

extension Policy {
  /// Judges a finding as the gate does.
  func judge(_ finding: TestFinding, waivers: Waivers? = nil, at moment: Timestamp = now) -> Judged {
    let bundle = PolicyBundle(
      policy: self, waivers: waivers ?? finding.waivers, statements: finding.statement.map { [$0] } ?? [],
      owners: .fixed(finding.owners))
    return Judged(decision: decide(DecisionInput(findings: [finding.dated(now: moment)]), by: bundle, at: moment))
  }

  func judge(_ text: String, at moment: Timestamp = now) throws -> Judged { judge(try given(text), at: moment) }
}

private let rule = "rules: [{ id: r, when: { severity: { at-least: high } }, effect: deny }]\n"

@Suite struct JudgeTests {
  @Test func `the strictest effect wins, whatever the order of rules and files`() throws {
    let rules = [("a", "warn"), ("b", "deny"), ("c", "warn")].map {
      "{ id: \($0), when: { kind: sast }, effect: \($1) }"
    }
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
      let judgement = try policy("rules: [\(order.map { rules[$0] }.joined(separator: ", "))]").judge("kind: sast")
      #expect(judgement.effect == .deny)
      #expect(judgement.reasons.map(\.rule) == ["b", "a", "c"])
    }
    let files = rules.enumerated().map {
      Input(name: "\($0).yaml", bytes: Array("gatehouse: 1\nname: p\nrules: [\($1)]".utf8))
    }
    let judgements = try [files, files.reversed()].map { try Policy.read($0, tools: tools).judge("kind: sast") }
    #expect(judgements[0].decision == judgements[1].decision && judgements[0].effect == .deny)
  }

  @Test(arguments: [
    ("deny", "", Effect.deny, DiagnosticCode.ruleUnknown), ("deny", "if-unknown: skip", .allow, .ruleSkipped),
    ("warn", "", .allow, .ruleSkipped), ("warn", "if-unknown: apply", .warn, .ruleUnknown),
  ])
  func `unknown counts as true for a rule that denies, unless it says otherwise`(
    _ effect: String, _ more: String, _ expected: Effect, _ code: DiagnosticCode
  ) throws {
    let rule = "{ id: r, when: { known-exploited: true }, effect: \(effect)\(more.isEmpty ? "" : ", \(more)") }"
    let judgement = try policy("rules: [\(rule)]").judge("kind: sca")
    #expect(judgement.effect == expected && judgement.reasons.map(\.code) == [code])
    #expect(
      judgement.reasons[0].trace == [
        Reason.Step(
          "known-exploited", wanted: "true", actual: "unknown", outcome: .unknown, at: judgement.reasons[0].trace[0].at)
      ])
  }

  @Test(arguments: [
    ("2026-11-30T23:59:59Z", Effect.allow, DiagnosticCode.ruleSkipped),
    ("2026-12-01T00:00:00Z", .warn, .ruleNotInForce),
    ("2026-12-31T23:59:59Z", .warn, .ruleNotInForce), ("2027-01-01T00:00:00Z", .deny, .ruleMatched),
  ])
  func `a dated rule begins to warn and to deny on its days`(_ moment: String, _ effect: Effect, _ code: DiagnosticCode)
    throws
  {
    let dated = "rules: [{ id: r, when: { kind: sast }, effect: deny, from: 2026-12-01, warn-until: 2027-01-01 }]"
    let judgement = try policy(dated).judge("kind: sast", at: #require(Timestamp(moment)))
    #expect(judgement.effect == effect && judgement.reasons.map(\.code) == [code])
  }

  @Test(arguments: ["newness: inherited", "not: { newness: inherited }", "not: { newness: introduced }"])
  func `no exception applies to an unknown newness`(_ condition: String) throws {
    let text =
      "rules: [{ id: r, when: { kind: sca }, effect: deny }]\n"
      + "exceptions: [{ id: e, why: w, when: { \(condition) }, effect: allow }]"
    #expect(try policy(text).judge("{ kind: sca, newness: unknown }").effect == .deny)
  }

  @Test func `what almost suppressed a finding is a reason`() throws {
    let text =
      rule + """
        exceptions: [{ id: e, why: no path, when: { reachability: { is: unreachable } }, unless: { known-exploited: true }, effect: allow }]
        vex: { trust: [{ issuer: a, products: ["pkg:npm/*"], statuses: [fixed] }] }
        waivers: { approvers: ["@sec"], longest: { high: 14d } }
        """
    let finding = """
      { severity: high, kind: sca, reachability: unreachable, package: pkg:npm/x@1.0.0, vex: { status: not_affected, impact: no, issuer: a },
        waiver: { approved-by: "@sec", created: 2026-11-01, until: 2026-11-10 } }
      """
    let judgement = try policy(text).judge(finding)
    #expect(judgement.effect == .deny && judgement.suppressedBy == nil)
    #expect(judgement.reasons.map(\.code) == [.ruleMatched, .vexNotApplied, .waiverExpired, .exceptionNotApplied])
    #expect(
      judgement.reasons.dropFirst().map(\.text) == [
        "VEX of the test does not apply: the policy does not trust a to state not_affected",
        "waiver waiver ended 12 days ago, on 2026-11-10", "exception e does not apply: not known-exploited is unknown",
      ])
  }

  @Test(arguments: [
    ("state: suppressed", nil), ("state: fixed", Suppression.Kind.tool),
    ("vex: { status: fixed, issuer: a }", .vex), ("vex: { status: affected, issuer: a }", nil),
    ("waiver: { approved-by: \"@Sec\", created: 2026-11-22, until: 2026-11-22 }", .waiver),
    ("waiver: { approved-by: \"@Sec\", created: 2026-11-23, until: 2026-11-23 }", nil),
    ("waiver: { approved-by: \"@pay\", created: 2026-11-22, until: 2026-11-22 }", nil),
    ("state: fixed\nvex: { status: fixed, issuer: a }", .tool), ("path: docs/a.md", .exception),
    ("path: docs/a.md\nvex: { status: fixed, issuer: a }", .vex),
  ])
  func `a finding is suppressed by its tool, by VEX, by a waiver, by an exception`(
    _ more: String, _ by: Suppression.Kind?
  ) throws {
    let text =
      rule + """
        exceptions: [{ id: e, why: documents, when: { path: docs/ }, effect: allow }]
        vex: { trust: [{ issuer: a, products: ["pkg:npm/x"], statuses: [fixed] }] }
        waivers: { approvers: ["@sec"], longest: { high: 14d } }
        """
    let judgement = try policy(text).judge("severity: high\nkind: sca\npackage: pkg:npm/x@1.0.0\n\(more)")
    #expect(judgement.suppressedBy?.kind == by)
    #expect(judgement.effect == (by == nil ? .deny : .allow))
    #expect(judgement.reasons.contains { $0.rule == "r" }, "what it would have been stays a reason")
  }

  @Test func `an exception that would change nothing is not spoken of`() throws {
    let text = """
      rules: [{ id: r, when: { kind: sast }, effect: warn }]
      exceptions: [{ id: e, why: so, when: { kind: sast }, effect: warn }]
      """
    #expect(try policy(text).judge("kind: sast").reasons.map(\.code) == [.ruleMatched])
  }

  @Test func `a tool's own marks count when the policy honours them`() throws {
    let judgement = try policy(rule + "tool-suppressions: honour").judge("severity: high\nstate: false-positive")
    #expect(judgement.suppressedBy?.kind == .tool)
  }

  @Test func `a problem that the change resolves is not blocked by any rule`() throws {
    let finding = try given("severity: critical\nnewness: resolved").dated(now: now)
    let judgement = Judge(try policy(rule), now: now)(Risk(finding, owners: Interned(.unmatched), vex: .noStatement))
    #expect(judgement.effect == .allow && judgement.outcome == Outcome())
  }

  /// Each pair is a finding and the same with more evidence of risk; the policies try to make that good news.
  @Test func `more evidence of risk never turns red to green`() throws {
    let rules = [
      "tool: semgrep", "not: { tool: trivy }", "cwe: 89", "not: { cwe: 79 }", "severity: { at-least: medium }",
      "known-exploited: true",
    ]
    let exceptions = [
      "tool: semgrep", "rule: rule", "cwe: 89", "severity: { at-most: medium }", "known-exploited: false",
      "not: { tool: trivy }",
    ]
    let findings = [
      ("tool: semgrep", "tool: [semgrep, trivy]"), ("tool: trivy", "tool: [semgrep, trivy]"),
      ("severity: medium", "severity: high"),
      ("severity: low", "severity: critical"), ("kind: sca", "known-exploited: true"),
      ("known-exploited: false", "known-exploited: true"),
    ]
    for rule in rules {
      for exception in exceptions {
        for unknown in ["apply", "skip"] {
          let policy = try policy(
            """
            rules: [{ id: r, when: { \(rule) }, effect: deny, if-unknown: \(unknown) }]
            exceptions: [{ id: e, why: so, when: { \(exception) }, effect: allow }]
            """)
          for (less, more) in findings {
            #expect(
              try policy.judge(less).effect <= policy.judge(more).effect, "\(rule) / \(exception) / \(less) → \(more)")
          }
        }
      }
    }
  }

  @Test func `a deadline counts days as its calendar has them`() throws {
    let text = rule + "sla: { due: { high: 5d }, calendar: { business-days: true, time-zone: \"+02:00\" } }"
    // 2026-11-20 is a Friday; 23:00 UTC is Saturday in +02:00, which counts as the Friday before.
    for (seen, due) in [
      ("2026-11-20", "2026-11-27"), ("2026-11-20T23:00:00Z", "2026-11-27"), ("2026-11-22", "2026-11-27"),
      ("2026-11-22T22:00:00Z", "2026-11-30"), ("2026-11-24", "2026-12-01"),
    ] {
      #expect(try policy(text).judge("severity: high\nfirst-seen: \(seen)").due?.description == due, "\(seen)")
    }
    #expect(try policy(rule + "sla: { due: { high: 5d, low: 9d } }").judge("severity: unknown").due == now.day + 5)
  }

  @Test(arguments: deadlines)
  fileprivate func `a deadline begins and pauses as the policy says`(_ test: DeadlineCase) throws {
    let policy = try policy(
      """
      rules: [{ id: overdue, when: { overdue: true }, effect: deny, if-unknown: skip }]
      waivers: { approvers: ["@a"], longest: { high: 30d } }
      sla: { due: { high: 10d }, \(test.sla) }
      """)
    let judged = try policy.judge("severity: high\n" + test.finding)
    #expect(judged.judgement.dueDate?.day.description == test.day)
    #expect(judged.judgement.dueDate?.certainty == test.certainty)
  }

  @Test func `what may be overdue is neither`() {
    let (day, later) = (now.day, now.day + 1)
    #expect(DueDate(day).isOver(on: day) == .no)
    #expect(DueDate(day).isOver(on: later) == .yes)
    #expect(DueDate(day, .orEarlier).isOver(on: day) == .unknown)
    #expect(DueDate(day, .orEarlier).isOver(on: later) == .yes)
    #expect(DueDate(day, .orLater).isOver(on: day) == .no)
    #expect(DueDate(day, .orLater).isOver(on: later) == .unknown)
  }

  @Test func `holidays do not count as business days`() throws {
    let calendar = "calendar: { business-days: true, holidays: [2026-12-25, 2026-12-28, 2026-12-26, 2026-12-25] }"
    let text = rule + "sla: { due: { high: 5d }, \(calendar) }"
    // 2026-12-21 is a Monday; the 26th is a Saturday.
    for (seen, due) in [("2026-12-21", "2026-12-30"), ("2026-12-28", "2027-01-04"), ("2026-12-18", "2026-12-29")] {
      let finding = "severity: high\nfirst-seen: \(seen)"
      #expect(try policy(text).judge(finding, at: now + .days(90)).due?.description == due, "\(seen)")
    }
    #expect(throws: PolicyError.self) {
      try policy(rule + "sla: { due: { high: 5d }, calendar: { holidays: [2026-12-25] } }")
    }
  }

  @Test func `business days agree with counting them one by one`() {
    func slow(_ start: Day, _ count: Int) -> Day {
      var (day, left) = (start, count)
      while left > 0 {
        day = day + 1
        if ![2, 3].contains(((day.number % 7) + 7) % 7) { left -= 1 }
      }
      return day
    }
    for start in 20_000..<20_030 {
      for count in 1...15 { #expect(Day(number: start).adding(businessDays: count) == slow(Day(number: start), count)) }
    }
  }

  @Test func `sections that can only be said once are refused in a second file`() throws {
    let files = ["a", "b"].map { name in
      Input(
        name: "\(name).yaml",
        bytes: Array(
          "gatehouse: 1\nname: \(name)\nrules: [{ id: r, when: { kind: sast }, effect: deny }]\nsla: { due: { high: 7d } }"
            .utf8))
    }
    let error = #expect(throws: PolicyError.self) { try Policy.read(files, tools: tools) }
    #expect(error?.diagnostics.map(\.text) == ["the id `r` is taken", "`sla` occurs in two files"])
    #expect(throws: PolicyError.self) { try Policy.read([], tools: tools) }
  }
}

/// What a policy says of its deadlines, a finding, and the deadline that follows.
private struct DeadlineCase: CustomTestStringConvertible {
  var testDescription: String
  var sla: String
  var finding: String
  var day: String?
  var certainty: DueDate.Certainty?

  init(_ name: String, _ sla: String, _ finding: String, _ day: String?, _ certainty: DueDate.Certainty? = .exact) {
    (testDescription, self.sla, self.finding, self.day) = (name, sla, finding, day)
    self.certainty = day == nil ? nil : certainty
  }
}

private let seen = "kind: sca\nfirst-seen: 2026-11-01\n"
private let bound = "kind: sca\nfirst-seen: 2026-11-01\nfirst-seen-source: at-least-since\n"
private let returned = "kind: sca\nfirst-seen: 2026-11-01\never-seen: 2026-09-01\n"
private let published = "published: 2026-10-01T00:00:00Z\n"
private let waived = "waiver: { approved-by: \"@a\", created: 2026-11-05, until: 2026-11-09 }"
private let waivedByOthers = "waiver: { approved-by: \"@b\", created: 2026-11-05, until: 2026-11-09 }"
private let waivedForLong = "waiver: { approved-by: \"@a\", created: 2026-10-01, until: 2026-11-09 }"

private let deadlines: [DeadlineCase] = [
  DeadlineCase("first seen", "start: first-seen", seen, "2026-11-11"),
  DeadlineCase("a bound of first seen", "start: first-seen", bound, "2026-11-11", .orEarlier),
  DeadlineCase("disclosed", "start: disclosed", seen + published, "2026-10-11"),
  DeadlineCase("disclosed, and when it came is not known", "start: disclosed", bound + published, "2026-10-11"),
  DeadlineCase("disclosed, but not dated", "start: disclosed", seen, "2026-11-11", .orEarlier),
  DeadlineCase("no package is disclosed", "start: disclosed", "first-seen: 2026-11-01", "2026-11-11"),
  DeadlineCase("a fix exists", "start: fix-available", seen + "fixed-versions: [\"2\"]", "2026-11-11"),
  DeadlineCase("no fix exists", "start: fix-available", seen + "fixed-versions: []", nil),
  DeadlineCase("nobody tells of a fix", "start: fix-available", seen, "2026-11-11", .orLater),
  DeadlineCase("neither fix nor age is known", "start: fix-available", bound, "2026-11-11", .unknown),
  DeadlineCase("code can be fixed", "start: fix-available", "first-seen: 2026-11-01", "2026-11-11"),
  DeadlineCase("it came back", "start: first-seen", returned, "2026-11-11"),
  DeadlineCase("it came back, and that changes nothing", "restart-on-return: false", returned, "2026-09-11"),
  DeadlineCase("it never went away", "restart-on-return: false", seen, "2026-11-11"),
  DeadlineCase(
    "it came back at an unknown time", "restart-on-return: false",
    bound + "ever-seen: 2026-09-01", "2026-09-11"),
  DeadlineCase(
    "it came back, and no fix exists", "restart-on-return: false, start: fix-available",
    returned + "fixed-versions: []", nil),
  DeadlineCase("a waiver that ended", "pause-under-waiver: true", seen + waived, "2026-11-16"),
  DeadlineCase("a waiver without a pause", "start: first-seen", seen + waived, "2026-11-11"),
  DeadlineCase("a waiver by somebody else", "pause-under-waiver: true", seen + waivedByOthers, "2026-11-11"),
  DeadlineCase("a waiver for too long", "pause-under-waiver: true", seen + waivedForLong, "2026-11-11"),
  DeadlineCase(
    "a waiver over a weekend", "pause-under-waiver: true, calendar: { business-days: true }", seen + waived,
    "2026-11-18"),
]
