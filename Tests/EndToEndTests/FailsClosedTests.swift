import Foundation
import TestSupport
import Testing

/// Whatever is wrong with the policy, the evidence, the question or the repository, the gate is never open.
@Suite struct FailsClosedTests {
  /// Something that is wrong, and the codes of which one must be given as the obstacle.
  struct Fault: Sendable, CustomTestStringConvertible, CustomStringConvertible {
    let testDescription: String
    var description: String { testDescription }
    var policy: Entry? = .text(Files.policy)
    var reports: [Report] = [.sarif()]
    var options: [String] = []
    var bound = true
    let codes: Set<String>

    init(_ name: String, policy: Entry?, gives codes: String...) {
      (testDescription, self.policy, self.codes) = (name, policy, Set(codes))
    }
    init(_ name: String, _ reports: [Report], _ options: [String] = [], bound: Bool = true, gives codes: String...) {
      (testDescription, self.reports, self.options, self.codes) = (name, reports, options, Set(codes))
      self.bound = bound
    }
  }

  @Test func `the bench itself is judged, and without its bad line it passes`() throws {
    let bench = try Bench()
    let answer = try bench.check()
    #expect((answer.status, answer.verdict) == (1, "fail"))
    #expect(answer.findings.map { $0["effect"].text } == ["deny"])
    #expect(answer.findings[0]["newness"].text == "introduced")
    #expect(answer.findings[0]["owners"][0].text == "@acme/payments")
    #expect(try bench.check([.sarif([])]).status == 0)
  }

  static let policyBench = Swift.Result {
    try Bench(bases: brokenPolicies.map { [".gatehouse/policy.yaml": $0.policy] })
  }

  @Test(arguments: Depth.cases(Array(brokenPolicies.indices), 12))
  func `a policy that cannot be taken leaves the verdict open`(_ index: Int)
    throws
  {
    let fault = Self.brokenPolicies[index]
    let answer = try Self.policyBench.get()
      .check([.sarif([])], asking: ["--base", "refs/heads/base-\(index)", "--head", "refs/heads/change"])
    #expect(
      (answer.status, answer.verdict) == (2, "undecided"), "\(fault): \(answer.outcome.output)\(answer.outcome.errors)")
    #expect(!fault.codes.isDisjoint(with: answer.obstacles), "\(fault): \(answer.obstacles)")
  }

  @Test(arguments: Depth.cases(brokenReports, 12))
  func `evidence that cannot be taken leaves the verdict open`(_ fault: Fault) throws {
    let answer = try Bench.shared.check(fault.reports, fault.options, bound: fault.bound)
    #expect((answer.status, answer.verdict) == (2, "undecided"), "\(answer.outcome.output)\(answer.outcome.errors)")
    #expect(!fault.codes.isDisjoint(with: answer.obstacles), "\(answer.obstacles)")
  }

  @Test func `results that are null are no results`() throws {
    let answer = try Bench.shared.check([Self.unstarted])
    #expect(answer.status == 2)
  }

  @Test(arguments: [Report.sarif([]), .sarif(), .trivy()])
  func `a report cut short anywhere is no report`(_ report: Report) throws {
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(Files.lax)])
    let whole = report.bytes(bench)
    #expect(try bench.check([report]).status < 2)
    let cuts = Array(stride(from: 0, to: whole.count - 2, by: 7))
    let files = try cuts.map { cut in try bench.write(Report("\(cut)-\(report.name)") { _ in whole.prefix(cut) }).path }
    let outcome = try bench.ask(["normalize"] + files)
    #expect((outcome.status, outcome.output) == (2, ""))
    #expect(outcome.errors.components(separatedBy: "error[").count - 1 == cuts.count, "each is complained of")
    let answer = try bench.check([], files.suffix(2))
    #expect(answer.status == 2 && answer.obstacles.count == 2, "\(answer.obstacles)")
  }

  @Test func `a folder of reports is read whole or not at all`() throws {
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(Files.lax)])
    let folder = bench.folder.appending(path: "all").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    func status() throws -> Int32 { try bench.check([], [folder]).status }
    #expect(try status() == 2, "an empty folder")
    try bench.write(Report(".hidden.json", "{}"), in: "all")
    #expect(try status() == 2, "hidden files only")
    try bench.write(.sarif([], named: "deep/codeql.sarif"), in: "all")
    #expect(try status() == 0)
    try bench.write(.manifest("  - { file: deep/codeql.sarif, tool: codeql, exit-code: 0 }"), in: "all")
    #expect(try status() == 0)
    try bench.write(.manifest("  - { file: deep/codeql.sarif, tool: codeql, exit-code: 2 }"), in: "all")
    #expect(try status() == 2, "the tool did not finish")
    try bench.write(.manifest("  - { file: semgrep.json, tool: semgrep }"), in: "all")
    #expect(try status() == 2, "the manifest names what is not there")
    try bench.write(.manifest("  - { file: deep/codeql.sarif, tol: codeql }"), in: "all")
    #expect(try status() == 2, "the manifest has an unknown key")
    try FileManager.default.removeItem(atPath: "\(folder)/gatehouse.yaml")
    try bench.write(Report("notes.txt", "all is well\n"), in: "all")
    #expect(try status() == 2, "a file that is no report")
  }

  /// Without a requirement nobody relies on a report; but what it says of itself still counts.
  @Test(arguments: [
    ("failed", Report.sarif([], succeeded: false)),
    ("of another commit", .sarif([], commit: { _ in String(repeating: "a", count: 40) })),
    ("from the future", .sarif([], time: "2026-11-21T12:00:00Z")),
  ])
  func `a policy that asks for no evidence still hears what a report says against itself`(
    _ name: String, _ report: Report
  ) throws {
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(Files.lax)])
    #expect(try bench.check([.sarif([])], bound: false).status == 0)
    #expect(try bench.check([report], bound: false).status == 2, "\(name)")
  }

  @Test func `a path that the head does not have is not untouched`() throws {
    let stranger = Statement(path: "pay/charge.py")
    let answer = try Bench.shared.check([.sarif([stranger])])
    #expect(answer.status == 1, "\(answer.outcome.output)")
  }

  @Test(arguments: misuses) func `a misuse of the command line is 2`(_ arguments: [String]) throws {
    let outcome = try Bench.shared.ask(arguments)
    #expect(outcome.status == 2, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.utf8.count > 20 || outcome.output.contains("undecided"), "says nothing")
  }

  static let misuses = [
    ["check", "--frobnicate", "x.json"], ["chekc"], ["check", "--format", "xls", "x.json"],
    ["check", "--format", "json="],
    ["check", "--now", "yesterday", "x.json"], ["check", "--policy-from", "head", "x.json"], ["normalize"],
    ["findings"],
    ["check", "--staged", "--base", "refs/heads/main"], ["explain"], ["explain", "no-such-code-or-finding"],
    ["check", "--base"], ["normalize", "--format", "nonsense", "x.json"], ["owners", "--dialect", "svn", "a"],
    ["policy", "frob"],
    ["check", "--base-report", "x.json", "x.json"],
  ]
}

extension Bench {
  /// A bench that nobody changes; reports have names of their own.
  static let shared: Bench = {
    do { return try Bench() } catch { preconditionFailure("no bench: \(error)") }
  }()
}
