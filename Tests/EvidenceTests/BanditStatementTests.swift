import Model
import System
import Testing

@testable import Evidence

/// Bandit names the line of the argument that it objects to, and with `line_range` the lines of the whole statement.
@Suite struct BanditStatement {
  @Test(
    arguments: [
      (10, "[8, 9, 10, 11]", [8...11]), (8, "[8, 9, 10, 11]", []), (8, "[8]", []), (8, "[]", []),
    ] as [(Int, String, [ClosedRange<Int>])])
  func `a statement that begins before the line is a place on which the result rests`(
    line: Int, range: String, places: [ClosedRange<Int>]
  ) throws {
    let text = """
      {"errors":[],"generated_at":"2026-11-29T15:00:00Z","metrics":{"_totals":{"loc":1},"./a.py":{"loc":1}},"results":[
       {"filename":"./a.py","test_id":"B602","test_name":"n","issue_text":"x","issue_severity":"HIGH",
        "issue_confidence":"HIGH","line_number":\(line),"line_range":\(range),"col_offset":0,"code":"","more_info":"x",
        "issue_cwe":{"id":78,"link":"x"}}]}
      """
    let report = try readReport(Input(name: "x", bytes: Array(text.utf8)))
    let observation = try #require(report.observations.first)
    #expect(observation.flow.map { ($0.startLine ?? 0)...($0.endLine ?? 0) } == places)
    #expect(observation.flow.allSatisfy { $0.path == "a.py" } && observation.location.startLine == line)
  }
}
