import Foundation
import TestSupport
import Testing

/// `gatehouse waive` writes a waiver as a patch, which holds once it is on the base.
@Suite struct WaiveTests {
  private static let policy = Files.policy.replacing("  - { kind: sast, commit: head, max-age: 24h }", with: "  []")
    .replacing("evidence:\n  []\n", with: "")
  private static let terms = [
    "--until", "14d", "--approved-by", "@acme/payments", "--reason", "the gateway stands before it",
  ]

  private func waive(
    _ bench: Bench, _ arguments: [String], _ reports: [Report] = [.sarif()], now: String = Bench.now
  ) throws -> ProgramResult {
    let files = try reports.map { try bench.write($0, in: "reports-\(UUID().uuidString)").path }
    return try bench.ask(
      ["waive", "--now", now, "--base", "refs/heads/main", "--head", "refs/heads/change", "--scanned", bench.head]
        + arguments + files)
  }

  /// Applies a patch to the files of main and commits it there.
  private func merge(_ patch: String, into bench: Bench) throws {
    let work = bench.folder.appending(path: "main-\(UUID().uuidString)").path
    try bench.git("worktree", "add", "-q", work, "main")
    try bench.git("-C", work, "apply", "--whitespace=error-all", input: patch)
    try bench.git("-C", work, "add", ".gatehouse")
    try bench.git("-C", work, "commit", "-q", "-m", "waive")
  }

  /// Brings the change to the tip of main, so that the bench judges it from there.
  private func checkout(_ bench: Bench) throws { try bench.git("checkout", "-q", "-f", "change") }

  @Test func `without reports nothing is said of findings`() throws {
    let answer = try waive(Bench(), ["00000000"] + Self.terms, [])
    #expect(answer.status == 2 && answer.output.isEmpty && answer.errors.contains("gatehouse waive ID reports/"))
    #expect(!answer.errors.contains("finding-unknown"), "\(answer.errors)")
  }

  private static let waiverFiles: [Entry?] = [
    nil, .text(Files.waivers), .text("# ours\ngatehouse-waivers: 1\nwaivers: []   # none\n# the end"),
    .text(
      """
      gatehouse-waivers: 1
      waivers:
        # of the web team
        - { id: W-1, match: { rule: exec }, reason: nobody can reach it, approved-by: "@acme/platform", created: 2026-11-10, until: 2026-12-01 }

      # the end

      """),
  ]

  @Test(arguments: waiverFiles.indices) func `the patch, merged to the base, waives the finding`(_ index: Int) throws {
    let bench = try Bench(base: [
      ".gatehouse/waivers.yaml": Self.waiverFiles[index], ".gatehouse/policy.yaml": .text(Self.policy),
    ])
    try checkout(bench)
    let before = try bench.check()
    #expect(before.status == 1)
    let id = try #require(before.findings.first { $0["effect"].text == "deny" }?["id"].text)
    for name in [String(id.prefix(8)), id, String(id.prefix(6)).uppercased()] {
      let result = try waive(bench, [name] + Self.terms)
      #expect(result.status == 0 && result.errors.contains("no finding blocks"), "\(result)")
    }
    let patch = try waive(bench, [String(id.prefix(8))] + Self.terms).output
    try merge(patch, into: bench)
    let after = try bench.check()
    let waived = after.findings.filter { $0["suppressedBy"]["kind"].text == "waiver" }
    #expect(after.status == 0 && waived.map { $0["id"].text } == [id], "\(after.outcome)")
    #expect(waived.first?["suppressedBy"]["until"].text == "2026-12-04")
    // It was written for this change, which does not have it, and another one would be of no use.
    let again = try waive(bench, [id] + Self.terms)
    #expect(again.status == 2 && again.errors.contains("waiver-exists") && again.output.isEmpty, "\(again)")
  }

  @Test func `a waiver for a package, and one for all that blocks`() throws {
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(Self.policy)], change: ["package.json": "{\"a\":1}\n"])
    try checkout(bench)
    let reports: [Report] = [.sarif(), .trivy()]
    let blocked = try bench.check(reports).findings.filter { $0["effect"].text == "deny" }.count
    #expect(blocked == 2)
    var terms = Self.terms
    // The two have different owners, so one approver is not enough.
    let refused = try waive(bench, ["--blocking"] + terms, reports)
    #expect(refused.status == 2 && refused.errors.contains("waiver-not-authorized"), "\(refused)")
    let policy = Self.policy.replacing("approvers: codeowners", with: "approvers: [\"@acme/sec\"]")
    let other = try Bench(base: [".gatehouse/policy.yaml": .text(policy)], change: ["package.json": "{\"a\":1}\n"])
    try checkout(other)
    terms[3] = "@acme/sec"
    let patch = try waive(other, ["--blocking"] + terms, reports)
    #expect(patch.status == 0, "\(patch)")
    try merge(patch.output, into: other)
    #expect(try other.check(reports).status == 0)
  }

  /// What could never be valid, by arguments that replace the right ones, and the code that says so.
  private static let refusals: [(change: [String: String], code: String, hint: String)] = [
    (["--until": "2026-11-19"], "waiver-expired", "later day"), (["--until": "31d"], "waiver-too-long", "2026-12-20"),
    (["--until": "2027-11-19"], "waiver-too-long", "30d"), (["--until": "soon"], "usage", "--until"),
    (["--until": "36h"], "usage", "--until"), (["--reason": ""], "waiver-invalid", "--reason"),
    (["--reason": "ok"], "waiver-invalid", "--reason"),
    (["--reason": "a long\nreason of two lines"], "waiver-invalid", "--reason"),
    (["--approved-by": "@acme/web"], "waiver-not-authorized", "@acme/payments"),
    (["--approved-by": "acme"], "policy-invalid-value", "\"@acme\""), (["id": "00000000"], "finding-unknown", "eval"),
    (["id": ""], "finding-unknown", "eval"),
  ]

  @Test(arguments: refusals.indices) func `what could never be valid is refused, with a way out`(_ index: Int) throws {
    let (change, code, hint) = Self.refusals[index]
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(Self.policy)])
    try checkout(bench)
    let id = try #require(try bench.check().findings.first { $0["effect"].text == "deny" }?["id"].text)
    var arguments = change["id"] ?? String(id.prefix(8)) == "" ? [] : ["--finding", change["id"] ?? id]
    for option in stride(from: 0, to: Self.terms.count, by: 2) {
      arguments += [Self.terms[option], change[Self.terms[option]] ?? Self.terms[option + 1]]
    }
    let result = try waive(bench, arguments)
    #expect(result.status == 2 && result.output.isEmpty, "\(result)")
    #expect(result.errors.contains(code) && result.errors.contains(hint), "\(result.errors)")
  }

  @Test func `explain offers a waiver that only lacks its reason`() throws {
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(Self.policy)])
    try checkout(bench)
    let id = try #require(try bench.check().findings.first { $0["effect"].text == "deny" }?["id"].text)
    let file = try bench.write(.sarif(), in: "r").path
    let page = try bench.ask([
      "explain", "finding", String(id.prefix(8)), "--now", Bench.now, "--base", "refs/heads/main", "--head",
      "refs/heads/change", "--scanned", bench.head, file,
    ])
    let lines = page.output.split(separator: "\n")
    let start = try #require(lines.firstIndex { $0.hasPrefix("  - id: W-") }, "\(page)")
    let entry = lines[start..<start + 6].joined(separator: "\n") + "\n"
    func status(_ entry: String) throws -> Int32 {
      let waivers = "gatehouse-waivers: 1\nwaivers:\n" + entry
      return try Bench(base: [".gatehouse/policy.yaml": .text(Self.policy), ".gatehouse/waivers.yaml": .text(waivers)])
        .check().status
    }
    #expect(try status(entry) == 2, "a waiver needs a reason")
    #expect(try status(entry.replacing("reason: \"\"", with: "reason: the gateway stands before it")) == 0)
  }
}
