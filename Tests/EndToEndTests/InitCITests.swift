import Foundation
import TestSupport
import Testing

/// `init` writes the files by which CI runs the gate, and a policy that asks for what they run.
@Suite struct InitCITests {
  private static let systems: [(option: String, files: [String])] = [
    ("github", [".github/workflows/gatehouse.yml", ".github/workflows/gatehouse-comment.yml"]),
    ("gitea", [".gitea/workflows/gatehouse.yml"]), ("forgejo", [".forgejo/workflows/gatehouse.yml"]),
    ("gitlab", [".gitlab/gatehouse.yml", ".gitlab-ci.yml"]), ("azure", ["azure-pipelines.gatehouse.yml"]),
    ("bitbucket", ["bitbucket-pipelines.yml"]), ("jenkins", ["Jenkinsfile.gatehouse"]),
    ("pre-commit", [".pre-commit-config.yaml"]),
  ]

  /// A repository without CI, whose code is of one language.
  private func bench(_ more: [String: Entry?] = [:]) throws -> Bench {
    try InitTests.fresh([".github/workflows/ci.yml": nil].merging(more) { $1 })
  }

  private func text(_ bench: Bench, _ path: String) -> String? {
    try? String(contentsOf: bench.repository.appending(path: path), encoding: .utf8)
  }

  private func initialise(_ bench: Bench, _ arguments: String...) throws -> ProgramResult {
    try bench.ask(["init", "--now", Bench.now] + arguments)
  }

  @Test(arguments: systems.map(\.option))
  func `the files of a system are written once, and the policy is right`(_ option: String) throws {
    let bench = try bench()
    let made = try initialise(bench, "--ci", option)
    #expect(made.status == 0, "\(made.errors)")
    for file in try #require(Self.systems.first { $0.option == option }).files {
      #expect(made.output.contains("wrote  \(file)"), "\(made.output)")
      #expect(text(bench, file)?.contains("gatehouse") == true)
    }
    let asks = text(bench, ".gatehouse/policy.yaml")?.contains("tools: [bandit]") == true
    #expect(asks == (option != "pre-commit"), "a hook is no CI, so nothing says what CI runs")
    #expect(try bench.ask(["policy", "check"]).status == 0)
    let before = try bench.git("status", "--porcelain", "--untracked-files=all")
    try bench.git("add", "-A")
    let again = try initialise(bench, "--ci", option)
    #expect(again.status == 0 && !again.output.contains("wrote"), "\(again.output)")
    let after = try bench.git("status", "--porcelain", "--untracked-files=all")
    #expect(after.split(separator: "\n").count == before.split(separator: "\n").count)
    #expect(try bench.git("diff").isEmpty)
  }

  @Test func `a system is seen by its files, and what somebody has written is left alone`() throws {
    let bench = try bench([
      ".github/workflows/gatehouse.yml": "on: push # ours\n", ".gitlab-ci.yml": "ours: {}\n",
      "bitbucket-pipelines.yml": "ours: {}\n",
    ])
    let made = try initialise(bench)
    #expect(made.status == 0, "\(made.errors)")
    #expect(try bench.git("diff").isEmpty)
    #expect(text(bench, ".gitlab/gatehouse.yml") != nil)
    #expect(text(bench, "bitbucket-pipelines.gatehouse.yml")?.contains("gatehouse check") == true)
    let told = made.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(told.contains("join it with bitbucket-pipelines.yml"), "\(told)")
    #expect(told.contains("include: [{ local: .gitlab/gatehouse.yml }]"), "\(told)")
    // A file of this name that runs no gate: nothing is written beside it that would wait for its runs.
    #expect(text(bench, ".github/workflows/gatehouse-comment.yml") == nil)
    #expect(told.contains("kept .github/workflows/gatehouse.yml, which does not run the gate"), "\(told)")
    #expect(told.contains("rename it and run `gatehouse init` again"), "\(told)")
  }

  @Test func `the policy asks for no scan of CI files that are not there`() throws {
    let bench = try bench([".github/workflows/gatehouse.yml": "on: push # ours\n"])
    #expect(try initialise(bench).status == 0)
    #expect(text(bench, ".gatehouse/policy.yaml")?.contains("tools: [bandit]") == false)
  }

  @Test func `what is edited as told is kept`() throws {
    let bench = try bench()
    #expect(try initialise(bench, "--ci", "bitbucket", "--ci", "pre-commit").status == 0)
    let pipelines = try #require(text(bench, "bitbucket-pipelines.yml"))
    let hooks = try #require(text(bench, ".pre-commit-config.yaml"))
    let digest = String(repeating: "ab", count: 32)
    try Data(pipelines.replacing(String(repeating: "0", count: 64), with: digest).utf8)
      .write(to: bench.repository.appending(path: "bitbucket-pipelines.yml"))
    try Data((hooks + "  - repo: local\n    hooks: []\n").utf8)
      .write(to: bench.repository.appending(path: ".pre-commit-config.yaml"))
    let again = try initialise(bench, "--ci", "bitbucket", "--ci", "pre-commit")
    #expect(
      again.status == 0 && !again.output.contains("wrote") && !again.output.contains("64 zeros"), "\(again.output)")
  }

  /// The commands that make the repository, and the branch that the files name.
  @Test(arguments: [
    (["branch -m trunk"], "trunk", "refs/heads/trunk"),
    (["checkout -q -b adopt"], "main", "refs/heads/main"),
    (["branch -m other", "checkout -q -b adopt"], "adopt", "checked out"),
    (
      [
        "update-ref refs/remotes/origin/develop main", "symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/gone",
      ],
      "develop", "refs/remotes/origin/develop"
    ),
    (
      ["update-ref refs/remotes/origin/next main", "symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/next"],
      "next", "refs/remotes/origin/HEAD"
    ),
  ])
  func `the default branch is said, and why it is that`(_ commands: [String], _ branch: String, _ why: String) throws {
    let bench = try bench()
    for command in commands { try bench.git(arguments: command.split(separator: " ").map(String.init)) }
    let made = try initialise(bench, "--ci", "github")
    let told = made.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(told.contains("branch \(branch), as") && told.contains(why), "\(told)")
    #expect(text(bench, ".github/workflows/gatehouse.yml")?.contains("branches: [\(branch)]") == true)
  }

  @Test func `a branch whose name YAML would take for something else is left to the user`() throws {
    let bench = try bench()
    try bench.git("branch", "-m", "11.x")
    let made = try initialise(bench, "--ci", "github")
    let told = made.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(told.contains("put 11.x, quoted for YAML, in place of `main`"), "\(told)")
  }

  @Test func `CI runs the scanners that the code needs, and both where nothing tells`() throws {
    let python = try bench()
    #expect(try initialise(python, "--ci", "jenkins").output.contains("runs bandit (Python)"))
    #expect(text(python, "Jenkinsfile.gatehouse")?.contains("checkov") == false)
    let told = try initialise(python, "--ci", "jenkins").output.split(whereSeparator: \.isWhitespace)
    let command = "`gatehouse record --commit HEAD --output reports/bandit.json -- bandit "
    #expect(told.joined(separator: " ").contains(command), "\(told)")
    let both = try bench(["infra/main.tf": "resource \"a\" \"b\" {}\n"])
    let made = try initialise(both, "--ci", "jenkins")
    #expect(made.output.contains("bandit (Python) and checkov (infrastructure code)"), "\(made.output)")
    let policy = try #require(text(both, ".gatehouse/policy.yaml"))
    #expect(policy.contains("kind: sast, tools: [bandit]") && policy.contains("kind: iac, tools: [checkov]"))
    let neither = try bench(["src/web/index.py": nil, "src/pay/charge.py": nil, "a.go": "package a\n"])
    #expect(try initialise(neither, "--ci", "jenkins").output.contains("as no file shows which are needed"))
    #expect(text(neither, "Jenkinsfile.gatehouse")?.contains("checkov") == true)
  }

  @Test func `languages that the scanners of CI do not read are named`() throws {
    let script = try bench(["a.js": "eval(1)\n"])
    let made = try initialise(script, "--ci", "github").output.split(whereSeparator: \.isWhitespace).joined(
      separator: " ")
    #expect(made.contains("not scanned JavaScript: let CI run a scanner for it"), "\(made)")
    #expect(made.contains("put the commit id of the release in place of its tag"), "\(made)")
    #expect(!(try initialise(bench(), "--ci", "github").output.contains("not scanned")))
  }

  @Test func `hooks that scan Python are written where there is Python`() throws {
    let code = try bench(["src/web/index.py": nil, "src/pay/charge.py": nil, "a.go": "package a\n"])
    let made = try initialise(code, "--ci", "pre-commit")
    #expect(made.status == 0 && text(code, ".pre-commit-config.yaml") == nil)
    #expect(made.output.contains("hooks of your own"), "\(made.output)")
  }

  @Test(arguments: [
    ("stages: [build, deploy]\n", "build"), ("stages:\n  - lint # first\n  - ship\n", "lint"),
    ("stages:\n- build\n- test\n\njob: {}\n", "test"), ("job: {}\n", "test"),
  ])
  func `the job of GitLab is in a stage of the pipeline, and the step to include it goes`(
    _ stages: String, _ stage: String
  ) throws {
    let bench = try bench([".gitlab-ci.yml": .text(stages)])
    let step = "see that .gitlab-ci.yml includes it"
    #expect(try initialise(bench).output.contains(step))
    #expect(text(bench, ".gitlab/gatehouse.yml")?.contains("  stage: \(stage) #") == true)
    try Data((stages + "include: [{ local: .gitlab/gatehouse.yml }]\n").utf8)
      .write(to: bench.repository.appending(path: ".gitlab-ci.yml"))
    #expect(!(try initialise(bench).output.contains(step)))
  }

  @Test func `branch, version and pinned digest are put in`() throws {
    let bench = try bench()
    let digest = String(repeating: "ab", count: 32)
    let version = try bench.ask(["--version"]).output.trimmingCharacters(in: .whitespacesAndNewlines)
    let folder = bench.repository.appending(path: ".gatehouse")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let pin = "\(digest)  gatehouse-\(version)-linux-x86_64.tar.gz\n"
    try Data(pin.utf8).write(to: folder.appending(path: "release.sha256"))
    try bench.git("branch", "-m", "trunk")
    let made = try initialise(bench, "--ci", "github")
    let workflow = try #require(text(bench, ".github/workflows/gatehouse.yml"))
    #expect(workflow.contains("sha256: \"\(digest)\"") && workflow.contains("branches: [trunk]"), "\(workflow)")
    #expect(workflow.contains("gatehouse@v\(version) ") && !made.output.contains("64 zeros"))
  }

  @Test func `without a sign of CI nothing is written for it, and the next step says how`() throws {
    let made = try initialise(bench())
    #expect(made.status == 0 && made.output.contains("`gatehouse init --ci NAME`"), "\(made.output)")
    let unknown = try initialise(bench(), "--ci", "gitub")
    #expect(unknown.status == 2 && unknown.errors.contains("did you mean 'github'?"), "\(unknown.errors)")
  }

  @Test func `a scanner that has reported and that CI does not run is not asked for, and named`() throws {
    let bench = try bench([".gitlab-ci.yml": "a: {}\n"])
    let report = try bench.write(.sarif([InitTests.backlog]))
    let made = try initialise(bench, report.path)
    #expect(made.status == 0 && made.output.contains("let CI run"), "\(made.output)\(made.errors)")
    #expect(text(bench, ".gatehouse/policy.yaml")?.contains("tools: [bandit]") == true)
    #expect(text(bench, ".gatehouse/policy.yaml")?.contains("sarif:") == false)
  }
}
