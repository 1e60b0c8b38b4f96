import Documents
import Foundation
import System
import Testing

@testable import Pipeline

/// Reports of several formats, by hand, from the tests of the room that reads them.
private let reports = URL(filePath: #filePath).appending(path: "../../EvidenceTests/Fixtures").standardizedFileURL

@Test(arguments: ["bandit/one-file", "pip-audit/some-skipped"])
func `each line of normalize is one observation`(_ example: String) throws {
  let printed = normalize([reports.appending(path: "\(example)/report.json").path], format: nil, roots: [])
  let lines = printed.lines.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
  #expect(!lines.isEmpty)
  for line in lines {
    let value = try JSONDocument(Input(name: "line", bytes: Array(line))).root
    #expect(value.integer("schemaVersion") == 1)
    #expect(value["at"]?.text("pointer") != nil)
  }
}

@Test func `of a report that cannot be read no line is shown, but the name that fits no format`() throws {
  let path = reports.appending(path: "no-format/misspelt-key/report.json").path
  #expect(normalize([path], format: nil, roots: []).diagnostics.map(\.excerpt?.line) == ["  \"matchs\""])
  let cut = reports.appending(path: "no-format/cut-off/report.json").path
  #expect(normalize([cut], format: nil, roots: []).diagnostics.map { $0.excerpt == nil } == [true])
}

@Test func `a report that cannot be read gives a reason and no line`() {
  let printed = normalize([reports.appending(path: "no-such-report.json").path], format: nil, roots: [])
  #expect(printed.lines.isEmpty)
  #expect(printed.diagnostics.map(\.severity) == [.error])
}
