import Foundation
import TestSupport
import Testing

/// JSON carries the value, whichever command prints it; and a hint, followed, leads on.
@Suite struct OneEncodingTests {
  @Test(arguments: ["src/a.py", "a\u{202e}b\u{7}.py", "#\u{23}[x]/\u{1b}[31m.py"])
  func `normalize, findings and check print one location`(_ path: String) throws {
    let bench = try Bench()
    let result: [String: Any] = [
      "check_id": "r1", "path": path, "start": ["line": 4, "col": 7], "end": ["line": 4, "col": 9],
      "extra": ["message": "m", "severity": "ERROR", "metadata": [String: String]()],
    ]
    let report: [String: Any] = [
      "results": [result], "errors": [String](), "paths": ["scanned": [path]], "version": "1.1",
    ]
    let bytes = try JSONSerialization.data(withJSONObject: report)
    let file = Report("semgrep.json") { _ in bytes }
    let normalized = JSON(try bench.ask(["normalize", bench.write(file).path]).output)["location"]
    #expect(normalized["path"].text == path && normalized["startColumn"] == .number(7))
    #expect(JSON(try bench.ask(["findings", bench.write(file).path]).output)["location"] == normalized)
    let decision = try bench.check([file])
    #expect(decision.findings.map { $0["location"] } == [normalized])
  }

  @Test func `the hint for an ambiguous report makes it readable, in every command`() throws {
    let bench = try Bench()
    let report = Report(
      "both.json",
      #"{"results":[],"metrics":{"_totals":{},"src/pay/charge.py":{}},"generated_at":"2026-11-20T00:00:00Z","matches":[],"descriptor":{"name":"grype"},"errors":[]}"#
    )
    let refused = try bench.check([report])
    #expect(refused.status == 2 && refused.obstacles.contains("format-ambiguous"))
    let file = try bench.write(report).path
    for command in ["normalize", "findings"] {
      let outcome = try bench.ask([command, file])
      #expect(outcome.status == 2 && outcome.errors.contains("--input-format"))
      #expect(try bench.ask([command, "--input-format", "bandit", file]).status == 0)
    }
    let read = try bench.check([report], ["--input-format", "bandit"])
    #expect(!read.obstacles.contains("format-ambiguous"))
  }
}
