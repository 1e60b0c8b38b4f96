import Foundation
import TestSupport
import Testing

/// Waivers of one finding, one after the other on the base branch, last no longer than one may.
@Suite struct RenewedWaiverTests {
  private struct Version {
    /// The day on which it is committed.
    let day: String
    let waivers: [(id: String, match: String, created: String, until: String)]

    var text: String {
      "gatehouse-waivers: 1\nwaivers:\(waivers.isEmpty ? " []" : "")\n"
        + waivers.map {
          "  - { id: \($0.id), match: { \($0.match) }, reason: nobody can reach it yet, approved-by: \"@acme/payments\", "
            + "created: \($0.created), until: \($0.until) }\n"
        }.joined()
    }
  }

  private struct Case: CustomTestStringConvertible {
    let name: String
    let versions: [Version]
    var terms = ""
    let isWaived: Bool
    var testDescription: String { name }
  }

  private static func one(_ day: String, _ created: String, _ until: String, _ match: String = "rule: eval") -> Version
  {
    Version(day: day, waivers: [("W-1", match, created, until)])
  }

  /// It is 2026-11-20, and high findings may be waived for 30 days.
  private static let cases = [
    Case(name: "one", versions: [one("2026-11-01", "2026-11-01", "2026-11-30")], isWaived: true),
    Case(
      name: "a second one",
      versions: [
        one("2026-10-10", "2026-10-10", "2026-11-08"),
        Version(day: "2026-11-09", waivers: [("W-2", "rule: eval", "2026-11-09", "2026-11-30")]),
      ], isWaived: false),
    Case(
      name: "a second one, where one renewal is allowed",
      versions: [
        one("2026-10-10", "2026-10-10", "2026-11-08"),
        Version(day: "2026-11-09", waivers: [("W-2", "rule: eval", "2026-11-09", "2026-11-30")]),
      ], terms: ", renewals: 1", isWaived: true),
    Case(
      name: "a new end and a new beginning",
      versions: [
        one("2026-10-10", "2026-10-10", "2026-11-08"), one("2026-11-09", "2026-11-09", "2026-11-30"),
      ], isWaived: false),
    Case(
      name: "taken away in between",
      versions: [
        one("2026-10-10", "2026-10-10", "2026-11-08"), Version(day: "2026-11-09", waivers: []),
        one("2026-11-12", "2026-11-12", "2026-11-30"),
      ], isWaived: false),
    Case(
      name: "by another name of the finding",
      versions: [
        one("2026-10-10", "2026-10-10", "2026-11-08", "rule: eval, path: src/pay/"),
        one("2026-11-09", "2026-11-09", "2026-11-30"),
      ], isWaived: false),
    Case(
      name: "of another finding",
      versions: [
        one("2026-10-10", "2026-10-10", "2026-11-08", "rule: exec"), one("2026-11-09", "2026-11-09", "2026-11-30"),
      ], isWaived: true),
    Case(
      name: "dated back: what arrives counts",
      versions: [
        one("2026-11-09", "2026-10-10", "2026-11-08"), one("2026-11-10", "2026-11-10", "2026-11-30"),
      ], isWaived: true),
  ]

  @Test(arguments: cases) private func `waivers one after the other are one`(_ one: Case) throws {
    let policy = Files.policy.replacing(
      "unknown: 14d }", with: "unknown: 14d }\(one.terms.isEmpty ? "" : "\n  renewals: 1")")
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(policy), ".gatehouse/waivers.yaml": nil])
    try bench.git("checkout", "-q", "-f", "main")
    // Main begins on 2026-11-01, so its first commit is dated again.
    let root = try bench.git(
      "commit-tree", "main^{tree}", "-m", "root", environment: Self.dates("2026-10-01"))
    try bench.git("reset", "-q", "--hard", root)
    for version in one.versions {
      let file = bench.repository.appending(path: ".gatehouse/waivers.yaml")
      try Data(version.text.utf8).write(to: file)
      try bench.git("add", "-A")
      try bench.git("commit", "-q", "-m", "waivers", environment: Self.dates(version.day))
    }
    let tree = try bench.git("rev-parse", "change^{tree}")
    try bench.git("read-tree", tree)
    try bench.git("checkout", "main", "--", ".gatehouse")
    let head = try bench.git("commit-tree", try bench.git("write-tree"), "-p", "main", "-m", "head")
    try bench.git("update-ref", "refs/heads/change", head)
    let answer = try bench.check([.sarif()], ["--scanned", head], bound: false)
    #expect((answer.status == 0) == one.isWaived && answer.status < 2, "\(answer.outcome)")
    if !one.isWaived { #expect(answer.outcome.output.contains("waiver-too-long")) }
  }

  /// Main since 2026-10-01 with the bad line, and versions of it that a body commits; a change that brings nothing is judged.
  private func judged(
    policy: String, at path: String = "src/pay/charge.py", _ commits: (Bench) throws -> Void
  ) throws -> Answer {
    let bad = Files.code(line: "    eval(request.body)")
    let bench = try Bench(
      base: [".gatehouse/policy.yaml": .text(policy), ".gatehouse/waivers.yaml": nil, "src/pay/charge.py": .text(bad)])
    try bench.git("checkout", "-q", "-f", "main")
    let root = try bench.git("commit-tree", "main^{tree}", "-m", "root", environment: Self.dates("2026-10-01"))
    try bench.git("reset", "-q", "--hard", root)
    try commits(bench)
    try bench.git("checkout", "-q", "-f", "-B", "change")
    try bench.git("commit", "-q", "--allow-empty", "-m", "head")
    let head = try bench.git("rev-parse", "HEAD")
    return try bench.check([.sarif([Statement(path: path)])], ["--scanned", head], bound: false)
  }

  private static func commit(_ version: Version, _ bench: Bench) throws {
    try Data(version.text.utf8).write(to: bench.repository.appending(path: ".gatehouse/waivers.yaml"))
    try bench.git("add", "-A")
    try bench.git("commit", "-q", "-m", "waivers", environment: dates(version.day))
  }

  @Test(arguments: [("2026-10-15", false), ("2026-11-01", true), ("2026-11-19", true)])
  func `a waiver pauses a deadline from the day on which the base branch got it`(day: String, isOver: Bool) throws {
    let policy = """
      gatehouse: 1
      name: p
      sla: { due: { high: 30d }, pause-under-waiver: true }
      rules: [{ id: overdue, when: { overdue: true }, effect: deny }]
      waivers: { approvers: ["@acme/payments"], longest: { high: 30d } }

      """
    let answer = try judged(policy: policy) { try Self.commit(Self.one(day, "2026-10-15", "2026-11-10"), $0) }
    #expect(answer.status == (isOver ? 1 : 0), "\(answer.outcome)")
  }

  @Test(arguments: [true, false])
  func `a renewed waiver of a renamed file is no first one`(isRenamed: Bool) throws {
    let policy = Files.lax + "waivers: { approvers: [\"@acme/payments\"], longest: { high: 30d } }\n"
    let (old, new) = ("src/pay/charge.py", "src/paying/charge.py")
    let answer = try judged(policy: policy, at: new) { bench in
      if !isRenamed { try bench.git("mv", "src/pay", "src/paying") }
      try Self.commit(Self.one("2026-10-05", "2026-10-05", "2026-11-01", "rule: eval, path: \(old)"), bench)
      if isRenamed { try bench.git("mv", "src/pay", "src/paying") }
      try Self.commit(
        Version(day: "2026-11-05", waivers: [("W-2", "rule: eval, path: \(new)", "2026-11-05", "2026-11-30")]), bench)
    }
    #expect(answer.status == (isRenamed ? 1 : 0), "\(answer.outcome)")
  }

  private static func dates(_ day: String) -> [String: String] {
    ["GIT_AUTHOR_DATE": "\(day)T10:00:00Z", "GIT_COMMITTER_DATE": "\(day)T10:00:00Z"]
  }
}
