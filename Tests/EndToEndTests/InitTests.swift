import Foundation
import TestSupport
import Testing

/// A gate that is set up in one command lets today's main branch pass, and what a change brings not.
@Suite struct InitTests {
  /// A repository without a gate that has a backlog, with main checked out.
  static func fresh(_ more: [String: Entry?] = [:]) throws -> Bench {
    let none: [String: Entry?] = [
      ".gatehouse/policy.yaml": nil, ".gatehouse/waivers.yaml": nil, ".gatehouse/vex/acme.openvex.json": nil,
      "src/web/index.py": .text(Files.code(line: "    eval(request.body)")), ".github/workflows/ci.yml": "on: push\n",
    ]
    let bench = try Bench(base: none.merging(more) { $1 })
    try bench.git("symbolic-ref", "HEAD", "refs/heads/main")
    try bench.git("reset", "-q", "--hard")
    return bench
  }

  static let backlog = Statement(path: "src/web/index.py")
  static let critical = Statement(more: #","properties":{"security-severity":"9.8"}"#)

  private func initialise(_ bench: Bench, _ reports: [Report]) throws -> ProgramResult {
    let files = try reports.map { try bench.write($0).path }
    return try bench.ask(["init", "--now", Bench.now] + files)
  }

  private func file(_ bench: Bench, _ name: String) throws -> String {
    try String(contentsOf: bench.repository.appending(path: ".gatehouse/\(name)"), encoding: .utf8)
  }

  @Test(arguments: ["2026-11-19", "2028-01-31"])
  func `a day that no baseline may have is refused before anything is written`(_ day: String) throws {
    let bench = try Self.fresh()
    let made = try bench.ask(["init", "--now", Bench.now, "--until", day])
    #expect(made.status == 2 && made.errors.contains("name a day from 2026-11-20 to 2027-11-21"), "\(made.errors)")
    #expect(try bench.git("status", "--porcelain").isEmpty)
  }

  @Test func `a repository without a finding gets a baseline that can be read`() throws {
    let bench = try Self.fresh()
    #expect(try initialise(bench, [.sarif([])]).status == 0)
    #expect(try file(bench, "baseline.yaml").contains("findings: []\n"))
    let checked = try bench.ask(["policy", "check"])
    #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
  }

  @Test func `the gate that is made passes what is there and stops what a change brings`() throws {
    let bench = try Self.fresh([".github/workflows/ci.yml": nil])
    let made = try initialise(bench, [.sarif([Self.backlog])])
    #expect(made.status == 0, "\(made.errors)")
    for name in ["policy.yaml", "waivers.yaml", "baseline.yaml", "policy.schema.json"] {
      #expect(made.output.contains(".gatehouse/\(name)"), "\(made.output)")
    }
    let checked = try bench.ask(["policy", "check"])
    #expect(checked.status == 0 && checked.errors.isEmpty, "\(checked.output)\(checked.errors)")
    try bench.git("add", ".gatehouse")
    try bench.git("commit", "-qm", "gate")
    func change(_ line: String?, _ results: [Statement], now: String = Bench.now) throws -> Answer {
      try bench.git("checkout", "-q", "-B", "change-9", "main")
      if let line {
        try Data(Files.code(line: line).utf8).write(to: bench.repository.appending(path: "src/pay/charge.py"))
      } else {
        try Data("hello\n".utf8).write(to: bench.repository.appending(path: "README.md"))
      }
      try bench.git("add", "-A")
      try bench.git("commit", "-qm", "change")
      let head = try bench.git("rev-parse", "HEAD")
      return try bench.check(
        [.sarif(results, time: now)], ["--scanned", head], asking: ["--base", "refs/heads/main", "--head", head],
        bound: false, now: now)
    }
    let harmless = try change(nil, [Self.backlog])
    #expect(harmless.status == 0, "\(harmless.outcome.output)")
    #expect(harmless.findings.first?["suppressedBy"]["kind"].text == "baseline")
    let harmful = try change("    eval(request.body)", [Self.backlog, Self.critical])
    #expect(harmful.status == 1, "\(harmful.outcome.output)")
    // A new high warns at first and blocks from the day that the policy names.
    let high = try change("    eval(request.body)", [Self.backlog, .bad])
    #expect(high.status == 0 && high.findings.contains { $0["effect"].text == "warn" }, "\(high.outcome.output)")
    let later = try change("    eval(request.body)", [Self.backlog, .bad], now: "2026-12-20T12:00:00Z")
    #expect(later.status == 1, "\(later.outcome.output)")
    // The day after the baseline's last, the backlog blocks as well.
    let last = try change(nil, [Self.backlog], now: "2027-02-18T12:00:00Z")
    #expect(last.status == 0, "\(last.outcome.output)")
    let over = try change(nil, [Self.backlog], now: "2027-02-19T12:00:00Z")
    #expect(over.status == 1, "\(over.outcome.output)")
    // Without a report the scan that was there today is missed.
    let head = try bench.git("rev-parse", "HEAD")
    let missed = try bench.check(
      [.trivy()], ["--scanned", head], asking: ["--base", "refs/heads/main", "--head", head], bound: false)
    #expect(missed.status == 2 && !missed.decision["gaps"].list.isEmpty, "\(missed.outcome.output)")
  }

  @Test func `a report that was made from a modified tree is told`() throws {
    let bench = try Self.fresh()
    let report = try bench.write(.sarif([Self.backlog]))
    try Data("gatehouse-report: 1\ntree: modified\n".utf8).write(to: URL(filePath: report.path + ".gatehouse.yaml"))
    let made = try bench.ask(["init", "--now", Bench.now, report.path])
    #expect(made.status == 0 && made.errors.contains("warning[report-wrong-commit]"), "\(made.errors)")
  }

  @Test func `a second run changes nothing`() throws {
    let bench = try Self.fresh()
    _ = try initialise(bench, [.sarif([Self.backlog])])
    let policy = "# ours\n" + (try file(bench, "policy.yaml"))
    try Data(policy.utf8).write(to: bench.repository.appending(path: ".gatehouse/policy.yaml"))
    let before = try ["policy.yaml", "waivers.yaml", "baseline.yaml", "policy.schema.json"].map { try file(bench, $0) }
    let again = try initialise(bench, [.sarif([Self.backlog, Self.critical])])
    #expect(again.status == 0 && !again.output.contains("wrote"), "\(again.output)")
    let after = try ["policy.yaml", "waivers.yaml", "baseline.yaml", "policy.schema.json"].map { try file(bench, $0) }
    #expect(before == after)
  }

  @Test func `names in reports and paths say nothing in the files that are written`() throws {
    let hostile = "x.py:1\nuntil: 2099-01-01"
    let bench = try Self.fresh()
    var result = Self.backlog
    result.rule = "r\n  - 00000000000000000000000000000000"
    result.path = hostile
    let made = try initialise(bench, [.sarif([result, Self.backlog], named: "a.sarif")])
    #expect(made.status == 0, "\(made.errors)")
    #expect(!(try file(bench, "baseline.yaml").contains("\nuntil: 2099")))
    #expect(try file(bench, "baseline.yaml").components(separatedBy: "\n  - ").count == 3)
    #expect(try bench.ask(["policy", "check"]).status == 0)
  }

  @Test func `a report that cannot be read in full makes no gate`() throws {
    let bench = try Self.fresh()
    let made = try initialise(bench, [.sarif([Self.backlog], succeeded: false)])
    #expect(made.status == 2 && made.output.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: bench.repository.appending(path: ".gatehouse").path))
  }

  @Test func `without reports there is a policy and no baseline, and the next step says how to get one`() throws {
    let bench = try Self.fresh(["CODEOWNERS": nil])
    let made = try initialise(bench, [])
    #expect(made.status == 0 && made.output.contains("gatehouse record"), "\(made.output)")
    #expect(made.output.contains("no CODEOWNERS"))
    #expect(!FileManager.default.fileExists(atPath: bench.repository.appending(path: ".gatehouse/baseline.yaml").path))
    #expect(try bench.ask(["policy", "check"]).status == 0)
  }
}
