import Foundation
import TestSupport
import Testing

/// Laws 4, 5 and 6: nothing is thrown away, all rules are evaluated, and the way to green is true.
@Suite struct JudgementTests {
  static let aside: [String: Entry?] = [
    ".gatehouse/waivers.yaml": .text(
      Files.generousWaivers + waiver("W-2", "exec", until: "2026-11-18")
        + waiver("W-3", "eval", path: "src/web/**", until: "2026-12-01")),
    ".gatehouse/vex/acme.openvex.json": .text(Files.vex("CVE-2026-1001", "not_affected")),
    ".gatehouse/vex/other.openvex.json": .text(Files.vex("CVE-2026-7777", "not_affected")),
  ]

  static func waiver(_ id: String, _ rule: String, path: String = "src/pay/**", until: String) -> String {
    """
      - { id: \(id), match: { rule: \(rule), path: "\(path)" }, reason: nobody can reach this code, approved-by: "@acme/payments", created: 2026-11-10, until: \(until) }

    """
  }

  static let reports = [
    Report.sarif(), .sarif([.bad], named: "second.sarif"), .trivy(),
    .sarif([Statement(rule: "exec", line: 7, message: "exec of what a stranger sends")], named: "third.sarif"),
  ]

  @Test func `what is suppressed stays, with its suppressor, where, why and until when`() throws {
    let answer = try Bench(base: Self.aside, change: TrustTests.dependency).check(Self.reports)
    #expect(answer.status == 1, "\(answer.outcome.output)")
    let suppressed = answer.findings.filter { $0["suppressedBy"] != .null }
    #expect(Set(suppressed.compactMap { $0["suppressedBy"]["kind"].text }).contains("vex"))
    for finding in suppressed {
      let by = finding["suppressedBy"]
      #expect(finding["effect"].text == "allow")
      #expect(by["at"]["file"].text?.hasPrefix(".gatehouse/") == true && by["at"]["line"].number != nil)
      #expect(by["reason"].text?.isEmpty == false)
      #expect(by["until"].text != nil || by["kind"].text == "vex")
    }
    // Every statement of every scanner is the observation of exactly one finding.
    let observations = answer.findings.flatMap { $0["observations"].list }.compactMap { $0["at"]["file"].text }.sorted()
    #expect(observations == ["codeql.sarif", "second.sarif", "third.sarif", "trivy.json"])
  }

  @Test(arguments: [
    ("2026-11-20T12:00:00Z", "waiver-expired", true), ("2026-11-20T12:00:00Z", "waiver-unused", true),
    ("2026-11-20T12:00:00Z", "vex-unused", true), ("2026-11-20T12:00:00Z", "waiver-expiring", true),
    ("2026-11-10T00:00:00Z", "waiver-expiring", false),
  ])
  func `waivers and statements that are of no use are told`(_ now: String, _ code: String, _ isTold: Bool) throws {
    let bench = try Bench(base: Self.aside, change: TrustTests.dependency)
    let answer = try bench.check(now == Bench.now ? Self.reports : [.sarif([], time: "2026-11-10T00:00:00Z")], now: now)
    #expect(answer.codes.contains(code) == isTold, "\(answer.codes)")
  }

  @Test func `results of one rule at one place with two messages are two, in one report and in two`() throws {
    let two = [Statement(message: "the name is evaluated"), Statement(message: "the path is evaluated")]
    let bench = try Bench()
    for reports in [[Report.sarif(two)], [.sarif([two[0]]), .sarif([two[1]], named: "second.sarif")]] {
      let answer = try bench.check(reports)
      #expect(answer.findings.compactMap { $0["title"].text }.sorted() == two.map(\.message))
    }
  }

  @Test func `the last day of a waiver counts and the next does not`() throws {
    let bench = try Bench(base: [".gatehouse/waivers.yaml": .text(Files.generousWaivers)])
    for (now, status) in [
      ("2026-12-01T23:59:59Z", 0), ("2026-12-02T00:00:00Z", 1), ("2026-11-09T23:59:59Z", 1),
      ("2026-11-10T00:00:00Z", 0),
    ] {
      let answer = try bench.check([.sarif(time: now)], now: now)
      #expect(Int(answer.status) == status, "\(now): \(answer.outcome.output)")
    }
  }

  // A suppressed finding stays visible.

  static let rules = [
    "  - { id: warns, when: { severity: { at-least: low } }, effect: warn }\n",
    "  - { id: denies, when: { kind: sast }, effect: deny }\n",
    "  - { id: denies-too, when: { newness: introduced }, effect: deny }\n",
    "  - { id: not-this, when: { kind: secret }, effect: deny }\n",
  ]

  @Test(arguments: [[0, 1, 2, 3], [3, 2, 1, 0], [1, 0, 3, 2], [2, 3, 0, 1]])
  func `the order of rules changes nothing but line numbers`(_ order: [Int]) throws {
    func decision(_ order: [Int]) throws -> Answer {
      let policy = "gatehouse: 1\nname: order\nrules:\n" + order.map { Self.rules[$0] }.joined()
      return try Bench(base: [".gatehouse/policy.yaml": .text(policy)]).check([.sarif()])
    }
    let (one, other) = (try decision([0, 1, 2, 3]), try decision(order))
    #expect(other.status == 1)
    let reasons = other.findings[0]["reasons"].list
    #expect(Set(reasons.compactMap { $0["rule"].text }) == ["warns", "denies", "denies-too"])
    #expect(reasons.allSatisfy { $0["at"]["file"].text == ".gatehouse/policy.yaml" && $0["at"]["line"].number != nil })
    let lines = one.decision.differences(to: other.decision).filter {
      !$0.hasSuffix("/line") && !$0.hasSuffix("/digest") && !$0.hasSuffix("/commit") && !$0.hasSuffix("/column")
    }
    #expect(lines == [])
  }

  // The remediation that a decision shows turns the gate green.

  @Test func `the example is red, says what to do, and is green when it is done`() throws {
    let shop = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../examples/shop")
      .standardizedFileURL
    let folder = FileManager.default.temporaryDirectory.appending(path: "shop-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let made = try run("/bin/sh", [shop.appending(path: "history.sh").path, folder.path, "--fixed"])
    let fixed = made.output.split(separator: "\n").last?.split(separator: " ").last.map(String.init) ?? ""
    func check(_ head: String, _ reports: String) throws -> Answer {
      Answer(
        try gatehouse([
          "check", "--repo", folder.path, "--base", "refs/heads/main", "--head", head, "--now", "2026-11-21T00:00:00Z",
          "--base-report", shop.appending(path: "base-reports").path, "--format", "json",
          shop.appending(path: reports).path,
        ]))
    }
    let red = try check("refs/heads/change", "reports")
    #expect(red.status == 2, "the branch holds the fix, which these reports did not look at")
    let head = try run("/usr/bin/git", ["rev-parse", "change~1"], in: folder).output.trimmingCharacters(
      in: .whitespacesAndNewlines)
    let before = try check(head, "reports")
    #expect(before.status == 1)
    #expect(before.decision["actionsChecked"] == .flag(true))
    let blocking = Set(before.findings.filter { $0["effect"].text == "deny" }.compactMap { $0["id"].text })
    #expect(Set(before.decision["actions"].list.flatMap { $0["closes"].list }.compactMap(\.text)) == blocking)
    let after = try check(fixed, "reports-after")
    #expect(after.status == 0, "\(after.decision["actions"])")
  }

  @Test func `doing what the actions say opens the gate`() throws {
    let bench = try Bench(change: TrustTests.dependency)
    let red = try bench.check([.sarif(), .trivy()])
    let actions = red.decision["actions"].list
    #expect(actions.compactMap { $0["kind"].text }.sorted() == ["fix", "upgrade"])
    #expect(actions.first { $0["kind"].text == "upgrade" }?["to"].text == "1.0.1")
    #expect(try bench.check([.sarif([]), .trivy(version: "1.0.1", severity: "LOW")]).status == 0)
    // A gap is an action too.
    let gap = try bench.check([.trivy(version: "1.0.1", severity: "LOW")])
    #expect(gap.status == 2)
    #expect(gap.decision["actions"].list.contains { $0["kind"].text == "scan" || $0["kind"].text == "rescan" })
  }
}
