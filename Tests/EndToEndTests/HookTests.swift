import Foundation
import TestSupport
import Testing

/// A commit that is being made is judged as it is staged, by the policy of HEAD.
@Suite struct HookTests {
  /// The bench with main checked out and a real hook that asks the binary.
  static func committer(_ options: String = "") throws -> Bench {
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(Files.policy)])
    try bench.git("symbolic-ref", "HEAD", "refs/heads/main")
    try bench.git("reset", "-q", "--hard")
    let hook = bench.git.appending(path: "hooks/pre-commit")
    try FileManager.default.createDirectory(at: hook.deletingLastPathComponent(), withIntermediateDirectories: true)
    let script =
      "#!/bin/sh\nexec '\(gatehousePath)' check --staged --scanned staged --now \(Bench.now) \(options) ../reports/codeql.sarif\n"
    try Data(script.utf8).write(to: hook)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook.path)
    return bench
  }

  private func edit(_ bench: Bench, _ path: String, _ text: String) throws {
    try Data(text.utf8).write(to: bench.repository.appending(path: path))
  }

  private func commit(_ bench: Bench, _ more: String...) throws -> ProgramResult {
    try run("/usr/bin/git", ["commit", "-q", "-m", "try"] + more, in: bench.repository, environment: gitEnvironment)
  }

  @Test func `git's own hook refuses the bad line and lets the mended one through`() throws {
    let bench = try Self.committer()
    try bench.write(.sarif())
    try edit(bench, "src/pay/charge.py", Files.code(line: "    eval(request.body)"))
    try bench.git("add", "src/pay/charge.py")
    let refused = try commit(bench)
    #expect(refused.status == 1)
    #expect((refused.output + refused.errors).contains("src/pay/charge.py:7"))
    #expect(try bench.git("rev-parse", "HEAD") == bench.base)
    try edit(bench, "src/pay/charge.py", Files.code(line: "    parse(request.body)"))
    try bench.git("add", "src/pay/charge.py")
    try bench.write(.sarif([]))
    let through = try commit(bench)
    #expect(through.status == 0, "\(through.output)\(through.errors)")
    #expect(try bench.git("rev-parse", "HEAD^") == bench.base)
  }

  @Test func `what is not staged is not judged, and commit with a path is judged by its own index`() throws {
    let bench = try Self.committer()
    try bench.write(.sarif())
    // The bad line is in the working tree only: the scanner saw what is staged elsewhere, so line 7 is untouched there.
    try edit(bench, "src/pay/charge.py", Files.code(line: "    eval(request.body)"))
    try edit(bench, "src/web/index.py", Files.code(line: "    greet()"))
    try bench.git("add", "src/web/index.py")
    let through = try commit(bench)
    #expect(through.status == 0, "\(through.output)\(through.errors)")
    // `git commit PATH` and `-a` give the hook an index of their own in GIT_INDEX_FILE.
    #expect(try commit(bench, "src/pay/charge.py").status == 1)
    #expect(try commit(bench, "-a").status == 1)
  }

  @Test func `a staged policy does not judge the commit that brings it`() throws {
    let bench = try Self.committer()
    try bench.write(.sarif())
    try edit(bench, ".gatehouse/policy.yaml", Files.weak)
    try edit(bench, "src/pay/charge.py", Files.code(line: "    eval(request.body)"))
    try bench.git("add", "-A")
    let outcome = try commit(bench)
    #expect(outcome.status == 1)
    #expect((outcome.output + outcome.errors).contains("edits .gatehouse/policy.yaml"))
  }

  @Test func `a report of another commit is no report of what is staged`() throws {
    let bench = try Self.committer()
    try bench.write(.sarif([], commit: \.base))
    let outcome = try commit(bench, "--allow-empty")
    #expect(outcome.status == 1, "git says 1 whatever the hook says")
    #expect((outcome.output + outcome.errors).contains("undecided"))
    // The first commit of all has nothing to be judged by.
    try bench.git("symbolic-ref", "HEAD", "refs/heads/newborn")
    try bench.write(.sarif([]))
    try bench.git("add", "-A")
    let unborn = try commit(bench)
    #expect(unborn.errors.contains("error[head-unborn]"))
    // What the help says works in the hook that says it.
    let help = (unborn.output + unborn.errors).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(help.contains("git add .gatehouse && git commit --no-verify .gatehouse;"), "\(help)")
    #expect(try commit(bench, "--no-verify", ".gatehouse").status == 0)
    #expect(try bench.git("ls-tree", "--name-only", "HEAD") == ".gatehouse")
  }

  /// The time of the report, and whether it counts: HEAD was committed at 10:00 on the first of the month.
  @Test(arguments: [("09:59:59", 2), ("10:00:00", 0), ("11:00:00", 0)])
  func `a report that is older than the last commit is not about what is staged`(_ time: String, _ status: Int32) throws
  {
    let bench = try Self.committer()
    let file = try bench.write(.sarif([], time: "2026-11-01T\(time)Z")).path
    try edit(bench, "src/pay/charge.py", Files.code(line: "    eval(request.body)"))
    try bench.git("add", "src/pay/charge.py")
    let answer = try bench.ask(["check", "--staged", "--scanned", "staged", "--now", "2026-11-01T12:00:00Z", file])
    #expect(answer.status == status, "\(answer.output)\(answer.errors)")
    #expect(answer.output.contains("before what is staged was written") == (status == 2))
    // A scan of the commit would be refused in the same way.
    #expect(answer.output.contains("on what is staged (--scanned staged)") == (status == 2))
    #expect(!answer.output.contains("on the head commit"))
  }

  @Test func `a report that is older than a staged file is not about it`() throws {
    let bench = try Self.committer()
    let file = try bench.write(.sarif([], time: "2026-11-20T11:00:00Z")).path
    for (path, written, status) in [
      ("src/pay/charge.py", "2026-11-20T10:59:59Z", Int32(0)), ("src/web/index.py", "2026-11-20T11:00:01Z", 2),
    ] {
      try edit(bench, path, Files.code(line: "    greet()"))
      let modified = try #require(ISO8601DateFormatter().date(from: written))
      let place = bench.repository.appending(path: path).path
      try FileManager.default.setAttributes([.modificationDate: modified], ofItemAtPath: place)
      try bench.git("add", path)
      let answer = try bench.ask(["check", "--staged", "--scanned", "staged", "--now", Bench.now, file])
      #expect(answer.status == status, "\(path): \(answer.output)\(answer.errors)")
    }
  }

  /// A policy asks CI for a report that no hook has.
  @Test(arguments: [
    ("", [2, 2]), (", where: ci", [0, 2]), (", where: hook", [2, 0]), (", where: [ci, hook]", [2, 2]),
  ])
  func `a hook is asked for what a hook can have, and a CI job cannot pass for one`(
    _ words: String, _ statuses: [Int32]
  )
    throws
  {
    let policy = Files.policy.replacing("\nrules:", with: "\n  - { kind: sca\(words) }\nrules:")
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(policy)])
    try bench.git("symbolic-ref", "HEAD", "refs/heads/main")
    try bench.git("reset", "-q", "--hard")
    let file = try bench.write(.sarif([])).path
    for (environment, status) in zip([[:], ["CI": "true"]], statuses) {
      let answer = try bench.ask(
        ["check", "--staged", "--scanned", "staged", "--now", Bench.now, file], environment: environment)
      #expect(answer.status == status, "\(environment): \(answer.output)\(answer.errors)")
    }
  }

  /// Hooks run with the variables of the repository that git works on, in whatever folder.
  @Test func `the repository of a hook is the one that git names`() throws {
    let bench = try Self.committer()
    let file = try bench.write(.sarif()).path
    try edit(bench, "src/pay/charge.py", Files.code(line: "    eval(request.body)"))
    try bench.git("add", "src/pay/charge.py")
    let environment = [
      "GIT_DIR": bench.git.path, "GIT_INDEX_FILE": bench.git.appending(path: "index").path,
      "GIT_WORK_TREE": bench.repository.path,
    ]
    let staged = ["check", "--staged", "--scanned", "staged", "--now", Bench.now, file]
    #expect(try gatehouse(staged, in: bench.repository.appending(path: "src"), environment: environment).status == 1)
    #expect(try gatehouse(staged, in: bench.folder, environment: environment).status == 1)
    // Without a hook they mean nothing: another repository must not be slipped in.
    let other = try Bench(base: [".gatehouse/policy.yaml": .text(Files.weak)])
    let slipped = [
      "GIT_DIR": other.git.path, "GIT_OBJECT_DIRECTORY": other.git.appending(path: "objects").path,
      "GIT_INDEX_FILE": other.git.appending(path: "index").path,
    ]
    #expect(try bench.check(environment: slipped).status == 1)
  }
}
