import Foundation
import TestSupport
import Testing

/// `explain` by every name that a finding has, from reports and from the decision that a check wrote.
@Suite struct ExplainTests {
  private static let question = [
    "--base", "refs/heads/main", "--head", "refs/heads/change", "--now", Bench.now,
  ]
  private static let reports: [Report] = [
    .sarif([.bad, Statement(rule: "weak", level: "warning", line: 9, message: "weak hash")]),
    .trivy("CVE-2026-1001"), .trivy("CVE-2026-1001", package: "pad", named: "other.json"),
  ]

  /// A bench with the decision on its change in `verdict.json`.
  private struct Judged {
    let bench: Bench
    let decision: JSON
    let files: [String]
    let verdict: String

    init(base: [String: Entry?] = [:]) throws {
      bench = try Bench(base: base, change: TrustTests.dependency)
      let bench = bench
      files = try ExplainTests.reports.map { try bench.write($0).path }
      let answer = try bench.check(ExplainTests.reports)
      decision = answer.decision
      verdict = try bench.write(Report("verdict.json", answer.outcome.output), in: "out").path
    }

    func live(_ arguments: String...) throws -> ProgramResult {
      try bench.ask(["explain"] + arguments + ExplainTests.question + ["--scanned", bench.head] + files)
    }

    func blocking() throws -> JSON { try #require(decision["findings"].list.first { $0["effect"].text == "deny" }) }
  }

  @Test func `a decision in a file explains its findings without reports or repository`() throws {
    let judged = try Judged()
    for finding in judged.decision["findings"].list {
      let id = try #require(finding["id"].text)
      let live = try judged.live("finding", String(id.prefix(8)))
      for arguments in [[id, "--from", judged.verdict], ["finding", String(id.prefix(8)), judged.verdict]] {
        let read = try gatehouse(["explain"] + arguments, in: URL(filePath: "/"))
        #expect(read.status == 0, "\(read.errors)")
        #expect(read.output.contains(id) && words(read.output) == words(live.output))
      }
    }
  }

  @Test func `a public id, a rule or an alias of them names its findings`() throws {
    let judged = try Judged()
    for name in ["CVE-2026-1001", "cve-2026-1001"] {
      let found = try judged.live(name)
      #expect(
        found.status == 0 && found.output.contains("left-pad") && found.output.contains("in pad"), "\(found.errors)")
      let read = try gatehouse(["explain", name, "--from", judged.verdict], in: URL(filePath: "/"))
      #expect(read.output.contains("left-pad") && read.output.contains("in pad"))
    }
    #expect(try judged.live("CVE-2019-1").status == 2)
    #expect(try judged.live("CVE-2019-1").errors.contains("error[finding-unknown]"))
    let rule = try judged.live("finding", "weak")
    #expect(rule.status == 0 && rule.output.contains("weak hash"))
  }

  @Test func `a beginning that several ids have lists them`() throws {
    let judged = try Judged()
    let ids = judged.decision["findings"].list.compactMap { $0["id"].text }
    // Some digit begins two of them, or one of sixteen does for no two.
    let first = Dictionary(grouping: ids, by: { $0.prefix(1) }).first { $0.value.count > 1 }
    guard let (digit, several) = first else { return }
    for answer in [
      try judged.live("finding", String(digit)),
      try gatehouse(["explain", "finding", String(digit), "--from", judged.verdict], in: URL(filePath: "/")),
    ] {
      #expect(answer.status == 2 && answer.output.isEmpty)
      for id in several { #expect(answer.errors.contains(id.prefix(12)), "\(answer.errors)") }
    }
  }

  @Test func `the waiver that is printed holds once it has a reason and is on the base`() throws {
    let judged = try Judged()
    let finding = try judged.blocking()
    let id = try #require(finding["id"].text)
    let text = try gatehouse(["explain", id, "--from", judged.verdict], in: URL(filePath: "/")).output
    #expect(text.contains("merge this into .gatehouse/waivers.yaml of the base branch first"))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "gatehouse-waivers: 1"))
    let block = lines[start...].prefix { !$0.isEmpty }.joined(separator: "\n") + "\n"
    #expect(try Bench(base: [".gatehouse/waivers.yaml": .text(block)]).check().status == 2, "a reason is wanted")
    let waived = block.replacingOccurrences(of: "reason: \"\"", with: "reason: \"nobody reaches this from outside\"")
    let after = try Judged(base: [".gatehouse/waivers.yaml": .text(waived)])
    let same = try #require(after.decision["findings"].list.first { $0["id"].text == id })
    #expect(same["suppressedBy"]["kind"].text == "waiver", "\(after.decision["diagnostics"])")
  }

  @Test(
    arguments: [
      ("", "json-invalid"), ("[]", "decision-invalid"), ("{}", "decision-invalid"),
      (#"{"version":"2.1.0","runs":[]}"#, "decision-invalid"),
      (#"{"schemaVersion":2,"verdict":"pass","now":"2026-11-20T12:00:00Z","findings":[]}"#, "decision-invalid"),
      (#"{"schemaVersion":1,"verdict":"maybe","now":"2026-11-20T12:00:00Z","findings":[]}"#, "json-unexpected-type"),
      (#"{"schemaVersion":1,"verdict":"pass","now":"soon","findings":[]}"#, "json-unexpected-type"),
      (#"{"schemaVersion":1,"verdict":"pass","now":"2026-11-20T12:00:00Z","findings":{}}"#, "json-unexpected-type"),
      (
        #"{"schemaVersion":1,"verdict":"pass","now":"2026-11-20T12:00:00Z","findings":[{"id":7}]}"#,
        "json-unexpected-type"
      ),
      (#"{"schemaVersion":1,"verdict":"pass","verdict":"fail"}"#, "json-duplicate-key"),
      (#"{"schemaVersion":1,"verdict":"pass","now":"2026-11-20T12:00:00Z","findings":[]}"#, "finding-unknown"),
      (String(repeating: "[", count: 100) + String(repeating: "]", count: 100), "json-too-deep"),
    ])
  func `a file that is no decision is an error`(_ text: String, _ code: String) throws {
    let bench = try Bench()
    let file = try bench.write(Report("verdict.json", text)).path
    let answer = try gatehouse(["explain", "CVE-2026-1", "--from", file], in: URL(filePath: "/"))
    #expect(answer.status == 2 && answer.output.isEmpty)
    #expect(answer.errors.contains("error[\(code)]"), "\(answer.errors)")
  }

  @Test func `a decision that somebody wrote cannot act on the terminal, and its numbers cannot stop the program`()
    throws
  {
    let judged = try Judged()
    let id = try #require(try judged.blocking()["id"].text)
    let text = try String(contentsOfFile: judged.verdict, encoding: .utf8)
    let hostile = [
      text.replacingOccurrences(of: "eval of what a stranger sends", with: #"\u001b[31m\n::error::x\u202e"#),
      text.replacingOccurrences(of: #""days":30"#, with: #""days":9223372036854775807"#),
      text.replacingOccurrences(of: #""startLine":7"#, with: #""startLine":1e300"#),
      text.replacingOccurrences(of: #""line":"#, with: #""line":-9"#),
    ]
    for text in hostile {
      let file = try judged.bench.write(Report("hostile.json", text)).path
      let answer = try gatehouse(["explain", id, "--from", file], in: URL(filePath: "/"))
      #expect([0, 2].contains(answer.status), "\(answer.errors)")
      #expect(
        !answer.output.contains("\u{1b}[31m") && !answer.output.contains("\n::error")
          && !answer.output.contains("\u{202e}"))
    }
  }

  @Test func `what was suppressed is listed from a decision in a file as from the reports`() throws {
    let judged = try Judged(base: [".gatehouse/waivers.yaml": .text(Files.generousWaivers)])
    let live = try judged.live("--suppressed")
    #expect(live.output.hasPrefix("1 finding suppressed\n\nby waiver\n"), "\(live.output)\(live.errors)")
    for arguments in [["--suppressed", judged.verdict], ["--suppressed", "--from", judged.verdict]] {
      let read = try gatehouse(["explain"] + arguments, in: URL(filePath: "/"))
      #expect((read.status, read.output) == (live.status, live.output), "\(read.errors)")
    }
  }

  @Test func `without reports nothing is said of findings, and the help is a command that explains`() throws {
    let judged = try Judged()
    for words in [["--suppressed"], ["7cb08436"], ["finding", "7cb08436"], ["7cb08436", "81c0aaaa"]] {
      let answer = try judged.bench.ask(["explain"] + words + Self.question)
      #expect(answer.status == 2 && answer.output.isEmpty, "\(answer.output)")
      #expect(answer.errors.contains("error[nothing-to-judge]"), "\(answer.errors)")
      let help = answer.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let subject = words.filter { $0 != "finding" }.joined(separator: " ")
      for form in ["reports/", "verdict.json"] {
        #expect(help.contains("gatehouse explain \(subject) \(form)"), "\(help)")
      }
      #expect(!help.contains("no finding has") && !help.contains("gatehouse check reports/"), "\(help)")
    }
    // A decision about nothing says as little.
    let nothing = try judged.bench.ask(["check", "--format", "json"] + Self.question)
    let file = try judged.bench.write(Report("nothing.json", nothing.output), in: "out").path
    let read = try gatehouse(["explain", "--suppressed", file], in: URL(filePath: "/"))
    #expect(read.status == 2 && read.output.isEmpty && read.errors.contains("nothing-to-judge"), "\(read.errors)")
  }

  @Test func `what does not go together is a usage error`() throws {
    for arguments in [
      ["--suppressed", "--from", "x.json", "reports/"], ["--codes", "--from", "x.json"],
      ["CVE-2026-1", "--from", "x.json", "reports/"], ["--from", "x.json"],
    ] {
      let answer = try gatehouse(["explain"] + arguments, in: URL(filePath: "/"))
      #expect(answer.status == 2 && answer.errors.hasPrefix("Error: "), "\(arguments): \(answer.errors)")
    }
  }

  @Test func `options that would decide again are refused beside a decision that was made`() throws {
    let judged = try Judged()
    let id = try #require(judged.blocking()["id"].text)
    for (words, options) in [
      (["finding", id], ["--now", "2027-02-01T00:00:00Z"]),
      ([id], ["--base", "refs/heads/nowhere", "--policy", "no.yaml"]),
      (["--suppressed"], ["--fail-on", "high"]),
    ] {
      for file in [[judged.verdict], ["--from", judged.verdict]] {
        let answer = try gatehouse(["explain"] + words + options + file, in: URL(filePath: "/"))
        #expect(answer.status == 2, "\(words) \(options) \(file)")
        #expect(answer.errors.contains("holds a decision that was made, which \(options[0])"), "\(answer.errors)")
      }
    }
  }

  /// The words of a text, however its lines are broken, and wherever the reports lie.
  private func words(_ text: String) -> [Substring] {
    text.replacing(#/\(\/[^ ()]*\//#, with: "(").split { $0.isWhitespace }
  }
}
