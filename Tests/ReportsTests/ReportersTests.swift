import Foundation
import Model
import Reports
import System
import TestSupport
import Testing

@Suite struct ReportersTests {
  @Test(arguments: Scenario.all) func `every reporter renders every scenario`(scenario: Scenario) throws {
    for reporter in Reporter.all {
      for (suffix, canvas) in canvases(of: reporter) {
        let file = fixtures().appending(path: "\(reporter.name)/\(scenario.name)\(suffix).golden")
        // What is one line for a program is broken up, so that a diff can be read.
        let text = reporter.render(scenario.decision, canvas).replacingOccurrences(of: "},{", with: "},\n{")
        try expectGolden(text, file)
      }
    }
  }

  @Test func `colour repeats what the words say and changes none of them`() throws {
    for scenario in Scenario.all {
      let coloured = Reporter.text.render(scenario.decision, Canvas(width: 100, style: .coloured, version: "1"))
      let plain = Reporter.text.render(scenario.decision, Canvas(width: 100, version: "1"))
      #expect(coloured.replacing(#/\u{1b}\[[0-9;]*m/#, with: "") == plain)
    }
    let fails = Reporter.text.render(Scenario.fails.decision, Canvas(width: 100, style: .coloured, version: "1"))
    try expectGolden(fails, fixtures().appending(path: "text/fails.colour.golden"))
  }

  @Test func `explanations show every reason, and what suppressed a finding`() throws {
    let canvas = Canvas(width: 100, version: "1")
    let decision = Scenario.fails.decision
    let judgement = try #require(
      decision.judgements.first { $0.risk.finding.id == identity("java.sql-injection") })
    let trace = traceText([FindingTrace(judgement, in: decision)], of: 1, canvas)
    try expectGolden(trace, fixtures().appending(path: "explain/finding.golden"))
    let aside = SuppressedList(Scenario.suppressed.decision).text(canvas)
    try expectGolden(aside, fixtures().appending(path: "explain/suppressed.golden"))
  }

  @Test(arguments: Scenario.all)
  func `a decision read back from its JSON explains each finding as the decision does`(scenario: Scenario) throws {
    let (decision, canvas) = (scenario.decision, Canvas(width: 100, version: "1"))
    let json = Array(Reporter.json.render(decision, canvas).utf8)
    #expect(DecisionDocument.begins(json))
    let read = try DecisionDocument(Input(name: "verdict.json", bytes: json))
    #expect(read.verdict == decision.verdict && read.findings.count == decision.judgements.count)
    #expect(try SuppressedList(read).text(canvas) == SuppressedList(decision).text(canvas))
    for (judgement, finding) in zip(decision.judgements, read.findings) {
      let (made, found) = (FindingTrace(judgement, in: decision), try finding.trace())
      #expect(traceText([found], of: 1, canvas) == traceText([made], of: 1, canvas))
      #expect(found.waiver == made.waiver)
    }
  }

  private func canvases(of reporter: Reporter) -> [(String, Canvas)] {
    // Only text for a terminal has a width.
    reporter.name == "text"
      ? [80, 120].map { (".\($0)", Canvas(width: $0, version: "1")) } : [("", Canvas(version: "1"))]
  }
}
