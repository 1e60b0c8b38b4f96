import Foundation
import TestSupport
import Testing

/// Decisions are recorded in the repository; what was recorded stays.
@Suite struct LedgerTests {
  private static let ref = "refs/gatehouse/ledger"

  /// The arguments that judge the change, or main, by reports that are there already.
  private static func arguments(
    _ command: [String], _ bench: Bench, of branch: String = "change", now: String = Bench.now, _ report: Report
  ) throws -> [String] {
    let file = try bench.write(report, in: "reports-\(branch)").path
    let scanned = branch == "main" ? bench.base : bench.head
    return command + [
      "--now", now, "--base", "refs/heads/main", "--head", "refs/heads/\(branch)", "--scanned", scanned, file,
    ]
  }

  private func record(_ bench: Bench, _ minute: Int, _ report: Report = .sarif([])) throws -> ProgramResult {
    let now = "2026-11-20T\(12 + minute / 60):\(String(format: "%02d", minute % 60)):00Z"
    return try bench.ask(Self.arguments(["ledger", "record"], bench, now: now, report))
  }

  private func tip(_ bench: Bench) throws -> String { try bench.git("rev-parse", Self.ref) }

  private func verify(_ bench: Bench, _ options: String...) throws -> ProgramResult {
    try bench.ask(["ledger", "verify"] + options)
  }

  @Test func `what was recorded is listed, shown, verified and read by git`() throws {
    let bench = try Bench()
    let recorded = try record(bench, 0, .sarif())
    #expect(recorded.status == 0, "\(recorded.errors)")
    let id = try #require(recorded.output.split(separator: " ").dropFirst().first.map(String.init))
    #expect(recorded.output == "recorded \(id) fail\n")
    let list = try bench.ask(["ledger", "show"])
    #expect(list.output == "\(id)  fail  baseline  \(bench.head.prefix(7))  1 deny, 0 warn, 0 allow, 0 suppressed\n")
    let line = JSON(try bench.ask(["ledger", "show", "--format", "json"]).output)
    #expect(line["id"].text == id && line["deny"].number == 1 && line["head"].text == bench.head)
    let stored = try bench.ask(["ledger", "show", String(id.prefix(20)), "--format", "json"]).output
    #expect(try bench.git("show", "\(Self.ref):2026/11/20/\(id).json") + "\n" == stored)
    #expect(JSON(stored)["findings"][0]["effect"].text == "deny")
    #expect(!stored.contains("eval") && !stored.contains("charge.py"))
    let page = try bench.ask(["ledger", "show", id])
    #expect(page.output.contains("introduced") && page.output.contains("report  "))
    let verified = try verify(bench)
    #expect(verified.status == 0, "\(verified.errors)")
    #expect(verified.output == "1 records in 1 commits up to \(try tip(bench)) are as they were written\n")
    try bench.git("fsck", "--strict", "--no-dangling")
  }

  @Test func `equal runs have records of equal bytes in any repository`() throws {
    let (one, other) = (try Bench(), try Bench())
    let first = try record(one, 0)
    // The name of the report's folder differs, and it is part of the record.
    #expect(first.output.hasPrefix("recorded 20261120T120000Z-"))
    _ = try record(other, 0)
    let (mine, theirs) = try map((one, other)) { bench in
      let text = try bench.git("cat-file", "-p", "\(Self.ref):2026/11/20")
      let name = try #require(text.split(separator: "\t").last)
      return try bench.git("show", "\(Self.ref):2026/11/20/\(name)").replacing(bench.folder.path, with: "")
    }
    #expect(JSON(mine).without("decision") == JSON(theirs).without("decision"))
  }

  @Test func `check records a change, and its verdict stays`() throws {
    let bench = try Bench()
    for (report, status) in [(Report.sarif([]), Int32(0)), (.sarif(), 1)] {
      let outcome = try bench.ask(Self.arguments(["check", "--record"], bench, report))
      #expect(outcome.status == status, "\(outcome.errors)")
    }
    let list = try bench.ask(["ledger", "show"]).output
    #expect(list.contains("  pass  change  ") && list.contains("  fail  change  "))
  }

  @Test func `what is not decided on commits is not recorded`() throws {
    let bench = try Bench()
    let file = try bench.write(.sarif([])).path
    for options in [["--staged", "--scanned", "staged"], ["--policy-from", "worktree"]] {
      #expect(try bench.ask(["check", "--record"] + options + [file]).status == 2)
      #expect(try bench.ask(["ledger", "record"] + options + [file]).status == 2)
    }
    #expect(try bench.ask(["ledger", "show"]).errors.contains("ledger-missing"))
    #expect(try verify(bench).status == 2)
  }

  /// The system refuses every write to a file, as a full disk does.
  @Test func `a record that cannot be written makes no pass and leaves the chain as it was`() throws {
    let bench = try Bench()
    #expect(try record(bench, 0).status == 0)
    let before = try tip(bench)
    for (report, wanted) in [(Report.sarif([]), "2"), (.sarif(), "1")] {
      let command = try ([gatehousePath] + Self.arguments(["check", "--record"], bench, report))
        .map { "'\($0)'" }.joined(separator: " ")
      // Through pipes, because what the program prints must not be refused.
      let script = "(ulimit -f 0; \(command) 2>&1; echo \"status $?\") | cat"
      let outcome = try run("/bin/sh", ["-c", script], in: bench.repository)
      #expect(outcome.output.hasSuffix("status \(wanted)\n"), "\(outcome.output)")
      #expect(outcome.output.contains("repository-unwritable"))
    }
    #expect(try tip(bench) == before)
    #expect(try verify(bench).status == 0)
    #expect(try record(bench, 1).status == 0)
  }

  @Test func `four processes that append at the same time keep every record`() throws {
    let bench = try Bench()
    let count = Depth.choose(10, deep: 200)
    let arguments = try Self.arguments(["ledger", "record"], bench, now: "NOW", .sarif([]))
    let command = ([gatehousePath] + arguments).map { $0 == "NOW" ? "$now" : "\"\($0)\"" }.joined(separator: " ")
    // Not `wait`: the shell may be started with SIGCHLD blocked, and would wait forever.
    let script = """
      seq 3 6 | xargs -P 4 -I {} sh -c '
        for number in $(seq \(count)); do
          now=$(printf "2026-11-20T1%d:%02d:%02dZ" {} $((number / 60)) $((number % 60)))
          \(command) > /dev/null || echo failed
        done'
      """
    let outcome = try run("/bin/sh", ["-c", script], in: bench.repository)
    // So many records are worth packing, which is said and no error.
    let errors = outcome.errors.split(separator: "\n").filter {
      !$0.hasPrefix("note[ledger-loose]") && !$0.contains("run `git gc`")
    }
    #expect(outcome.output.isEmpty && errors.isEmpty, "\(outcome.output)\(errors.prefix(20))")
    #expect(try bench.ask(["ledger", "show"]).output.split(separator: "\n").count == 4 * count)
    #expect(try verify(bench).output.hasPrefix("\(4 * count) records in \(4 * count) commits"))
  }

  @Test func `a killed process loses no record that was acknowledged`() throws {
    let bench = try Bench()
    var random = Seeded(Depth.seed)
    print("kill: GATEHOUSE_SEED=\(Depth.seed)")
    let clock = ContinuousClock()
    let whole = try clock.measure { _ = try record(bench, 0) }
    let command = try ([gatehousePath] + Self.arguments(["ledger", "record"], bench, now: "NOW", .sarif([])))
      .map { $0 == "NOW" ? "\"$2\"" : "'\($0)'" }.joined(separator: " ")
    var acknowledged: Set<String> = []
    for number in 0..<Depth.choose(5, deep: 200) {
      let now = "2026-11-21T\(10 + number / 60):\(String(format: "%02d", number % 60)):00Z"
      let wait = Double.random(in: 0...1.2, using: &random) * (Double(whole.components.attoseconds) / 1e18)
      let script = "timeout -s KILL $1 \(command) 2>/dev/null"
      let outcome = try run(
        "/bin/sh", ["-c", script, "sh", String(wait), now], in: bench.repository)
      if let id = outcome.output.split(separator: " ").dropFirst().first { acknowledged.insert(String(id)) }
    }
    // Nothing that was left over stops the next one.
    #expect(try record(bench, 1).status == 0)
    let verified = try verify(bench)
    #expect(verified.status == 0, "\(verified.errors)")
    let kept = try bench.ask(["ledger", "show"]).output
    for id in acknowledged { #expect(kept.contains(id)) }
  }

  /// What somebody with the right to push may do to the chain.
  @Test func `a ledger that was edited or replaced is seen`() throws {
    let bench = try Bench()
    for minute in 0..<3 { #expect(try record(bench, minute).status == 0) }
    let (tip, first) = (try tip(bench), try bench.git("rev-parse", "\(Self.ref)~2"))
    let tree = try bench.git("ls-tree", "-r", Self.ref).split(separator: "\n").map(String.init)
    func forge(_ lines: [String], _ parents: String...) throws -> ProgramResult {
      let index = ["GIT_INDEX_FILE": bench.folder.appending(path: "index-\(UUID().uuidString)").path]
      try bench.git("update-index", "--index-info", input: lines.joined(separator: "\n") + "\n", environment: index)
      let tree = try bench.git("write-tree", environment: index)
      let options = parents.flatMap { ["-p", $0] }
      let outcome = try run(
        "/usr/bin/git", ["commit-tree", "-m", "forged", tree] + options, in: bench.repository,
        environment: gitEnvironment)
      try bench.git("update-ref", Self.ref, outcome.output.trimmingCharacters(in: .newlines))
      return try verify(bench)
    }
    let (blob, path) = (try #require(tree[0].split(separator: " ").last).split(separator: "\t"), tree[0])
    let other = try #require(tree[1].split(separator: " ").last).split(separator: "\t")[0]
    let more = "2026/11/20/20261120T130000Z-\(String(repeating: "0", count: 40)).json"
    let attempts: [(String, [String])] = [
      ("a record with other bytes", [path.replacing(blob[0], with: other)] + tree.dropFirst()),
      ("a removed record", Array(tree.dropFirst())),
      ("a record under a name that is not its own", tree + ["100644 blob \(blob[0])\t\(more)"]),
      ("a file that is no record", tree + ["100644 blob \(blob[0])\tREADME"]),
      ("a link", tree + ["120000 blob \(blob[0])\t\(more)"]),
    ]
    for (what, lines) in attempts {
      let outcome = try forge(lines, tip)
      #expect(outcome.status == 2 && outcome.errors.contains("ledger-altered"), "\(what): \(outcome.errors)")
    }
    #expect(try forge(tree, tip, first, bench.base).status == 2, "a parent that is no ledger")
    // Replaced as a whole, by something that is well-formed.
    #expect(try forge(Array(tree.prefix(2))).status == 0)
    let replaced = try verify(bench, "--expect", tip)
    #expect(replaced.status == 2 && replaced.errors.contains("ledger-rewritten"))
    try bench.git("update-ref", Self.ref, tip)
    #expect(try verify(bench, "--expect", tip, "--expect", first).status == 0)
  }

  @Test func `a reflog of git shows that the ledger was replaced`() throws {
    let bench = try Bench()
    for minute in 0..<2 { #expect(try record(bench, minute).status == 0) }
    let tip = try tip(bench)
    try bench.git("update-ref", "--create-reflog", Self.ref, try bench.git("rev-parse", "\(tip)^"))
    #expect(try verify(bench).errors.contains("ledger-rewritten"))
    try bench.git("update-ref", Self.ref, tip)
    #expect(try verify(bench).status == 0)
  }
}

private func map<One, Other>(_ pair: (One, One), _ body: (One) throws -> Other) rethrows -> (Other, Other) {
  (try body(pair.0), try body(pair.1))
}
