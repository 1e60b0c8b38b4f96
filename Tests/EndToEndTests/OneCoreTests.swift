import Foundation
import TestSupport
import Testing

/// The gate, the impact of a changed policy and the tests of a policy judge by the same core.
@Suite struct OneCoreTests {
  private static let rule = """
    gatehouse: 1
    name: t
    rules:
      - { id: vendor-says-affected, when: { vex: affected }, effect: deny }

    """

  @Test func `a comment in the policy has no effect, though VEX documents and base reports decide`() throws {
    let trusting = Files.policy.replacing("vex:\n", with: "vex:\n  accept-unsigned: true\n")
    let policy = Entry.text(trusting + "# a comment\n")
    let bench = try Bench(
      base: [".gatehouse/policy.yaml": .text(trusting)],
      change: TrustTests.dependency.merging([".gatehouse/policy.yaml": policy]) { $1 })
    try bench.write(Report("vendor.json", Files.vex("CVE-2026-1001", "not_affected")), in: ".")
    let old = try bench.write(.sarif(), in: "base-reports")
    try bench.write(
      Report("\(old.lastPathComponent).gatehouse.yaml", "gatehouse-report: 1\ncommit: \(bench.base)\n"),
      in: "base-reports")
    let answer = try bench.check(
      [.sarif(), .trivy()],
      ["--vex", bench.folder.appending(path: "vendor.json").path, "--base-report", old.path])
    #expect(answer.findings.count == 2, "\(answer.outcome.output)")
    let told = answer.decision["diagnostics"].list.filter { $0["code"].text == "policy-changed" }
    #expect(told.count == 1)
    #expect(told.first?["because"].list.map(\.text) == ["with the new version every finding has the same effect"])
  }

  @Test(arguments: [("affected", "deny"), ("not_affected", "allow")])
  func `a statement that is not trusted counts alike for the gate and for a test of the policy`(
    status: String, effect: String
  ) throws {
    let bench = try Bench(
      base: [
        ".gatehouse/policy.yaml": .text(Self.rule), ".gatehouse/vex/a.json": .text(Files.vex("CVE-2026-1001", status)),
        ".gatehouse/tests/t.yaml": .text(
          """
          gatehouse-tests: 1
          now: 2026-11-20T12:00:00Z
          tests:
            - name: an issuer that is not trusted
              given: { kind: sca, vex: { status: \(status), issuer: "https://psirt.acme.example" } }
              expect: { effect: \(effect) }

          """),
      ], change: TrustTests.dependency)
    #expect(try bench.check([.trivy()]).status == (effect == "deny" ? 1 : 0))
    try bench.git("reset", "-q", "--hard")
    let test = try bench.ask(["policy", "test"])
    #expect(test.status == 0, "\(test.output)\(test.errors)")
  }
}

/// The example of the library judges as the command line does.
@Suite struct LibraryExampleTests {
  private static let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL

  @Test func `the example of the library finds the finding that blocks`() throws {
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(Files.lax)])
    let policy = try bench.write(Report("policy.yaml", Files.lax), in: ".")
    let report = try bench.write(.sarif(), in: "reports")
    let program = URL(filePath: gatehousePath).deletingLastPathComponent().appending(path: "judge-reports").path
    let outcome = try run(program, [policy.path, bench.head, report.path], in: Self.root)
    #expect(outcome.status == 1, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.hasPrefix("1 observations, 1 findings\nhigh  ") && outcome.output.hasSuffix("fail\n"))
    #expect(try bench.check([.sarif()]).status == 1)
    let nothing = try run(program, [policy.path], in: Self.root)
    #expect(nothing.status == 2)
  }
}
