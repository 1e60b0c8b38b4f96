import Foundation
import TestSupport
import Testing

/// `record` runs a scanner and writes what its report cannot say; `check` then takes the report or says why not.
@Suite struct RecordTests {
  private let bench: Bench
  private let reports: String

  init() throws {
    bench = try Bench(base: [".gatehouse/policy.yaml": .text(Files.policy)])
    try bench.git("symbolic-ref", "HEAD", "refs/heads/change")
    try bench.git("reset", "-q", "--hard")
    reports = bench.folder.appending(path: "reports").path
    for folder in ["reports", "bin"] {
      try FileManager.default.createDirectory(
        at: bench.folder.appending(path: folder), withIntermediateDirectories: true)
    }
    try scanner("hadolint", "echo '[]'; exit 0")
    try scanner(
      "bandit",
      "while [ $# -gt 1 ]; do shift; done; echo scanning; cp '\(reports)/../bandit.json' \"$1\"; exit ${STATUS:-0}")
    try bench.write(Report("bandit.json", Self.bandit()), in: ".")
  }

  /// A clean report, which names one file of the repository as scanned.
  private static func bandit(_ file: String = "src/pay/charge.py") -> String {
    #"{"errors":[],"generated_at":"2020-01-01T00:00:00Z","metrics":{"_totals":{},"\#(file)":{}},"results":[]}"#
  }

  private func scanner(_ name: String, _ script: String) throws {
    let file = bench.folder.appending(path: "bin/\(name)")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  private func record(_ arguments: String..., in folder: String? = nil, status: Int = 0) throws -> ProgramResult {
    try gatehouse(
      ["record"] + arguments, in: folder.map { bench.repository.appending(path: $0) } ?? bench.repository,
      environment: ["PATH": "\(bench.folder.path)/bin:/usr/bin:/bin", "STATUS": "\(status)"])
  }

  private func sideCar(_ report: String) -> String? {
    try? String(contentsOfFile: "\(reports)/\(report).gatehouse.yaml", encoding: .utf8)
  }

  /// The states of the reports, judged a day later than now, so that times of this run are not in the future.
  private func states(_ more: String...) throws -> [String] {
    let now = ISO8601DateFormatter().string(from: Date() + 3600)
    return try bench.check([], more + [reports], bound: false, now: now).decision["evidence"].list.compactMap {
      $0["state"].text
    }
  }

  @Test func `a clean run that leaves an empty list is evidence without a line of YAML by hand`() throws {
    let made = try record("--output", "\(reports)/hadolint.json", "--", "hadolint", "-f", "json", "Dockerfile")
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.isEmpty && !made.errors.contains("warning"))
    let text = try #require(sideCar("hadolint.json"))
    #expect(text.contains("tool: hadolint\ncommit: \(bench.head)\ntree: clean\nexit-code: 0\nstarted: 20"))
    #expect(try states() == ["present"])
  }

  @Test func `a scanner that reads the folder of its report finds no half-written one`() throws {
    try scanner(
      "semgrep", "for file in '\(reports)'/*; do [ -s \"$file\" ] || echo empty; done; echo '{}'; exit $STATUS")
    try Data("[]\n".utf8).write(to: URL(filePath: "\(reports)/other.json"))
    for status in [0, 1] {
      let made = try record("--output", "\(reports)/s.json", "--", "semgrep", status: status)
      #expect(made.status == 0, "\(made.errors)")
      #expect(try String(contentsOfFile: "\(reports)/s.json", encoding: .utf8) == "{}\n")
      for name in ["s.json", "s.json.gatehouse.yaml"] {
        try FileManager.default.removeItem(atPath: "\(reports)/\(name)")
      }
    }
    let folder = try record("--output", reports, "--", "hadolint")
    #expect(folder.status == 2 && folder.errors.contains("it is a folder"), "\(folder.errors)")
    #expect(folder.errors.contains("help: name a file in it"), "\(folder.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: reports) == ["other.json"])
  }

  @Test func `the report is the file that the command names and writes, and output is passed through`() throws {
    let made = try record("--covers", "src", "--", "bandit", "-r", "src", "-o", "\(reports)/bandit.json")
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output == "scanning\n")
    #expect(sideCar("bandit.json")?.contains("tool: bandit\n") == true)
    #expect(sideCar("bandit.json")?.contains("covers: [src]\n") == true)
    #expect(try states() == ["present"])
    let named = try record(
      "--report=\(reports)/named.json", "--tool-version", "1.9.4", "--", "bandit", "\(reports)/named.json")
    #expect(named.status == 0 && sideCar("named.json")?.contains("version: \"1.9.4\"\n") == true, "\(named.errors)")
  }

  @Test func `paths are those of the folder in which the command runs`() throws {
    let made = try record("--covers", "pay", "--", "bandit", "\(reports)/b.json", in: "src")
    #expect(made.status == 0, "\(made.errors)")
    let text = try #require(sideCar("b.json"))
    #expect(text.contains("folder: src\nroot: \"/") && text.contains("\ncovers: [src/pay]\n"), "\(text)")
    #expect(try record("--covers", "none", "--", "bandit", "\(reports)/c.json").errors.contains("which does not exist"))
    let outside = try record("--covers", reports, "--", "bandit", "\(reports)/c.json")
    #expect(
      outside.status == 2 && sideCar("c.json") == nil && !FileManager.default.fileExists(atPath: "\(reports)/c.json"))
  }

  /// Exit codes of the scanner, and the state of its clean report.
  @Test(arguments: [(1, "failed"), (2, "failed"), (127, "failed"), (0, "present")])
  func `a scanner that fails is recorded as that`(_ status: Int, _ state: String) throws {
    let made = try record("--", "bandit", "\(reports)/b.json", status: status)
    #expect(made.status == 0, "the side-car is written; check judges it")
    #expect(sideCar("b.json")?.contains("exit-code: \(status)\n") == true)
    #expect(made.errors.contains("warning[report-failed]") == (status != 0))
    #expect(try states() == [state])
    #expect(try record("--pass-exit-code", "--", "bandit", "\(reports)/b.json", status: status).status == Int32(status))
  }

  @Test func `a scanner that is killed has failed, and so has one that is not there`() throws {
    try scanner("gitleaks", "echo '[]' > \"$1\"; kill -9 $$")
    #expect(try record("--", "gitleaks", "\(reports)/g.json").status == 0)
    #expect(sideCar("g.json")?.contains("exit-code: 137\n") == true)
    #expect(try states() == ["failed"])
    let missing = try record("--output", "\(reports)/x.json", "--", "no-such-scanner")
    #expect(
      missing.status == 2 && missing.errors.contains("error[program-failed]: there is no program no-such-scanner"))
    #expect(!FileManager.default.fileExists(atPath: "\(reports)/x.json"), "nothing is written when nothing runs")
    let shell = try record("--output", "\(reports)/y.json", "--", "sh", "-c", "no-such-scanner")
    #expect(shell.status == 0 && sideCar("y.json")?.contains("exit-code: 127\n") == true)
    #expect(try states() == ["failed", "failed"])
  }

  @Test func `a report of an earlier run is never bound to a new commit`() throws {
    #expect(try record("--", "bandit", "\(reports)/b.json").status == 0)
    let before = try #require(sideCar("b.json"))
    try scanner("bandit", "echo crashed >&2; exit 3")
    for arguments in [["--", "bandit", "\(reports)/b.json"], ["--report", "\(reports)/b.json", "--", "bandit"]] {
      let made = try gatehouse(
        ["record"] + arguments, in: bench.repository, environment: ["PATH": "\(bench.folder.path)/bin:/usr/bin:/bin"])
      #expect(made.status == 2 && made.errors.contains("crashed\n") && made.errors.contains("error[report-missing]"))
      #expect(sideCar("b.json") == before)
    }
    // An old file that is put in place is no report of this run, either.
    try scanner("bandit", "touch -d '2 days ago' ../old.json; mv ../old.json \"$1\"")
    let moved = try record("--report", "\(reports)/b.json", "--", "bandit", "\(reports)/b.json")
    #expect(moved.status == 2 && moved.errors.contains("was not written by this run"), "\(moved.errors)")
  }

  /// What is done to the work tree before the scan or by it, and the state of the report.
  @Test(arguments: [
    ("true", "present"), ("echo more >> src/pay/charge.py", "wrong-commit"),
    ("echo more >> src/pay/charge.py; git add -A", "wrong-commit"), ("rm src/pay/charge.py", "wrong-commit"),
    ("chmod +x src/pay/charge.py", "wrong-commit"), ("echo x > .banditrc", "wrong-commit"),
    ("mkdir new; echo x > new/a.py", "wrong-commit"),
    ("mkdir -p out; echo x > out/other.json; mkdir -p .git/info; echo out/ > .git/info/exclude", "present"),
    ("echo '[]' > a.json; echo 'gatehouse-report: 1' > a.json.gatehouse.yaml", "present"),
    ("git update-index --assume-unchanged src/pay/charge.py", "wrong-commit"),
    ("git update-index --skip-worktree src/pay/charge.py", "wrong-commit"),
    ("git commit -q --allow-empty -m more", "wrong-commit"),
  ])
  func `a work tree that is not that of the commit is told, and its report is of no commit`(
    _ script: String, _ state: String
  )
    throws
  {
    try scanner("prepare", script)
    let isDuring = script.contains("commit -q")
    try scanner("bandit", "\(isDuring ? "prepare; " : "")cp ../bandit.json \"$1\"")
    if !isDuring {
      #expect(
        try run(
          "/bin/sh", ["-c", script], in: bench.repository,
          environment: gitEnvironment.merging(["PATH": "/usr/bin:/bin"]) { $1 }
        )
        .status == 0)
    }
    let made = try gatehouse(
      ["record", "--", "bandit", "\(reports)/b.json"], in: bench.repository,
      environment: gitEnvironment.merging(["PATH": "\(bench.folder.path)/bin:/usr/bin:/bin"]) { $1 })
    #expect(made.status == 0, "\(made.errors)")
    #expect(sideCar("b.json")?.contains("tree: \(state == "present" ? "clean" : "modified")\n") == true)
    #expect(made.errors.contains("the work tree is not that of HEAD") == (state != "present"))
    #expect(try states() == [state])
    // What the command line says does not outweigh it.
    #expect(try states("--scanned", bench.head) == [state])
  }

  @Test func `a report in the work tree is no difference, nor are the other reports of its folder`() throws {
    for name in ["one.json", "two.json"] {
      try FileManager.default.createDirectory(
        at: bench.repository.appending(path: "out"), withIntermediateDirectories: true)
      try Data().write(to: bench.repository.appending(path: "out/unrecorded.txt"))
      #expect(try record("--", "bandit", "out/\(name)").status == 0)
      let file = bench.repository.appending(path: "out/\(name).gatehouse.yaml")
      #expect(try String(contentsOf: file, encoding: .utf8).contains("tree: clean\n"))
    }
    #expect(try record("--", "bandit", "root.json").status == 0)
    let tracked = try record("--report", "src/pay/charge.py", "--", "bandit", "src/pay/charge.py")
    #expect(tracked.status == 2 && tracked.errors.contains("error[report-in-change]"), "\(tracked.errors)")
  }

  @Test func `outside of a repository the side-car names no commit`() throws {
    let made = try gatehouse(
      ["record", "--", "bandit", "\(reports)/b.json"], in: bench.folder,
      environment: ["PATH": "\(bench.folder.path)/bin:/usr/bin:/bin"])
    #expect(made.status == 0 && made.errors.contains("does not say which commit"), "\(made.errors)")
    #expect(sideCar("b.json").map { !$0.contains("commit:") && !$0.contains("tree:") } == true)
    #expect(try states() == ["unbound"])
  }

  @Test(arguments: [
    ["record"], ["record", "bandit"], ["record", "--"], ["record", "--output", "a", "--report", "b", "--", "bandit"],
    ["record", "--", "hadolint"], ["record", "--", "sh", "-c", "true"],
  ])
  func `a command without a scanner or a report is an error with a hint`(_ arguments: [String]) throws {
    let made = try gatehouse(
      arguments, in: bench.repository, environment: ["PATH": "\(bench.folder.path)/bin:/usr/bin:/bin"])
    #expect(made.status == 2 && (made.errors.contains("help:") || made.errors.contains("Usage:")), "\(made.errors)")
  }
}
