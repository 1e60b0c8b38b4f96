import Model
import System
import Testing

@testable import Evidence

/// Results that a report states apart at one place are two, also if the reader takes the same of both.
@Suite struct DistinctResultsTests {
  /// The titles and marks of two results.
  private func marks(_ one: String, _ other: String) throws -> [[String?]] {
    func result(_ more: String) -> String {
      #"{"ruleId":"r","level":"error",\#(more),"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.py"},"region":{"startLine":3}}}]}"#
    }
    let text =
      #"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"T","rules":[{"id":"r","shortDescription":{"text":"Short"},"messageStrings":{"d":{"text":"x {0}"}}}]}},"results":[\#(result(one)),\#(result(other))]}]}"#
    let report = try readReport(Input(name: "r.sarif", bytes: Array(text.utf8)))
    return report.observations.map { [$0.title, $0.fingerprints[resultFingerprint]] }
  }

  @Test(arguments: [
    (#""message":{"text":"of a"}"#, #""message":{"text":"of b"}"#),
    (#""message":{"text":"t","markdown":"*a*"}"#, #""message":{"text":"t","markdown":"*b*"}"#),
    (#""message":{"id":"d","arguments":["a"]}"#, #""message":{"id":"d","arguments":["b"]}"#),
    (
      #""message":{"text":"t"},"properties":{"variable":"a"}"#, #""message":{"text":"t"},"properties":{"variable":"b"}"#
    ),
  ])
  func `what the tool says of two results differs`(one: String, other: String) throws {
    let marks = try marks(one, other)
    #expect(marks[0] != marks[1])
  }

  @Test func `results that say the same are one, whatever ids a run gives them`() throws {
    let text = #""message":{"text":"of a"}"#
    #expect(try marks(text, text) == [["Short", nil], ["Short", nil]])
    #expect(try marks(text + #","guid":"11111111-1111-4111-8111-111111111111""#, text) == marks(text, text))
  }

  @Test func `the titles say by what the results differ`() throws {
    let marks = try marks(#""message":{"text":"of a"}"#, #""message":{"id":"d","arguments":["b"]}"#)
    #expect(marks == [["Short (of a)", nil], ["Short (b)", nil]])
  }

  @Test func `alerts of GitHub on one line are two`() throws {
    func alert(_ number: Int) -> String {
      #"{"number":\#(number),"state":"open","created_at":"2026-11-01T00:00:00Z","html_url":"https://github.com/a/b/security/code-scanning/\#(number)","rule":{"id":"r","severity":"error","description":"d"},"tool":{"name":"CodeQL"},"most_recent_instance":{"state":"open","message":{"text":"m"},"location":{"path":"a.py","start_line":3,"end_line":3}}}"#
    }
    let report = try readReport(Input(name: "r.json", bytes: Array("[\(alert(1)),\(alert(2))]".utf8)))
    #expect(Set(report.observations.map { $0.fingerprints[resultFingerprint] }).count == 2)
  }
}
