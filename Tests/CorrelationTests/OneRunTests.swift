import Model
import Testing

/// One run of a tool may be written in several formats, and in several layouts of one format.
struct OneRunTests {
  @Test func `a result is one finding in two reports of which one states less of its range`() {
    let whole = result("B608", in: "a.json", column: 5, lastLine: 13)
    #expect(merged([whole, result("B608", in: "b.xml")]).count == 1)
    #expect(merged([whole, result("B608", in: "b.csv", column: 5)]).count == 1)
    #expect(merged([whole, result("bandit/B608", in: "b.csv", column: 5)]).count == 1)
  }

  @Test func `results of one report, of other rules or in other columns stay apart`() {
    let whole = result("B608", in: "a.json", column: 5, lastLine: 13)
    #expect(merged([whole, result("B608", in: "a.json", column: 40, lastLine: 13)]).count == 2)
    #expect(merged([whole, result("B608", in: "a.json")]).count == 2)
    #expect(merged([whole, result("B608", in: "b.csv", column: 40)]).count == 2)
    #expect(merged([whole, result("B602", in: "b.xml")]).count == 2)
  }

  private func result(_ rule: String, in report: String, column: Int? = nil, lastLine: Int? = nil) -> Observation {
    Observation(
      scan: Scan(format: "bandit", tool: "Bandit", report: report), kind: .sast, ruleId: rule, title: "title",
      location: Location(path: "app/db.py", startLine: 12, endLine: lastLine, startColumn: column),
      at: SourcePosition(file: report, pointer: "/0"))
  }
}
