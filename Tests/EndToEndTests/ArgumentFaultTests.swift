import Foundation
import TestSupport
import Testing

/// Faults of the command line are told as such, and not as faults of the policy that they keep from being read.
@Suite struct ArgumentFaultTests {
  private func check(_ bench: Bench, _ options: [String]) throws -> ProgramResult {
    let change = ["--base", "refs/heads/main", "--head", "refs/heads/change"]
    return try bench.ask(["check"] + change + options + [try bench.write(.sarif()).path])
  }

  @Test(arguments: [
    ["--dialect", "GitHub"], ["--policy", ".gatehouse"], ["--policy", ".gatehouse/"],
    ["--policy", "/dev/null"],
    ["--policy", "/no/such/policy.yaml"],
    ["--policy", "no-such-policy.yaml"],
  ])
  func `an argument that names nothing is no broken policy`(_ options: [String]) throws {
    let answer = try check(Bench(), options)
    #expect(answer.status == 2 && !answer.output.contains("policy-broken-at-base"), "\(answer.output)")
  }

  @Test func `a misspelt policy is told the one that is there, and one above the current folder is found`() throws {
    let bench = try Bench()
    let text = try check(bench, ["--policy", ".gatehouse/polcy.yaml"]).output
    #expect(text.contains("did you mean `.gatehouse/policy.yaml`?"), "\(text)")
    let folder = try check(bench, ["--policy", ".gatehouse/"]).output
    #expect(folder.contains("name a file, such as .gatehouse/policy.yaml"), "\(folder)")
    try bench.git("symbolic-ref", "HEAD", "refs/heads/main")
    try bench.git("reset", "-q", "--hard")
    let report = try bench.write(.sarif(commit: \.head)).path
    let below = try gatehouse(
      [
        "check", "--base", "refs/heads/main", "--head", "refs/heads/change", "--now", Bench.now, "--policy",
        "../../.gatehouse/policy.yaml", report,
      ],
      in: bench.repository.appending(path: "src/pay"))
    #expect(below.status == 1, "\(below.output)\(below.errors)")
  }

  @Test func `a policy outside of the repository that is broken is no policy of the base`() throws {
    let bench = try Bench()
    let policy = try bench.write(Report("org.yaml", "gatehouse: 1\nname: org\nrules: [\n"), in: "policies")
    let answer = try check(bench, ["--policy", policy.path])
    #expect(
      answer.status == 2 && answer.output.contains("yaml-invalid") && !answer.output.contains("policy-broken-at-base"))
  }

  @Test func `a broken policy of the base is one, and a change that repairs it is told so`() throws {
    let bench = try Bench(
      base: [".gatehouse/policy.yaml": "gatehouse: 1\nname: x\nrules: 3\n"],
      change: [".gatehouse/policy.yaml": .text(Files.policy)])
    let text = try check(bench, []).output.replacing(#/\s+/#, with: " ")
    #expect(text.contains("cannot be read, and this change repairs it"), "\(text)")
  }

  @Test func `a policy of another name is named where one is missed`() throws {
    for name in [".gatehouse/POLICY.yaml", ".gatehouse/policies.yaml", ".gatehouse/policy.yaml.txt"] {
      let bench = try Bench(base: [".gatehouse/policy.yaml": nil, name: .text(Files.policy)])
      let text = try check(bench, []).output.replacing(#/\s+/#, with: " ")
      #expect(text.contains("\(name) is not read, although it is a policy"), "\(text)")
      #expect(text.contains("rename it to .gatehouse/policy.yaml"), "\(text)")
    }
  }

  @Test func `policy check finds the policy of the repository`() throws {
    let bench = try Bench()
    try bench.git("symbolic-ref", "HEAD", "refs/heads/main")
    try bench.git("reset", "-q", "--hard")
    let below = bench.repository.appending(path: "src/pay")
    for (folder, arguments) in [
      (bench.repository, []), (bench.repository, ["."]), (bench.repository, [".gatehouse"]), (below, []),
      (below, ["../.."]),
    ] {
      let answer = try gatehouse(["policy", "check"] + arguments, in: folder)
      #expect(
        answer.status == 0 && answer.output.contains(".gatehouse: valid: 2 rules"), "\(folder) \(arguments) \(answer)")
    }
    #expect(try gatehouse(["policy", "check"], in: bench.folder).status == 2)
  }

  @Test func `a reason with line breaks is shown in one line`() throws {
    let policy = Files.policy.replacingOccurrences(
      of: "why: Cheapest to fix in the change that brings it.",
      with: "why: |\n          Cheapest to fix\n          in this change.\n")
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(policy)])
    let markdown = try bench.check(formats: ["--format", "markdown"]).outcome.output
    #expect(markdown.contains("Cheapest to fix in this change.") && !markdown.contains("\\u{a}"), "\(markdown)")
  }
}
