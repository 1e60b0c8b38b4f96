import Foundation
import TestSupport
import Testing

/// The ways in which other gates were open without meaning to be.
@Suite struct RegisterTests {
  @Test(arguments: Depth.cases(Replay.register, 8))
  func `a failure of a peer does not open this gate`(_ replay: Replay) throws {
    let bench = try Bench(base: replay.base)
    let answer = try bench.check(replay.reports, replay.options, bound: replay.bound)
    #expect(answer.status == replay.status, "\(answer.outcome.output)\(answer.outcome.errors)")
    let said = Set(answer.codes + answer.obstacles)
    #expect(replay.codes.isEmpty || !replay.codes.isDisjoint(with: said), "\(said)")
    guard replay.mended != nil || replay.mendedBase != nil else { return }
    let other = try Bench(base: replay.mendedBase ?? replay.base)
    let mended = try other.check(replay.mended ?? replay.reports, replay.options, bound: replay.bound)
    #expect(mended.status == 0, "\(mended.outcome.output)\(mended.outcome.errors)")
  }

  @Test func `trivy 2366: an option counts wherever it stands`() throws {
    let bench = Bench.shared
    let report = try bench.write(.sarif(), in: "options").path
    let question = [
      "--base", "refs/heads/main", "--head", "refs/heads/change", "--now", Bench.now, "--scanned", bench.head,
    ]
    for arguments in [question + [report], [report] + question, Array(question[..<4]) + [report] + question[4...]] {
      #expect(try bench.ask(["check"] + arguments).status == 1)
      #expect(try bench.ask(["check", "--policy", "policies/none.yaml"] + arguments).status == 2)
      #expect(try bench.ask(["check"] + arguments + ["--policy", "policies/none.yaml"]).status == 2)
    }
  }
}
