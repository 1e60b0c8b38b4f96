import Foundation
import Testing

/// Laws 11 and 12: text of strangers acts nowhere, sizes are looked at before bytes, and secrets are never said again.
@Suite struct HostileTests {
  static let texts = [
    "\u{1b}[31mred\u{1b}]8;;https://evil.example\u{7}", "::error::all is well",
    "x\n::set-output name=a::b\r\n::stop-commands::t",
    "##[error]no", "\u{202e}gnp.exe", "a\u{200b}b\u{feff}", "</td></table><script>alert(1)</script>",
    "| a | b |\n|---|---|",
    "`` ` ``` @everyone #1 GH-1 [x](javascript:alert(1)) ![y](http://evil.example/z)", "<!-- gatehouse -->",
    "%0A::error::x", "\u{9b}31m",
    "\u{2028}line\u{2029}", "'\"; $(reboot) `reboot` ${IFS}", "##vso[task.complete result=Succeeded;]", "####[x]",
    String(repeating: "word ::error::x ", count: 60), String(repeating: "word ##[error]x ", count: 60),
    String(repeating: "long ", count: 40_000),
  ]

  @Test func `where a scanner cannot write the name of a file, renaming the file helps, and another scan does not`()
    throws
  {
    let report = Report("bandit.json", #"{"errors":[],"results":[{"filename":"./src/evil\udcff.py","line_number":1}]}"#)
    let answer = try Bench.shared.check([report], formats: [])
    #expect(answer.status == 2 && answer.outcome.output.contains("rename the file whose name is not UTF-8"))
    #expect(!answer.outcome.output.contains("run bandit again"), "\(answer.outcome.output)")
  }

  /// Each text as a rule, as a message and as a part of a path; in two halves, for some formats show only so many findings.
  @Test(arguments: Bench.formats, 0...1)
  func `text of a report is inert in a log, whatever the format`(_ format: String, _ half: Int) throws {
    let statements = Self.texts.enumerated().filter { $0.offset % 2 == half }.flatMap { index, text in
      [
        Statement(rule: text, message: "plain", more: #","partialFingerprints":{"one":"\#(index)"}"#),
        Statement(rule: "rule-\(index)", message: text),
        Statement(
          rule: "path", path: "src/\(index)" + text.replacingOccurrences(of: "/", with: "_").prefix(200) + ".py",
          line: 1),
      ]
    }
    let outcome = try Bench.shared.checkInside(of: [.sarif(statements)], ["--format", format]).outcome
    let output = outcome.output
    #expect(outcome.status == 1 && outcome.errors.isEmpty)
    let active = output.unicodeScalars.first { isActive($0) && $0 != "\n" }
    #expect(active == nil, "U+\(String(active?.value ?? 0, radix: 16))")
    #expect(!output.contains("##[") && !output.contains("##vso["))
    // In GitHub's format every line is a command of ours but those that say what to do and the last; elsewhere none is one.
    let lines = output.split(separator: "\n").map { $0.drop { " \t".contains($0) } }
    let ours = lines.count { line in
      ["error", "warning", "notice"].contains { line.hasPrefix("::\($0) ") || line.hasPrefix("::\($0)::") }
    }
    let plain = lines.count { $0.hasPrefix("to pass: ") || $0.hasPrefix("gatehouse: ") }
    #expect(lines.count { $0.hasPrefix("::") } == ours)
    #expect(format == "github" ? ours > 10 && plain > 2 && ours + plain == lines.count : ours == 0)
    switch format {
    case "json": #expect(JSON(output)["findings"].list.count == statements.count)
    case "sarif", "sarif-full", "gitlab": #expect(JSON(output) != .null, "no JSON")
    case "markdown": #expect(output.utf8.count <= 65_536)
    case "text": #expect(output.split(separator: "\n").count < 600, "\(output.split(separator: "\n").count) lines")
    default: break
    }
  }

  @Test func `text of a policy, a waiver and an owner is inert too`() throws {
    let bad = "\\u001b[31m ::error:: \\u202e"
    let policy = Files.policy.replacingOccurrences(
      of: "why: Cheapest to fix in the change that brings it.", with: "why: \"\(bad)\"")
    let bench = try Bench(base: [
      ".gatehouse/policy.yaml": .text(policy), "CODEOWNERS": "* @acme/\u{1b}[31m @acme/ok\n/src/\u{202e}x @acme/y\n",
    ])
    for (format, output) in try bench.everyFormat(of: [.sarif()]).texts {
      #expect(!output.unicodeScalars.contains { isActive($0) && $0 != "\n" }, "\(format)")
    }
  }

  private func isActive(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }

  @Test func `what is too large, endless or deep is refused at once`() throws {
    let bench = try Bench()
    let start = ContinuousClock.now
    let large = try bench.write(Report("large.json", "["))
    let handle = try FileHandle(forWritingTo: large)
    try handle.truncate(atOffset: 600 << 20)
    try handle.close()
    #expect(try bench.check([.sarif([])], [large.path]).obstacles == ["file-too-large"])
    let pipe = bench.folder.appending(path: "pipe").path
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(try bench.check([.sarif([])], [pipe]).obstacles == ["file-unreadable"])
    #expect(try bench.check([.sarif([])], ["/dev/zero"]).obstacles == ["file-unreadable"])
    #expect(try bench.check([.sarif([])], ["--vex", pipe]).obstacles == ["file-unreadable"])
    let deep = Report("deep.json", #"{"version":"2.1.0","runs":"# + String(repeating: "[", count: 1_000_000))
    #expect(try bench.check([.sarif([]), deep]).obstacles == ["json-too-deep"])
    // Only what hangs is caught here.
    #expect(start.duration(to: .now) < .seconds(120))
  }

  // A secret that a scanner found is never shown.

  static let token = "hunter2-Zq81xkPvV9"
  static let bandit = Report(
    "bandit.json",
    #"{"errors":[],"generated_at":"2026-11-20T11:00:00Z","metrics":{"_totals":{},"src/pay/charge.py":{}},"results":[{"code":"7 password = '\#(token)'","filename":"src/pay/charge.py","issue_confidence":"MEDIUM","issue_cwe":{"id":259},"issue_severity":"HIGH","issue_text":"Possible hardcoded password: '\#(token)'","line_number":7,"line_range":[7],"test_id":"B105","test_name":"hardcoded_password_string"}]}"#
  )
  static let gitleaks = Report(
    "gitleaks.json",
    #"[{"RuleID":"generic-api-key","Description":"Generic API key","StartLine":7,"EndLine":7,"Match":"key = \#(token)","Secret":"\#(token)","File":"src/pay/charge.py","Commit":"","Message":"add \#(token)","Fingerprint":"src/pay/charge.py:generic-api-key:7"}]"#
  )
  static let trivySecret = Report(
    "trivy-secret.json",
    #"{"SchemaVersion":2,"CreatedAt":"2026-11-20T11:00:00Z","ArtifactName":".","ArtifactType":"repository","Results":[{"Target":"src/pay/charge.py","Class":"secret","Secrets":[{"RuleID":"aws-access-key-id","Category":"AWS","Severity":"CRITICAL","Title":"AWS Access Key ID","StartLine":7,"EndLine":7,"Code":{"Lines":[{"Number":7,"Content":"key = \#(token)"}]},"Match":"key = \#(token)"}]}]}"#
  )
  static let codeql = Report.sarif(
    [
      Statement(
        rule: "py/hardcoded-credentials", message: "the password '\(token)' is in the code",
        more: #","properties":{"tags":["external/cwe/cwe-798"]}"#)
    ])

  @Test(arguments: [bandit, gitleaks, trivySecret]) func `a secret is said in no output`(_ report: Report) throws {
    let bench = try Bench(change: ["src/pay/charge.py": .text(Files.code(line: "    password = '\(Self.token)'"))])
    let answer = try bench.everyFormat(of: [report])
    // The policy asks for sast, which gitleaks and Trivy do not bring; the finding is told all the same.
    #expect(answer.status > 0)
    var outputs = answer.texts
    let file = try bench.write(report).path
    for command in ["normalize", "findings"] {
      let outcome = try bench.ask([command, file])
      #expect(outcome.status == 0 && !outcome.output.isEmpty)
      outputs[command] = outcome.output + outcome.errors
    }
    let id = JSON(answer.texts["json"] ?? "")["findings"][0]["id"].text ?? "none"
    let question = [
      "--base", "refs/heads/main", "--head", "refs/heads/change", "--scanned", bench.head, "--now", Bench.now,
    ]
    let explained = try bench.ask(["explain", id] + question + [file])
    #expect(explained.output.contains(id))
    outputs["explain"] = explained.output + explained.errors
    // A report that cannot be read must not quote itself either.
    let broken = try bench.write(Report("broken.json") { report.bytes($0) + Data("}".utf8) }).path
    for command in ["normalize", "check"] {
      let outcome = try bench.ask([command] + (command == "check" ? question : []) + [broken])
      #expect(outcome.status == 2)
      outputs["broken \(command)"] = outcome.output + outcome.errors
    }
    for (name, text) in outputs { #expect(!text.contains(Self.token), "\(name)") }
  }
}
