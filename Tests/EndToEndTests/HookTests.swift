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
    #expect(try commit(bench).errors.contains("error[head-unborn]"))
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
