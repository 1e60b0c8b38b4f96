import Documents
import Foundation
import Model
import System
import Testing

@testable import Pipeline

/// Reports of several formats, by hand, from the tests of the room that reads them.
private let reports = URL(filePath: #filePath).appending(path: "../../EvidenceTests/Fixtures").standardizedFileURL

private func normalized(_ report: String) -> (lines: [UInt8], diagnostics: [Diagnostic]) {
  var sink = ByteSink()
  let diagnostics = normalize(ReportRequest([reports.appending(path: report).path]), into: &sink)
  return (sink.bytes, diagnostics)
}

@Test(arguments: ["bandit/one-file", "pip-audit/some-skipped"])
func `each line of normalize is one observation`(_ example: String) throws {
  let printed = normalized("\(example)/report.json")
  let lines = printed.lines.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
  #expect(!lines.isEmpty)
  for line in lines {
    let value = try JSONDocument(Input(name: "line", bytes: Array(line))).root
    #expect(value.integer("schemaVersion") == 1)
    #expect(value["at"]?.text("pointer") != nil)
  }
}

@Test func `of a report that cannot be read no line is shown, but the name that fits no format`() throws {
  #expect(normalized("no-format/misspelt-key/report.json").diagnostics.map(\.excerpt?.line) == ["  \"matchs\""])
  #expect(normalized("no-format/cut-off/report.json").diagnostics.map { $0.excerpt == nil } == [true])
}

@Test func `a report that cannot be read gives a reason and no line`() {
  let printed = normalized("no-such-report.json")
  #expect(printed.lines.isEmpty)
  #expect(printed.diagnostics.map(\.severity) == [.error])
}
