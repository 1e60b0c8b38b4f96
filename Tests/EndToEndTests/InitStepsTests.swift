import Foundation
import TestSupport
import Testing

/// What `init` says of the repository is so, and its steps work when they are followed in their order.
@Suite struct InitStepsTests {
  /// A repository without CI.
  private func bench(_ more: [String: Entry?] = [:]) throws -> Bench {
    try InitTests.fresh([".github/workflows/ci.yml": nil].merging(more) { $1 })
  }

  private func initialise(_ bench: Bench, _ arguments: String...) throws -> ProgramResult {
    let made = try bench.ask(["init", "--now", Bench.now] + arguments)
    #expect(made.status == 0, "\(made.errors)")
    return made
  }

  private func words(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  private func policy(_ bench: Bench) throws -> String {
    try String(contentsOf: bench.repository.appending(path: ".gatehouse/policy.yaml"), encoding: .utf8)
  }

  private func exists(_ bench: Bench, _ path: String) -> Bool {
    FileManager.default.fileExists(atPath: bench.repository.appending(path: path).path)
  }

  /// Puts a report of HEAD into `reports/` of the repository.
  private func scan(_ bench: Bench) throws {
    try bench.write(.sarif([InitTests.backlog], commit: \.base), in: "repo/reports")
  }

  @Test func `a policy of its own that nobody has edited is written again, with demands for the reports`() throws {
    let bench = try bench()
    _ = try initialise(bench)
    let before = try policy(bench)
    #expect(before.contains("# evidence:"))
    // On a later day: the days that were announced stay.
    try scan(bench)
    let again = try bench.ask(["init", "--now", "2026-11-25T12:00:00Z", "reports/"])
    #expect(words(again.output).contains("wrote .gatehouse/policy.yaml again, as nobody has edited it"), "\(again)")
    let after = try policy(bench)
    #expect(after.contains("\nevidence:\n  - { kind: sast, tools: [codeql], commit: head, where: ci }\n"), "\(after)")
    let (old, new) = (before.components(separatedBy: "\nsla:"), after.components(separatedBy: "\nsla:"))
    #expect(old.count == 2 && old.last == new.last)
    #expect(try bench.ask(["policy", "check"]).status == 0)
    #expect(!words(again.output).contains("is not missed"), "\(again.output)")
  }

  @Test func `a policy that somebody has edited is kept, and init says what to add to it`() throws {
    let bench = try bench()
    _ = try initialise(bench)
    let edited = "# ours\n" + (try policy(bench))
    try Data(edited.utf8).write(to: bench.repository.appending(path: ".gatehouse/policy.yaml"))
    try scan(bench)
    let again = words(try initialise(bench, "reports/").output)
    #expect(try policy(bench) == edited)
    let demand = "[{ kind: sast, tools: [codeql], commit: head, where: ci }]"
    #expect(again.contains("the policy asks for no evidence") && again.contains("`evidence: \(demand)`"), "\(again)")
    // What it says is right: with the demand there is nothing to say.
    try Data((edited + "evidence: \(demand)\n").utf8)
      .write(to: bench.repository.appending(path: ".gatehouse/policy.yaml"))
    #expect(!words(try initialise(bench, "reports/").output).contains("is not missed"))
  }

  @Test func `a policy that asks for other scans is told of those that were given`() throws {
    let other = Files.policy.replacing("kind: sast, commit", with: "kind: sca, tools: [trivy], commit")
    let bench = try bench([".gatehouse/policy.yaml": .text(other)])
    try scan(bench)
    let made = words(try initialise(bench, "reports/").output)
    #expect(made.contains("the policy does not ask for CodeQL") && made.contains("tools: [codeql]"), "\(made)")
  }

  @Test(arguments: ["yarn.lock", "go.sum", "api/Cargo.lock", "uv.lock", "Gemfile.lock", "composer.lock"])
  func `a lock file is where packages come from`(_ path: String) throws {
    let bench = try bench(["package.json": nil, path: "{}\n"])
    let made = words(try initialise(bench).output)
    #expect(made.contains("packages \(path)"), "\(made)")
  }

  @Test func `reports that lie there are named and not read`() throws {
    let bench = try bench([".gitignore": "/reports/\n", "reports/tracked.sarif": "{}\n"])
    try scan(bench)
    try bench.write(Report("notes.txt", "hello\n"), in: "repo/reports")
    let made = words(try initialise(bench).output)
    #expect(made.contains("reports reports/codeql.sarif; not read, as nobody named them"), "\(made)")
    #expect(made.contains("`gatehouse init reports/` to list what those reports found"), "\(made)")
    #expect(!exists(bench, ".gatehouse/baseline.yaml"))
    #expect(try policy(bench).contains("# evidence:"))
    let named = try initialise(bench, "reports/codeql.sarif")
    #expect(exists(bench, ".gatehouse/baseline.yaml") && !named.output.contains("not read"), "\(named.output)")
  }

  @Test func `the ending yml is as good as yaml`() throws {
    let bench = try bench([
      ".gatehouse/policy.yml": .text(Files.policy), ".gatehouse/waivers.yml": .text(Files.waivers),
      ".gatehouse/baseline.yml": BaselineTests.baseline([]),
    ])
    try scan(bench)
    let made = try initialise(bench, "reports/")
    for name in ["policy", "waivers", "baseline"] { #expect(!exists(bench, ".gatehouse/\(name).yaml"), "\(name)") }
    #expect(words(made.output).contains("kept .gatehouse/baseline.yml"), "\(made.output)")
    let checked = try bench.ask(["policy", "check"])
    #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
  }

  @Test func `the steps work in their order, though nothing is committed yet`() throws {
    let bench = try bench()
    let made = words(try initialise(bench).output)
    let scanner = "cat \(try bench.write(.sarif([InitTests.backlog], time: nil)).path)"
    let commands = made.matches(of: /`([^`]+)`/).map { String($0.output.1) }
    let first = commands.prefix { !$0.hasPrefix("gatehouse init") }
    #expect(first.count == 3, "\(commands)")
    for command in first {
      let typed = command.replacing("gatehouse ", with: "'\(gatehousePath)' ").replacing("NAME.json", with: "a.sarif")
        .replacing("SCANNER …", with: scanner)
      let outcome = try run(
        "/bin/sh", ["-c", typed], in: bench.repository,
        environment: gitEnvironment.merging(["PATH": "/usr/bin:/bin"]) { $1 })
      #expect(outcome.status == 0 && !outcome.errors.contains("no evidence"), "\(typed): \(outcome.errors)")
    }
    #expect(try bench.git("status", "--porcelain", "reports").isEmpty, "git ignores it")
    let listed = try bench.ask(["init", "reports/"])
    #expect(listed.status == 0 && !listed.errors.contains("report-wrong-commit"), "\(listed.errors)")
    #expect(exists(bench, ".gatehouse/baseline.yaml"))
  }

  @Test func `before the first commit, it comes first`() throws {
    let bench = try bench()
    try bench.git("symbolic-ref", "HEAD", "refs/heads/newborn")
    #expect(words(try initialise(bench).output).contains("next 1 make the first commit"))
  }

  @Test func `a folder without a report is not sent to another command`() throws {
    let bench = try bench()
    try FileManager.default.createDirectory(
      at: bench.repository.appending(path: "reports"), withIntermediateDirectories: true)
    let made = try bench.ask(["init", "reports/"])
    #expect(made.status == 2 && words(made.errors).contains("gatehouse init reports/"), "\(made.errors)")
    #expect(!made.errors.contains("gatehouse check"))
  }

  @Test func `the files of CI are seen before they are committed`() throws {
    let bench = try bench()
    let first = words(try initialise(bench, "--ci", "github").output)
    try scan(bench)
    let second = words(try initialise(bench, "reports/").output)
    #expect(second.contains("ci GitHub Actions") && !second.contains("--ci NAME"), "\(second)")
    for step in ["in place of the 64 zeros", "require the check `gatehouse`"] {
      #expect(first.contains(step) && second.contains(step), "\(second)")
    }
  }

  @Test func `a clean report of a tool that the policy names asks for nothing`() throws {
    let named = Files.policy.replacing("kind: sast, commit", with: "kind: iac, tools: [checkov], commit")
    let bench = try bench([".gatehouse/policy.yaml": .text(named)])
    let clean =
      #"{"passed": 0, "failed": 0, "skipped": 0, "parsing_errors": 0, "resource_count": 0, "checkov_version": "3.3.30"}"#
    let report = try bench.write(Report("checkov.json", clean)).path
    let made = words(try initialise(bench, report).output)
    #expect(!made.contains("does not ask for Checkov") && !made.contains("scanners that run here"), "\(made)")
  }

  @Test func `named reports are to be ignored by git, and the gate is not`() throws {
    let bench = try bench([".gitignore": ".*\n"])
    try bench.write(.sarif([InitTests.backlog], commit: \.base), in: "repo/out")
    let step = "`echo /out/ >>.gitignore`"
    let made = words(try initialise(bench, "out/").output)
    #expect(made.contains(step) && !made.contains("/reports/"), "\(made)")
    #expect(made.contains("`echo '!/.gatehouse/' >>.gitignore`"), "\(made)")
    try Data(".*\n/out/\n!/.gatehouse/\n".utf8).write(to: bench.repository.appending(path: ".gitignore"))
    #expect(try bench.git("add", "--dry-run", "-A").contains(".gatehouse/policy.yaml"))
    #expect(!words(try initialise(bench, "out/").output).contains("gitignore`"))
  }

  @Test func `what a kept baseline does not have is told, and so is a day that changes nothing`() throws {
    let bench = try bench([".gitignore": "/reports/\n"])
    try scan(bench)
    _ = try initialise(bench, "reports/")
    #expect(!words(try initialise(bench, "reports/").output).contains("not in .gatehouse/baseline.yaml"))
    try bench.write(.sarif([InitTests.backlog, Statement(rule: "other", line: 3)], commit: \.base), in: "repo/reports")
    let again = words(try initialise(bench, "--until", "2026-12-24", "reports/").output)
    #expect(again.contains("1 finding of these reports is not in .gatehouse/baseline.yaml"), "\(again)")
    #expect(again.contains("the baseline that is there ends on 2027-02-18"), "\(again)")
    // What is committed and unchanged is not to be committed again.
    #expect(again.contains("commit what was written"))
    try bench.git("add", "-A")
    try bench.git("commit", "-qm", "gate")
    #expect(
      !words(try initialise(bench, "--scanned", bench.base, "reports/").output).contains("commit what was written"))
  }

  @Test func `findings without a severity are counted, as new ones block`() throws {
    let bench = try bench()
    let made = words(try initialise(bench, try bench.write(.trivy(severity: nil)).path).output)
    #expect(made.contains("1 of the 1 finding has no severity, and a new one without blocks"), "\(made)")
    let rated = try self.bench()
    #expect(!words(try initialise(rated, try rated.write(.trivy()).path).output).contains("no severity"))
  }

  @Test func `what the hooks write is to be ignored, until git ignores it`() throws {
    let bench = try bench()
    let step = "`echo /gatehouse-run/ >>.gitignore`"
    #expect(words(try initialise(bench, "--ci", "pre-commit").output).contains(step))
    try Data("/gatehouse-run/\n".utf8).write(to: bench.repository.appending(path: ".gitignore"))
    #expect(!words(try initialise(bench, "--ci", "pre-commit").output).contains(step))
  }
}
