import Foundation
import Model
import System
import TestSupport
import Testing

@testable import Policies

private func waivers(_ entries: [String]) throws -> Waivers {
  let text = "gatehouse-waivers: 1\nwaivers:\n" + entries.map { "  - { \($0) }\n" }.joined()
  return try Waivers.read([Input(name: "waivers.yaml", bytes: Array(text.utf8))])
}

private func entry(
  _ id: String, _ match: String, created: String = "2026-11-20", until: String = "2026-11-30", by: String = "@sec"
) -> String {
  "id: \(id), match: { \(match) }, reason: nobody can reach it yet, approved-by: \"\(by)\", created: \(created), until: \(until)"
}

private let terms = """
  rules: [{ id: r, when: { severity: { at-least: low } }, effect: deny }]
  waivers: { approvers: ["@sec", codeowners], longest: { critical: 5d, high: 14d }, expiring: 3d }
  """

@Suite struct WaiverTests {
  private func judge(_ entries: [String], _ text: String) throws -> Judged {
    try policy(terms).judge(given(text), waivers: waivers(entries))
  }

  @Test(arguments: [
    ("id: cve-2026-1", true), ("id: CVE-2026-2", false), ("rule: sqli", true), ("rule: sql", false),
    ("finding: \(TestFinding.id)", true), ("finding: \(String(repeating: "1", count: 32))", false),
    ("id: CVE-2026-1, path: services/", true),
    ("id: CVE-2026-1, path: web/", false), ("id: CVE-2026-1, package: \"pkg:npm/x@1.*\"", true),
    ("id: CVE-2026-1, package: \"pkg:npm/x@2.*\"", false), ("id: CVE-2026-1, rule: other", false),
  ])
  func `a waiver fits a finding whole or not at all`(_ match: String, _ fits: Bool) throws {
    let finding =
      "kind: sca\nseverity: high\nids: [GHSA-1, CVE-2026-1]\nrule: sqli\npath: services/a.py\npackage: pkg:npm/x@1.2.3"
    #expect(try (judge([entry("W", match)], finding).suppressedBy?.kind == .waiver) == fits)
  }

  @Test func `two waivers that each fail a condition make none`() throws {
    let entries = [entry("W-1", "id: CVE-2026-1, path: web/"), entry("W-2", "id: CVE-2026-2, path: services/")]
    #expect(try judge(entries, "severity: high\nids: [CVE-2026-1]\npath: services/a.py").effect == .deny)
  }

  @Test(arguments: [
    ("high", "2026-11-20", "2026-12-04", "@sec", nil),
    ("high", "2026-11-20", "2026-12-05", "@sec", DiagnosticCode.waiverTooLong),
    ("critical", "2026-11-20", "2026-11-26", "@sec", .waiverTooLong),
    ("unknown", "2026-11-20", "2026-11-26", "@sec", .waiverTooLong),
    ("low", "2026-11-20", "2026-12-05", "@sec", .waiverTooLong), ("high", "2026-11-20", "2026-11-22", "@sec", nil),
    ("high", "2026-11-20", "2026-11-21", "@sec", .waiverExpired),
    ("high", "2026-11-23", "2026-11-24", "@sec", .waiverNotInForce),
    ("high", "2026-11-20", "2026-11-30", "@Pay", nil),
    ("high", "2026-11-20", "2026-11-30", "@web", .waiverNotAuthorized),
  ])
  func `a waiver holds from its day to its last day, for so long, by whom the policy allows`(
    _ severity: String, _ created: String, _ until: String, _ by: String, _ fault: DiagnosticCode?
  ) throws {
    let judgement = try judge(
      [entry("W", "finding: \(TestFinding.id)", created: created, until: until, by: by)],
      "severity: \(severity)\nowners: [\"@pay\"]")
    #expect(judgement.suppressedBy.map(\.kind) == (fault == nil ? .waiver : nil))
    if let fault { #expect(judgement.reasons.map(\.code).contains(fault)) }
  }

  @Test func `a policy without terms lets nobody waive`() throws {
    let policy = try policy("rules: [{ id: r, when: { kind: sast }, effect: deny }]")
    let judgement = policy.judge(
      try given("kind: sast"), waivers: try waivers([entry("W", "finding: \(TestFinding.id)")]))
    #expect(
      judgement.effect == .deny
        && judgement.reasons.last?.text == "waiver W was approved by @sec, and nobody may waive this")
  }

  @Test func `a waiver of a rule does not reach what another tool says of the same spot`() throws {
    var given = try given("tool: [semgrep, codeql]\nrule: a\nseverity: high")
    var observations = Array(given.finding.observations)
    observations[1].ruleId = "b"
    given.finding.observations = Observations(observations)
    let judgement = try policy(terms).judge(given, waivers: waivers([entry("W", "rule: a")]))
    #expect(
      judgement.effect == .deny
        && judgement.reasons.last?.text
          == "waiver W does not apply: it covers only a part of the finding, and not b, which codeql reports"
    )
  }

  @Test func `waivers that begin later are told, whatever they fit`() throws {
    let all = try waivers([
      entry("W-1", "id: CVE-2026-1", created: "2026-11-23", until: "2026-11-25"),
      entry("W-2", "id: CVE-2026-2", created: "2026-12-01", until: "2026-12-09"),
    ])
    let policy = try policy(terms)
    let judged = policy.judge(try given("severity: high\nids: [CVE-2026-1]"), waivers: all).judgement
    let audit = all.audit([judged], policy: policy, now: now)
    #expect(audit.uses.map(\.status) == [.notInForce, .notInForce])
    #expect(
      audit.warnings.map { "\($0.code.name): \($0.text)" } == [
        "waiver-not-in-force: waiver W-1 suppresses nothing yet: it begins tomorrow, on 2026-11-23",
        "waiver-not-in-force: waiver W-2 suppresses nothing yet: it begins in 9 days, on 2026-12-01",
        "waiver-unused: waiver W-2 fits no finding",
      ])
  }

  @Test(arguments: [
    ("2026-11-20", "set `until: 2026-12-04` or earlier"), ("2026-10-01", "its time was over on 2026-10-15"),
  ])
  func `no day of the past is advised for a waiver that lasts too long`(_ created: String, _ help: String) throws {
    let all = try waivers([entry("W-1", "id: CVE-2026-1", created: created, until: "2027-01-30")])
    let policy = try policy(terms)
    let judged = try policy.judge(given("severity: high\nids: [CVE-2026-1]\npath: a.py"), waivers: all).judgement
    let warning = all.audit([judged], policy: policy, now: now).warnings.first { $0.code == .waiverTooLong }
    #expect(warning?.help?.hasPrefix(help) == true, "\(warning?.help ?? "none")")
  }

  @Test(
    arguments: [
      (terms, "2026-12-04", nil), (terms, "2026-12-05", "no severity allows more than 14d"),
      (terms, "2099-01-01", "no severity allows more than 14d"),
      (
        terms.replacingOccurrences(of: "critical: 5d, high: 14d", with: "high: 99999d"), "2099-01-01",
        "runs for 72 years"
      ),
      (String(terms.prefix { $0 != "\n" }), "2026-11-21", "lets nobody approve"),
    ] as [(String, String, String?)])
  func `a waiver that can never hold, or that has no end in sight, is told without findings`(
    _ terms: String, _ until: String, _ warning: String?
  ) throws {
    let all = try waivers([entry("W-1", "id: CVE-2026-1", until: until)])
    let found = all.warnings(under: try policy(terms).waiverTerms)
    #expect(found.count == (warning == nil ? 0 : 1))
    if let warning { #expect(found.first?.text.contains(warning) == true, "\(found)") }
  }

  @Test func `waivers that ended, end soon, fit nothing, fit much or live too long are told`() throws {
    let all = try waivers([
      entry("W-1", "id: CVE-2026-1", until: "2026-11-21"), entry("W-2", "id: CVE-2026-2", until: "2026-11-25"),
      entry("W-3", "id: CVE-2026-3"), entry("W-4", "rule: many"), entry("W-5", "id: CVE-2026-2", until: "2027-01-30"),
    ])
    let findings = ["ids: [CVE-2026-1]", "ids: [CVE-2026-2]"] + Array(repeating: "rule: many", count: 11)
    let policy = try policy(terms)
    let judgements = try findings.map {
      policy.judge(try given("severity: high\n\($0)"), waivers: all).judgement
    }
    #expect(
      all.audit(judgements, policy: policy, now: now).warnings.map { "\($0.code.name): \($0.text)" } == [
        "waiver-expired: waiver W-1 ended 1 day ago, on 2026-11-21",
        "waiver-expiring: waiver W-2 ends in 3 days, on 2026-11-25",
        "waiver-unused: waiver W-3 fits no finding", "waiver-too-broad: waiver W-4 fits 11 findings",
        "waiver-too-long: waiver W-5 runs for 71 days where 14d is the most",
      ])
  }

  /// Only a waiver that suppresses something ends for somebody.
  @Test(
    arguments: [
      (
        "2026-11-23", "@sec", "waiver-expiring: waiver W-1 ends in 1 day, on 2026-11-23",
        "fix the finding before that day"
      ),
      ("2026-11-22", "@sec", "waiver-expiring: waiver W-1 ends today", "fix the finding today"),
      ("2026-11-23", "@nobody", "waiver-not-authorized: waiver W-1 suppresses nothing: it is not authorised", nil),
    ] as [(String, String, String, String?)])
  func `a waiver that is about to end says when`(_ until: String, _ by: String, _ said: String, _ help: String?) throws
  {
    let all = try waivers([entry("W-1", "id: CVE-2026-1", until: until, by: by)])
    let policy = try policy(terms)
    let judged = policy.judge(try given("severity: high\nids: [CVE-2026-1]"), waivers: all).judgement
    let found = all.audit([judged], policy: policy, now: now).warnings
    #expect(found.map { "\($0.code.name): \($0.text)" } == [said])
    if let help { #expect(found.first?.help == help) }
  }

  @Test(.corpus("hostile/waiver-times.json")) func `a waiver's end is a day that exists, or the file is refused`()
    throws
  {
    let file = try Corpus.find("hostile/waiver-times.json")
    let list = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [[String: String]])
    var right = 0
    for item in list {
      let end = try #require(item["expires"])
      let isLegal = (try? waivers([entry("W", "id: CVE-2026-1", created: "2020-01-01", until: "\"\(end)\"")])) != nil
      let exists = end.utf8.count == 10 && Day(end) != nil
      if isLegal == exists { right += 1 } else { Issue.record("\(end)") }
    }
    Corpus.report("hostile-waiver-times", right: right, all: list.count)
  }

  @Test(.corpus("hostile")) func `a hostile policy is refused with a position`() throws {
    let folder = try Corpus.find("hostile")
    var (right, all) = (0, 0)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() where name.hasSuffix(".yaml")
    {
      let input = try input(folder.appending(path: name))
      all += 1
      do { _ = try Policy.read([input], tools: tools) } catch {
        if error.diagnostics.allSatisfy({ $0.position?.line != nil }) { right += 1 } else { Issue.record("\(name)") }
      }
    }
    Corpus.report("hostile-policies", right: right, all: all)
  }
}
