import Foundation
import TestSupport
import Testing

/// What proves no scan is no clean scan, whatever it looks like.
@Suite struct StubTests {
  static let bench = Swift.Result {
    try Bench(
      change: ["package-lock.json": "{}\n"],
      bases: Stub.kinds.map { [".gatehouse/policy.yaml": .text(Stub.policy($0))] })
  }

  private func answer(to stub: Stub, text: String? = nil) throws -> Answer {
    let base = try #require(Stub.kinds.firstIndex(of: stub.kind))
    return try Self.bench.get()
      .check(
        [Report("report.json", text ?? stub.text)],
        asking: ["--base", "refs/heads/base-\(base)", "--head", "refs/heads/change"], bound: false)
  }

  @Test(arguments: Depth.cases(Stub.silence + Stub.sarif + Stub.tools, 24))
  func `a stub leaves the verdict open`(_ stub: Stub) throws {
    let answer = try answer(to: stub)
    #expect((answer.status, answer.verdict) == (2, "undecided"), "\(answer.outcome.output)")
    #expect(!answer.obstacles.isEmpty)
    #expect(answer.decision["evidence"].list.map { $0["state"].text } != ["present"])
  }

  @Test(arguments: Stub.honest) func `a clean report opens the gate, and no piece of it does`(_ stub: Stub) throws {
    let whole = try answer(to: stub)
    #expect(whole.status == 0, "\(whole.outcome.output)")
    for part in 1...4 {
      let answer = try answer(to: stub, text: String(stub.text.prefix(stub.text.count * part / 5)))
      #expect(answer.status == 2, "\(part)/5: \(answer.outcome.output)")
    }
  }

  @Test(arguments: Stub.silence + Stub.tools.filter { $0.testDescription.contains("error document") })
  func `without a line of output there is no exit code of done`(_ stub: Stub) throws {
    let outcome = try Self.bench.get().ask(["normalize", "-"], input: stub.text)
    #expect((outcome.status, outcome.output) == (2, ""), "\(outcome.errors)")
    #expect(try Self.bench.get().ask(["findings", "-"], input: stub.text).status == 2)
  }
}
