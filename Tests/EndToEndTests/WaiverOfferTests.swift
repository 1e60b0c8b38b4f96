import Foundation
import TestSupport
import Testing

/// A waiver that is offered, or written by `waive`, holds when it is merged as it is.
@Suite struct WaiverOfferTests {
  private static let policy = Files.policy.replacing(
    "evidence:\n  - { kind: sast, commit: head, max-age: 24h }\n", with: "")

  private static func entry(_ id: String, _ match: String, _ created: String, _ until: String) -> String {
    """
      - id: \(id)
        match: { \(match) }
        reason: nobody can reach it yet
        approved-by: "@acme/payments"
        created: \(created)
        until: \(until)

    """
  }

  private static let options = ["--now", Bench.now, "--base", "refs/heads/main", "--head", "refs/heads/change"]

  private func ask(_ bench: Bench, _ command: [String]) throws -> ProgramResult {
    try bench.ask(command + Self.options + ["--scanned", bench.head, bench.write(.sarif()).path])
  }

  private func waive(_ bench: Bench, _ until: String) throws -> ProgramResult {
    let id = try blocking(bench)["id"].text ?? ""
    return try ask(
      bench,
      ["waive", id, "--until", until, "--approved-by", "@acme/payments", "--reason", "the gateway stands before it"])
  }

  private func blocking(_ bench: Bench) throws -> JSON {
    try #require(bench.check().findings.first { $0["effect"].text == "deny" })
  }

  /// The entry that `explain` prints, with a reason.
  private func offered(_ bench: Bench) throws -> String {
    let page = try ask(bench, ["explain", "finding", "eval"]).output
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasPrefix("  - id: W-") }, "\(page)")
    return (lines[start..<start + 6].joined(separator: "\n") + "\n")
      .replacing("reason: \"\"", with: "reason: the gateway stands before it")
  }

  /// Puts files on the tip of main, at the time of the change.
  private func commit(_ files: [String: String], to bench: Bench) throws {
    let work = bench.folder.appending(path: "main-\(UUID().uuidString)")
    try bench.git("worktree", "add", "-q", "--detach", work.path, "main")
    for (path, text) in files { try Data(text.utf8).write(to: work.appending(path: path)) }
    try bench.git("-C", work.path, "add", "-A")
    try bench.git("-C", work.path, "commit", "-q", "-m", "waivers")
    try bench.git("update-ref", "refs/heads/main", try bench.git("-C", work.path, "rev-parse", "HEAD"))
  }

  private func bench(_ waivers: String?, terms: String = "") throws -> Bench {
    try Bench(base: [
      ".gatehouse/policy.yaml": .text(
        Self.policy.replacing("approvers: codeowners", with: "approvers: codeowners\(terms)")),
      ".gatehouse/waivers.yaml": waivers.map { .text("gatehouse-waivers: 1\nwaivers:\n\($0)") },
    ])
  }

  /// Main begins on 2026-11-01 with a waiver, it is 2026-11-20, and high findings may be waived for 30 days in all.
  @Test func `what an earlier waiver took is not offered again`() throws {
    let old = Self.entry("W-1", "rule: eval", "2026-11-01", "2026-11-19")
    let bench = try bench(old)
    #expect(try blocking(bench)["waiver"]["days"].number == 11)
    let screen = try bench.check(formats: []).outcome.output.replacing(#/\s+/#, with: " ")
    #expect(screen.contains("a waiver by @acme/payments, 11 days at most"), "\(screen)")
    let entry = try offered(bench)
    #expect(entry.contains("until: 2026-12-01"), "\(entry)")
    #expect(try waive(bench, "11d").status == 0)
    #expect(try waive(bench, "12d").status == 2)
    try commit([".gatehouse/waivers.yaml": "gatehouse-waivers: 1\nwaivers:\n" + old + entry], to: bench)
    #expect(try bench.check().status == 0)
  }

  @Test func `where nothing is left, nothing is offered`() throws {
    let bench = try bench(Self.entry("W-1", "rule: eval", "2026-11-01", "2026-11-19"), terms: "\n  renewals: 0")
    #expect(try blocking(bench)["waiver"] == .null)
    #expect(try !ask(bench, ["explain", "finding", "eval"]).output.contains("to waive it"))
  }

  /// A waiver that ended may be deleted, and its time still counts.
  @Test func `the command reads waivers that are no longer there`() throws {
    let bench = try bench(Self.entry("W-1", "rule: eval", "2026-11-01", "2026-11-19"))
    try commit([".gatehouse/waivers.yaml": Files.waivers], to: bench)
    #expect(try waive(bench, "12d").errors.contains("waiver-too-long"))
    #expect(try waive(bench, "11d").status == 0)
    #expect(try offered(bench).contains("until: 2026-12-01"))
  }

  @Test func `the id of an entry that is offered is free`() throws {
    let id = try #require(try blocking(bench(nil))["id"].text)
    let old = Self.entry("W-\(id.prefix(8))", "finding: \(id)", "2026-11-01", "2026-11-19")
    let bench = try bench(old)
    let entry = try offered(bench)
    #expect(entry.contains("id: W-\(id.prefix(8))-2\n"), "\(entry)")
    try commit([".gatehouse/waivers.yaml": "gatehouse-waivers: 1\nwaivers:\n" + old + entry], to: bench)
    #expect(try bench.check().status == 0)
  }

  /// The change is checked out, and main has had a waiver file since.
  @Test func `the patch is for the file of the base`() throws {
    let bench = try bench(nil)
    let other = Self.entry("W-1", "rule: exec", "2026-11-10", "2026-11-30")
    try commit([".gatehouse/waivers.yaml": "gatehouse-waivers: 1\nwaivers:\n" + other], to: bench)
    try bench.git("checkout", "-q", "-f", "change")
    let result = try waive(bench, "14d")
    #expect(result.status == 0 && result.errors.contains("on a branch of main, not on the change"), "\(result)")
    let work = bench.folder.appending(path: "work").path
    try bench.git("worktree", "add", "-q", "--detach", work, "main")
    try bench.git("-C", work, "apply", "--index", input: result.output)
    try bench.git("-C", work, "commit", "-q", "-m", "waive")
    try bench.git("update-ref", "refs/heads/main", try bench.git("-C", work, "rev-parse", "HEAD"))
    #expect(try bench.check().status == 0)
    // A branch of the base, where another waiver waits to be merged, keeps that one.
    try bench.git("checkout", "-q", "-f", "-b", "waivers", "main")
    let waiting = "gatehouse-waivers: 1\nwaivers:\n" + Self.entry("W-7", "rule: exec", "2026-11-10", "2026-11-30")
    try bench.git("update-ref", "refs/heads/main", "main~1")
    try Data(waiting.utf8).write(to: bench.repository.appending(path: ".gatehouse/waivers.yaml"))
    let added = try waive(bench, "14d")
    #expect(added.output.contains("   until: 2026-11-30") && added.errors.contains("at the root"), "\(added)")
    try bench.git("apply", input: added.output)
  }

  @Test func `an approval that commits must prove is asked for`() throws {
    let bench = try bench(nil, terms: "\n  proof: commits")
    let (written, page) = (try waive(bench, "14d"), try ask(bench, ["explain", "finding", "eval"]))
    for text in [written.errors, page.output] {
      #expect(
        text.contains("proof: commits") && text.contains("people.yaml") && text.contains("merge commit"), "\(text)")
    }
    #expect(written.errors.contains("and its approval proven"))
    #expect(try blocking(bench)["waiver"]["proof"].text == "commits")
    #expect(try !ask(self.bench(nil), ["explain", "finding", "eval"]).output.contains("people.yaml"))
  }
}
