import Foundation
import TestSupport
import Testing

/// The doctor names what is weak in a set-up, and nothing in a good one.
@Suite struct DoctorTests {
  /// A change, and the codes or words that the answer must have.
  struct Weakness: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var base: [String: Entry?] = [:]
    var reports: @Sendable () -> [Report] = { [.sarif()] }
    var options: [String] = []
    let says: String
    var status: Int32 = 1
  }

  /// The policy of the bench with evidence for a folder that is not there.
  static let misspeltPath = Files.policy.replacingOccurrences(
    of: "kind: sast, commit", with: "kind: sast, paths: [\"src/pya/**\"], commit")

  static let weaknesses = [
    Weakness(
      testDescription: "no evidence asked for", base: [".gatehouse/policy.yaml": .text(Files.lax)],
      says: "the policy asks for no evidence"),
    Weakness(
      testDescription: "no evidence asked for, beside reports", base: [".gatehouse/policy.yaml": .text(Files.lax)],
      reports: { [.sarif(), .trivy()] },
      says: "evidence: [{ kind: sast, tools: [codeql], commit: head, where: ci }, { kind: sca, tools: [trivy]"),
    Weakness(
      testDescription: "a scanner nobody asked for", reports: { [.sarif(), .trivy()] },
      says: "the policy does not ask for Trivy"),
    Weakness(
      testDescription: "a report that is not there", reports: { [.trivy()] }, says: "the sast report is missing"),
    Weakness(
      testDescription: "a report without a commit", options: ["--unbound"], says: "the scanned commit is unknown"),
    Weakness(
      testDescription: "a baseline that has ended",
      base: [
        ".gatehouse/baseline.yaml": BaselineTests.baseline(
          [String(repeating: "0", count: 32)], created: "2026-08-01", until: "2026-11-19")
      ], says: "the baseline ended on 2026-11-19"),
    Weakness(
      testDescription: "a baseline that ends soon",
      base: [
        ".gatehouse/baseline.yaml": BaselineTests.baseline(
          [String(repeating: "0", count: 32)], until: "2026-11-21")
      ], says: "the baseline ends in 1 day, on 2026-11-21, and lists 1 finding"),
    Weakness(
      testDescription: "a policy that stops nothing", base: [".gatehouse/policy.yaml": .text(Files.weak)],
      says: "no rule of the policy denies"),
    Weakness(
      testDescription: "a policy without an owner", base: ["CODEOWNERS": "/src/ @acme/platform\n"],
      says: "nobody owns .gatehouse/"),
    Weakness(testDescription: "no CODEOWNERS", base: ["CODEOWNERS": nil], says: "has no CODEOWNERS"),
    Weakness(
      testDescription: "an age that no report of the tool has",
      base: [
        ".gatehouse/policy.yaml": .text(
          Files.policy.replacingOccurrences(of: "kind: sast, commit", with: "kind: sast, tools: [semgrep], commit"))
      ], reports: { [.sarif()] }, says: "semgrep"),
    Weakness(
      testDescription: "a path that no file has", base: [".gatehouse/policy.yaml": .text(misspeltPath)],
      says:
        "no file of the repository matches `src/pya/**` (.gatehouse/policy.yaml:4:5) help: did you mean `src/pay/**`?"
    ),
    Weakness(
      testDescription: "a rule that denies soon",
      base: [
        ".gatehouse/policy.yaml": .text(
          Files.policy.replacingOccurrences(of: "effect: deny", with: "effect: deny\n    warn-until: 2026-11-23"))
      ], says: "rule `no-new-high` denies from 2026-11-23, in 3 days"),
    Weakness(
      testDescription: "a rule that cannot fire",
      base: [
        ".gatehouse/policy.yaml": .text(
          Files.policy.replacingOccurrences(of: "severity: { is: medium }", with: "kind: sast, tool: gitleaks"))
      ], says: "gitleaks"),
    Weakness(
      testDescription: "a policy that cannot be read", base: [".gatehouse/policy.yaml": "gatehouse: 1\n"],
      says: "needs `name`", status: 2),
    Weakness(testDescription: "no policy", base: [".gatehouse/policy.yaml": nil], says: "has no policy", status: 2),
  ]

  @Test func `a path that no file has is told by the check of the policy, and closes no gap by another scan`() throws {
    let waiver = Files.generousWaivers.replacingOccurrences(of: "src/pay/**", with: "src/pya/**")
    let bench = try Bench(base: [
      ".gatehouse/policy.yaml": .text(Self.misspeltPath), ".gatehouse/waivers.yaml": .text(waiver),
    ])
    try bench.git("symbolic-ref", "HEAD", "refs/heads/main")
    try bench.git("reset", "-q", "--hard")
    let said = try bench.ask(["policy", "check"]).errors
    #expect(said.contains("`src/pya/**`") && said.contains("did you mean `src/pay/**`?"), "\(said)")
    #expect(said.contains("`src/pya/**`") && said.contains(".gatehouse/waivers.yaml:4:"), "\(said)")
    let sideCar = Report(
      "codeql.sarif.gatehouse.yaml",
      "gatehouse-report: 1\ntool: codeql\nexit-code: 0\ncommit: \(bench.head)\ncovers: [src/web]\n")
    let answer = try bench.check([.sarif(), sideCar], bound: false)
    let actions = answer.decision["actions"].list.compactMap { $0["text"].text }
    #expect(answer.status == 2)
    #expect(actions.contains { $0.contains("correct `src/pya/**`") && $0.contains("src/pay/**") }, "\(actions)")
    #expect(!actions.contains { $0.contains("over src/pya/**") }, "\(actions)")
  }

  @Test func `what warns until a day says so, by which rule, whose it is and its id`() throws {
    let policy = Files.policy.replacingOccurrences(of: "effect: deny", with: "effect: deny\n    warn-until: 2026-11-23")
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(policy)])
    for format in ["text", "markdown"] {
      let output = try bench.check(formats: ["--format", format]).outcome.output
      #expect(output.contains("rule no-new-high blocks from 2026-11-23"), "\(output)")
      #expect(output.contains("owner @acme/payments"), "\(output)")
      #expect(
        output.contains("rule `no-new-high` denies from 2026-11-23, in 3 days") || format == "markdown", "\(output)")
    }
    let long = try bench.check(now: "2026-11-01T12:00:00Z")
    #expect(!long.codes.contains("rule-not-in-force"))
  }

  private func ask(_ bench: Bench, _ reports: [Report], _ options: [String] = []) throws -> ProgramResult {
    let files = try reports.map { try bench.write($0).path }
    let binding = options == ["--unbound"] ? [] : ["--scanned", bench.head]
    return try bench.ask(
      ["doctor", "--now", Bench.now, "--base", "refs/heads/main", "--head", "refs/heads/change"] + binding + files)
  }

  @Test(arguments: weaknesses) func `a weak set-up is named`(_ weakness: Weakness) throws {
    let outcome = try ask(Bench(base: weakness.base), weakness.reports(), weakness.options)
    #expect(outcome.status == weakness.status, "\(outcome.output)\(outcome.errors)")
    let said = outcome.output.replacing(#/\s+/#, with: " ")
    #expect(said.contains(weakness.says), "\(outcome.output)")
  }

  @Test func `a good set-up has no weakness, and each topic is named`() throws {
    let outcome = try ask(Bench(), [.sarif()])
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    for topic in ["clone", "change", "policy", "owners", "evidence"] {
      #expect(outcome.output.contains("✓ \(topic)\n"))
    }
  }

  @Test func `what check warns of is a weakness: own outputs and hidden files among the reports, and nothing compared`()
    throws
  {
    let bench = try Bench()
    let folder = try bench.write(.sarif()).deletingLastPathComponent().path
    #expect(try bench.check([], [folder], formats: ["--format", "sarif=\(folder)/own.sarif"]).status == 1)
    try bench.write(Report(".hidden.json", "{}"))
    let among = try bench.ask([
      "doctor", "--now", Bench.now, "--base", "refs/heads/main", "--head", "refs/heads/change", "--scanned", bench.head,
      folder,
    ])
    #expect(among.status == 1 && among.output.contains("! evidence"), "\(among.output)")
    for name in ["own.sarif", ".hidden.json"] { #expect(among.output.contains(name), "\(among.output)") }
    let alone = try bench.ask(["doctor", "--base", "refs/heads/main", "--head", "refs/heads/main"])
    #expect(alone.status == 1 && alone.output.contains("! change"), "\(alone.output)")
  }

  @Test func `a shallow clone and a partial one are named`() throws {
    let bench = try Bench()
    let clone = try Workspace(of: bench, depth: 1)
    let shallow = try bench.ask([
      "doctor", "--repo", clone.path, "--base", "refs/remotes/origin/main", "--head", "refs/remotes/origin/change",
      "--allow-unrelated",
    ])
    #expect(shallow.output.contains("the clone is shallow"), "\(shallow.output)")
    #expect(shallow.output.contains("a part of the history"), "\(shallow.output)")
    try bench.git("config", "remote.origin.promisor", "true")
    try bench.git("config", "remote.origin.partialclonefilter", "blob:none")
    let partial = try ask(bench, [.sarif()])
    #expect(partial.status == 1 && partial.output.contains("the clone is partial"), "\(partial.output)")
    #expect(partial.output.contains("full history, not all contents"), "\(partial.output)")
    // As the help says: then the next fetch brings everything.
    try bench.git("config", "--unset", "remote.origin.partialclonefilter")
    #expect(try ask(bench, [.sarif()]).status == 0)
  }

  @Test func `doctor ci says how base and head were found, or what is missing`() throws {
    let bench = try Bench()
    let clone = try Workspace(of: bench)
    let job = [
      "GITLAB_CI": "true", "CI": "true", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_COMMIT_SHA": bench.head,
      "CI_MERGE_REQUEST_IID": "7", "CI_PIPELINE_SOURCE": "merge_request_event",
      "CI_MERGE_REQUEST_DIFF_BASE_SHA": bench.base,
    ]
    let found = try bench.ask(["doctor", "ci", "--repo", clone.path], environment: job)
    #expect(found.status == 0 && found.output.contains("GitLab"), "\(found.output)\(found.errors)")
    #expect(found.output.contains(String(bench.head.prefix(7))) && !found.output.contains("policy\n"))
    let unknown = try bench.ask(["doctor", "ci", "--repo", clone.path], environment: ["CI": "true"])
    #expect(unknown.status == 2 && unknown.output.contains("✗ change"), "\(unknown.output)")
  }
}
