import Foundation
import TestSupport
import Testing

/// `record --commit` hands a scanner the files of a commit and nothing else, so that a change neither steers the scan nor needs to
/// be checked out.
@Suite struct RecordCommitTests {
  private let bench: Bench
  private let reports: String

  init() throws {
    bench = try Bench(change: [
      ".bandit": "[bandit]\nskips: B602\n", "src/.bandit": "[bandit]\n", ".checkov.yaml": "external-checks-dir: [x]\n",
      "way/out": .link(to: "/etc/passwd"), "bin/tool.sh": "#!/bin/sh\n",
      "src/pay/link.py": .link(to: "../notes.txt"), "src/notes.txt": "eval(x)\n", "src/all": .link(to: "pay"),
      "lib": .submodule,
    ])
    try bench.git("symbolic-ref", "HEAD", "refs/heads/main")
    try bench.git("reset", "-q", "--hard")
    reports = bench.folder.appending(path: "reports").path
    for folder in ["reports", "bin"] {
      try FileManager.default.createDirectory(
        at: bench.folder.appending(path: folder), withIntermediateDirectories: true)
    }
    // Prints where it runs, what is there, and then a clean report.
    try scanner(
      "bandit",
      """
      pwd >"\(reports)/place"; find . | LC_ALL=C sort >"\(reports)/files"
      echo '{"errors":[],"generated_at":"2020-01-01T00:00:00Z","results":[],'
      echo '"metrics":{"_totals":{},"'$PWD'/src/pay/charge.py":{}}}'
      """)
  }

  private func scanner(_ name: String, _ script: String) throws {
    let file = bench.folder.appending(path: "bin/\(name)")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  private func record(_ arguments: String...) throws -> ProgramResult {
    try gatehouse(
      ["record", "--output", "\(reports)/bandit.json"] + arguments, in: bench.repository,
      environment: ["PATH": "\(bench.folder.path)/bin:/usr/bin:/bin", "TMPDIR": bench.folder.path])
  }

  private func file(_ name: String) throws -> String {
    try String(contentsOfFile: "\(reports)/\(name)", encoding: .utf8)
  }

  private var scanned: [String] { get throws { try file("files").split(separator: "\n").map(String.init) } }

  @Test func `the scanner reads the files of the commit, whatever the work tree is like`() throws {
    try Data("eval(x)\n".utf8).write(to: bench.repository.appending(path: "src/pay/charge.py"))
    try Data("x\n".utf8).write(to: bench.repository.appending(path: "untracked.py"))
    let made = try record("--commit", bench.head, "--covers", "src", "--", "bandit", "-r", ".")
    #expect(made.status == 0, "\(made.errors)")
    let files = try scanned
    #expect(files.contains("./src/pay/charge.py") && !files.contains("./untracked.py"), "\(files)")
    let sideCar = try file("bandit.json.gatehouse.yaml")
    #expect(sideCar.contains("commit: \(bench.head)\ntree: clean\n"), "\(sideCar)")
    #expect(sideCar.contains("covers: [src]\n"))
    let states = try bench.check(
      [], [reports + "/bandit.json"], bound: false, now: ISO8601DateFormatter().string(from: Date() + 3600)
    ).decision["evidence"].list.compactMap { $0["state"].text }
    #expect(states == ["present"], "absolute paths lead into the folder that the side-car names")
  }

  @Test func `neither links nor settings of the scanner are among the files, and the note names the settings`() throws {
    let made = try record("--commit", "refs/heads/change", "--", "bandit", "-r", ".")
    #expect(made.status == 0 && made.errors.contains("note[scanner-settings-ignored]"), "\(made.errors)")
    #expect(made.errors.contains(".bandit") && made.errors.contains("src/.bandit"))
    let files = try scanned
    #expect(!files.contains { $0.hasSuffix(".bandit") || $0.hasPrefix("./way") }, "\(files)")
    // Those of another scanner steer nothing.
    #expect(files.contains("./.checkov.yaml") && files.contains("./bin/tool.sh"))
    #expect(try record("--commit", "refs/heads/change", "--keep-settings", "--", "bandit").status == 0)
    #expect(try scanned.contains("./.bandit"))
  }

  @Test func `lists of what git ignores hide no file of the commit, and need no word`() throws {
    let bench = try Bench(change: [
      ".gitignore": "src/\n", "src/.ignore": "*.py\n", "web/.rgignore": "*\n", ".gitattributes": "* text\n",
    ])
    func files(_ options: String...) throws -> (files: Set<Substring>, errors: String) {
      let made = try gatehouse(
        ["record", "--output", "\(reports)/bandit.json", "--commit", bench.head] + options + [
          "--", "bandit", "-r", ".",
        ],
        in: bench.repository,
        environment: ["PATH": "\(self.bench.folder.path)/bin:/usr/bin:/bin", "TMPDIR": bench.folder.path])
      return (Set(try file("files").split(separator: "\n")), made.errors)
    }
    let lists: Set<Substring> = ["./.gitignore", "./src/.ignore", "./web/.rgignore"]
    let exported = try files()
    #expect(exported.files.isDisjoint(with: lists) && exported.files.contains("./.gitattributes"), "\(exported.files)")
    #expect(!exported.errors.contains("scanner-settings-ignored"), "\(exported.errors)")
    #expect(try files("--keep-settings").files.isSuperset(of: lists))
  }

  @Test(arguments: [
    ("eslint", "eslint.config.mts"), ("eslint", "web/eslint.config.cts"), ("tflint", ".tflint.json"),
    ("oxlint", "oxlint.config.ts"), ("oxlint", ".eslintignore"), ("rubocop", ".rubocop"),
    ("ansible-lint", ".ansible-lint.yml"), ("phpstan", ".phpstan.neon"),
  ])
  func `settings of a scanner are left out under each of their names`(_ tool: String, _ path: String) throws {
    let bench = try Bench(change: [path: "x\n"])
    try scanner(tool, "find . >'\(reports)/files'; echo '[]'")
    let made = try gatehouse(
      ["record", "--output", "\(reports)/\(tool).json", "--commit", bench.head, "--", tool], in: bench.repository,
      environment: ["PATH": "\(self.bench.folder.path)/bin:/usr/bin:/bin", "TMPDIR": bench.folder.path])
    #expect(made.errors.contains("note[scanner-settings-ignored]") && made.errors.contains(path), "\(made.errors)")
    #expect(try !scanned.contains("./\(path)"))
  }

  @Test func `a link to a file is a copy of it, and what the scanner does not see is told`() throws {
    let large = try bench.git("hash-object", "-w", "--stdin", input: String(repeating: "x", count: 65 << 20))
    try bench.git("read-tree", "refs/heads/change")
    try bench.git("update-index", "--add", "--cacheinfo", "100644,\(large),assets/model.bin")
    let commit = try bench.git(
      "commit-tree", "-m", "x", "-p", "refs/heads/change", bench.git("write-tree"))
    try scanner("bandit", "find . >'\(reports)/files'; cat src/pay/link.py >'\(reports)/content'; echo '[]'")
    let made = try record("--commit", commit, "--", "bandit", "-r", ".")
    #expect(made.status == 0 && made.errors.contains("warning[evidence-partial]"), "\(made.errors)")
    #expect(made.errors.contains("lib: it is a submodule"), "\(made.errors)")
    #expect(made.errors.contains("assets/model.bin: it has more than 64 MiB"), "\(made.errors)")
    #expect(try file("content") == "eval(x)\n")
    #expect(try file("bandit.json.gatehouse.yaml").contains("unread: [assets/model.bin, lib]\n"))
    let files = try scanned
    #expect(!files.contains("./src/all") && !files.contains("./assets/model.bin"), "\(files)")
  }

  @Test func `a submodule that the change brings and the scanner did not get is a gap, unless the policy excepts it`()
    throws
  {
    try #require(try record("--commit", bench.head, "--", "bandit", "-r", ".").status == 0)
    func check(_ policy: String) throws -> Answer {
      let file = bench.folder.appending(path: "policy.yaml")
      try Data(policy.utf8).write(to: file)
      return try bench.check(
        [], ["--policy", file.path, reports + "/bandit.json"], bound: false,
        now: ISO8601DateFormatter().string(from: Date() + 3600))
    }
    let demand = "kind: sast, commit: head, max-age: 24h"
    let gap = try check(Files.policy)
    #expect(gap.status == 2 && gap.outcome.output.contains("did not get lib"), "\(gap.outcome.output)")
    let except = "except: [lib, \"src/pay/link.py\"]"
    let excepted = try check(
      Files.policy.replacingOccurrences(of: demand, with: "kind: sast, paths: [\"**\"], \(except), commit: head"))
    #expect(excepted.status == 0, "\(excepted.outcome.output)")
  }

  @Test func `a scanner that nobody knows gets the settings of none`() throws {
    try scanner("house-scanner", "find . >'\(reports)/files'; echo '[]'")
    let made = try record("--commit", "refs/heads/change", "--tool", "hadolint", "--", "house-scanner")
    #expect(made.status == 0 && made.errors.contains("is not known"), "\(made.errors)")
    #expect(try !scanned.contains { $0.hasSuffix(".bandit") || $0.hasSuffix(".checkov.yaml") })
  }

  @Test func `what a scanner leaves in the folder is removed with it, and what its links lead to is not`() throws {
    try scanner(
      "bandit",
      """
      pwd >'\(reports)/place'; mkdir -p new/deep; echo x >new/deep/file; ln -s '\(reports)' link
      echo '{"results":[],"errors":[],"metrics":{"_totals":{}}}'
      """)
    #expect(try record("--commit", bench.head, "--", "bandit").status == 0)
    let place = try file("place").trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(place.contains("/gatehouse-") && !FileManager.default.fileExists(atPath: place))
    #expect(FileManager.default.fileExists(atPath: "\(reports)/place"))
  }

  @Test func `a folder that git would take for its own is never written`() throws {
    let blob = try bench.git("hash-object", "-w", "--stdin", input: "[core]\n\tfsmonitor = touch stolen\n")
    let inner = try bench.git("mktree", input: "100644 blob \(blob)\tconfig\n")
    let tree = try bench.git("mktree", input: "040000 tree \(inner)\t.GIT\n100644 blob \(blob)\tplain\n")
    let commit = try bench.git("commit-tree", "-m", "x", tree)
    #expect(try record("--commit", commit, "--", "bandit").status == 0)
    #expect(try scanned == [".", "./plain"])
  }

  /// Arguments, and a part of the message.
  @Test(arguments: [
    (["--commit", "main", "--", "bandit"], "refs/heads/main"),
    (["--commit", String(repeating: "a", count: 40), "--", "bandit"], "aaaaaaa"),
    (["--commit", "refs/heads/main", "--covers", "none", "--", "bandit"], "does not have"),
    (["--commit", "refs/heads/main", "--covers", "src/../..", "--", "bandit"], "does not have"),
    (["--keep-settings", "--", "bandit"], "--commit"),
  ])
  func `a commit or a folder that is not there is an error, and nothing is run`(_ arguments: [String], _ words: String)
    throws
  {
    let made = try gatehouse(
      ["record", "--output", "\(reports)/bandit.json"] + arguments, in: bench.repository,
      environment: ["PATH": "\(bench.folder.path)/bin:/usr/bin:/bin", "TMPDIR": bench.folder.path])
    #expect(made.status == 2 && made.errors.contains(words), "\(made.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(reports)/files"))
  }

  @Test func `a report that the command names by a relative path is missed with a hint`() throws {
    try scanner("bandit", "echo '{}' >out.json")
    let made = try gatehouse(
      ["record", "--commit", bench.head, "--", "bandit", "-o", "out.json"], in: bench.repository,
      environment: ["PATH": "\(bench.folder.path)/bin:/usr/bin:/bin"])
    #expect(made.status == 2 && made.errors.contains("absolute paths"), "\(made.errors)")
  }
}
