import Foundation
import TestSupport
import Testing

/// Commands, options and their exit codes, as scripts and editors rely on them.
@Suite struct CommandTests {
  @Test(
    arguments: [
      (["--version"], 0, "0."), (["--help"], 0, "check"), (["check", "--help"], 0, "--staged"),
      (["help", "normalize"], 0, "--list-formats"), (["explain", "code", "waiver-expired"], 0, "waiver-expired\n\n"),
      (["docs", "conditions"], 0, "# "),
      (["manual"], 0, ".TH GATEHOUSE 1 "),
      (["normalize", "--list-formats"], 0, "\nsarif\tany kind\t"),
      (["normalize", "--list-formats"], 0, "\nosv-scanner\t"),
      (["explain", "--codes"], 0, "`waiver-expired`"),
      (["explain", "waiver-expired"], 0, "waiver-expired\n\n"), (["policy", "schema"], 0, "json-schema.org"),
      (["policy", "severities", "semgrep"], 0, "semgrep\tsarif\twarning\tmedium\n"),
      (["policy", "severities"], 0, "*\tsarif\terror\thigh\n"), (["policy", "severities", "semgrap"], 2, ""),
      ([], 2, ""), (["policy"], 2, ""), (["explain"], 2, ""), (["explain", "reports/"], 2, ""), (["docs", "x"], 2, ""),
      (["owners", "--now", "2026-11-22T10:00:00Z", "x"], 2, ""),
      (["explain", "waiver-expird"], 2, ""), (["explain", "code", "waiver-expird"], 2, ""), (["--verzion"], 2, ""),
      (["policy", "check", "/nowhere"], 2, ""),
      (["policy", "test", "/nowhere"], 2, ""),
    ] as [([String], Int32, String)])
  func `what asks for no repository works anywhere`(_ arguments: [String], _ status: Int32, _ says: String) throws {
    let outcome = try gatehouse(arguments, in: URL(filePath: "/"))
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(
      status == 0
        ? outcome.output.contains(says) && outcome.errors.isEmpty
        : outcome.output.utf8.count < 30 && !outcome.errors.isEmpty)
  }

  // owners

  static let rules = "* @acme/all\n/src/ @acme/src @ines\n/src/free/\n*.md docs@acme.example\n"

  @Test func `owners are a path, a line and who, tab between`() throws {
    let bench = try Bench(base: ["CODEOWNERS": .text(Self.rules)], change: ["CODEOWNERS": "* @mallory\n"])
    let asked = ["src/a.py", "src/free/b.py", "README.md", "x", "a b", "gr\u{f6}\u{df}e"]
    let expected =
      "src/a.py\t2\t@acme/src @ines\nsrc/free/b.py\t3\t\nREADME.md\t4\tdocs@acme.example\nx\t1\t@acme/all\na b\t1\t@acme/all\ngr\u{f6}\u{df}e\t1\t@acme/all\n"
    let named = try bench.ask(["owners", "--rev", "refs/heads/main"] + asked)
    #expect((named.status, named.output) == (0, expected))
    let piped = try bench.ask(["owners", "--rev", bench.base, "--stdin"], input: asked.joined(separator: "\r\n"))
    #expect((piped.status, piped.output) == (0, expected))
    #expect(try bench.ask(["owners", "src/a.py"]).output == "src/a.py\t1\t@mallory\n", "HEAD is the change")
    #expect(try bench.ask(["owners", "--rev", "main", "x"]).status == 2)
    let file = try bench.write(Report("OWNERS", "/docs/ @acme/docs\n")).path
    let outside = try gatehouse(
      ["owners", "--codeowners", file, "--dialect", "github", "docs/x", "y"], in: URL(filePath: "/"))
    #expect((outside.status, outside.output) == (0, "docs/x\t1\t@acme/docs\ny\t0\t\n"))
    for dialect in ["svn", "GitHub", ""] {
      #expect(try gatehouse(["owners", "--codeowners", file, "--dialect", dialect, "y"]).status == 2, "\(dialect)")
    }
    #expect(try gatehouse(["owners", "--codeowners", "/nowhere", "y"]).status == 2)
    let none = try Bench(base: ["CODEOWNERS": nil]).ask(["owners", "y"])
    #expect((none.status, none.output) == (0, "y\t0\t\n"))
  }

  @Test func `a path cannot forge a row of owners, nor act on a terminal`() throws {
    let bench = try Bench(base: ["CODEOWNERS": "* @acme/all\n"])
    let asked = ["a\nb\t9\t@mallory", "::error::c", "##[group]d", "e\u{1b}[31m\u{202e}"]
    let expected = "a\\u{a}b\\u{9}9\\u{9}@mallory\t1\t@acme/all\n: :error::c\t1\t@acme/all\n## [group]d\t1\t@acme/all\n"
    let answer = try bench.ask(["owners", "--rev", "refs/heads/main"] + asked)
    #expect(answer.output == expected + "e\\u{1b}[31m\\u{202e}\t1\t@acme/all\n")
  }

  // Outputs

  @Test func `an output that the system refuses is exit 2, and nothing is left of it`() throws {
    let bench = try Bench()
    let report = try bench.write(.sarif()).path
    let folder = bench.folder.appending(path: "out").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for format in ["json", "text", "sarif", "markdown"] {
      let command = "ulimit -f 0; exec \(gatehousePath) check --now \(Bench.now) --base refs/heads/main "
      let options = "--head refs/heads/change --scanned \(bench.head) --format \(format)=\(folder)/v \(report)"
      let answer = try run("/bin/sh", ["-c", command + options], in: bench.repository)
      #expect(answer.status == 2, "not a signal")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
  }

  // normalize, findings

  @Test(arguments: ["normalize", "findings"])
  func `a folder without a report is no clean scan`(_ command: String) throws {
    let bench = try Bench()
    let empty = bench.folder.appending(path: "empty")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
    let outcome = try bench.ask([command, empty.path])
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(
      outcome.errors.contains("error[nothing-to-judge]") && outcome.errors.contains("gatehouse \(command) reports/"))
    let clean = try bench.write(.sarif([])).path
    #expect(try bench.ask([command, clean]).status == 0, "a scan that found nothing")
  }

  @Test func `a report that cannot be read gives no line, the others give theirs`() throws {
    let bench = try Bench()
    let good = try bench.write(.trivy()).path
    let bad = try bench.write(Report("bad.json") { Report.trivy("CVE-2026-2222").bytes($0).dropLast(3) }).path
    for files in [[good, bad], [bad, good]] {
      let outcome = try bench.ask(["normalize"] + files)
      #expect(outcome.status == 2)
      #expect(outcome.output.split(separator: "\n").map { JSON(String($0))["ruleId"].text } == ["CVE-2026-1001"])
      #expect(outcome.errors.contains("error[json-invalid]") && outcome.errors.contains("bad.json"))
    }
    let merged = try bench.ask(["findings", good, bad])
    #expect(merged.status == 2)
    #expect(!merged.output.contains("CVE-2026-2222"))
    #expect(try bench.ask(["normalize", "--input-format", "sarif", good]).status == 2, "it is Trivy's")
    let line = JSON(
      try bench.ask(
        ["normalize", "--input-format", "trivy", "-"], input: String(contentsOfFile: good, encoding: .utf8)
      )
      .output)
    #expect(line["schemaVersion"] == .number(1) && line["format"].text == "trivy" && line["severity"].text == "high")
    #expect(
      line["package"]["purl"].text == "pkg:npm/left-pad@1.0.0"
        && line["at"]["pointer"].text == "/Results/0/Vulnerabilities/0")
    let finding = JSON(try bench.ask(["findings", good]).output)
    #expect(finding["id"].text?.isEmpty == false && finding["observations"].list.count == 1)
  }

  // explain

  @Test func `a finding is explained by the first digits of its id`() throws {
    let bench = try Bench(base: JudgementTests.aside, change: TrustTests.dependency)
    let answer = try bench.check(JudgementTests.reports)
    let files = try JudgementTests.reports.map { try bench.write($0).path }
    let question = [
      "--base", "refs/heads/main", "--head", "refs/heads/change", "--scanned", bench.head, "--now", Bench.now,
    ]
    for finding in answer.findings {
      let id = try #require(finding["id"].text)
      let outcome = try bench.ask(["explain", "finding", String(id.prefix(8))] + question + files)
      #expect(try bench.ask(["explain", String(id.prefix(8))] + question + files).output == outcome.output)
      #expect(outcome.status == 0)
      for word in [
        id, finding["effect"].text ?? "", finding["newness"].text ?? "", "wanted", ".gatehouse/policy.yaml:",
      ] {
        #expect(outcome.output.contains(word), "\(word)")
      }
    }
    let aside = try bench.ask(["explain", "--suppressed"] + question + files)
    #expect(aside.status == 0)
    for word in ["by VEX", "acme.openvex.json", "until", "matches nothing", "W-3"] {
      #expect(aside.output.contains(word), "\(word)")
    }
    #expect(try bench.ask(["explain", "zzzz"] + question + files).status == 2)
    #expect(
      try bench.ask(["explain", answer.findings[0]["id"].text ?? ""] + question).status == 2, "no report, no answer")
  }

  // policy

  @Test func `policies are checked and tested where they lie`() throws {
    let bench = try Bench()
    try bench.write(Report("policy.yaml", Files.policy), in: "good")
    let folder = bench.folder.appending(path: "good").path
    #expect(try gatehouse(["policy", "check", folder]).status == 0)
    #expect(try gatehouse(["policy", "test", folder]).status == 2, "no tests are no proof")
    func tests(_ effect: String) -> Report {
      Report(
        "tests.yaml",
        "gatehouse-tests: 1\nnow: 2026-11-22T10:00:00Z\ntests:\n  - { name: a new high, given: { severity: high, newness: introduced }, expect: { effect: \(effect) } }\n"
      )
    }
    try bench.write(tests("deny"), in: "good")
    #expect(try gatehouse(["policy", "test", folder]).status == 0)
    try bench.write(tests("warn"), in: "good")
    let failed = try gatehouse(["policy", "test", folder])
    #expect(failed.status == 1 && failed.errors.contains("policy-test-failed"))
    try bench.write(tests("wran"), in: "good")
    #expect(try gatehouse(["policy", "test", folder]).status == 2)
    try bench.write(
      Report("policy.yaml", Files.policy.replacingOccurrences(of: "at-least", with: "at-lest")), in: "bad")
    let broken = try gatehouse(["policy", "check", bench.folder.appending(path: "bad").path])
    #expect(broken.status == 2)
    for word in ["error[policy-unknown-key]", "policy.yaml:8:", "^", "at-least"] {
      #expect(broken.errors.contains(word), "\(word)")
    }
  }

  // output

  @Test func `output goes where it is told, in colour only when it is told`() throws {
    let bench = try Bench()
    let file = try bench.write(.sarif()).path
    let question = [
      "check", "--base", "refs/heads/main", "--head", "refs/heads/change", "--scanned", bench.head, "--now", Bench.now,
      file,
    ]
    func ask(_ more: String..., environment: [String: String] = [:]) throws -> ProgramResult {
      try bench.ask(question + more, environment: environment)
    }
    let decision = bench.folder.appending(path: "decision.json")
    let written = try ask("--format", "json=\(decision.path)")
    #expect((written.status, written.output) == (1, ""))
    #expect(JSON(try String(contentsOf: decision, encoding: .utf8))["verdict"].text == "fail")
    #expect(
      try ask("--format", "json=\(bench.folder.path)/none/x.json").status == 2,
      "a result that is not written is no answer")
    #expect(try ask("--format", "json=/dev/full").status == 2)
    #expect(
      try run("/bin/sh", ["-c", "\"$@\" >/dev/full", "sh", gatehousePath] + question, in: bench.repository).status == 2)
    #expect(try ask("--color", "always").output.contains("\u{1b}["))
    #expect(
      try ask("--color", "always", environment: ["NO_COLOR": "1"]).output.contains("\u{1b}["),
      "who says always means it")
    for plain in [try ask(), try ask("--color", "never"), try ask(environment: ["NO_COLOR": "1"]), try ask("--quiet")] {
      #expect(plain.output.hasPrefix("✗ fail") && !plain.output.contains("\u{1b}") && plain.errors.isEmpty)
    }
    let both = try ask("--format", "text", "--format", "json=\(decision.path)")
    #expect(both.status == 1 && both.output.hasPrefix("✗ fail"))
    #expect(try ask("--color", "sometimes").status == 2)
  }
}

/// What a message repeats of the command line acts nowhere, and a misspelt code is recognised.
@Test func `messages about the command line are printable and help`() throws {
  let typo = try gatehouse(["explain", "code", "waiver-expird"])
  #expect(typo.errors.contains("did you mean 'waiver-expired'?"))
  for arguments in [["explain", "\u{1b}[31m"], ["--\u{202e}"], ["policy", "check", "\u{1b}]0;x\u{7}"]] {
    let outcome = try gatehouse(arguments)
    #expect(
      outcome.status == 2
        && !outcome.errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202e}" })
  }
}
