import Evidence
import Model
import System
import Testing

/// Files that lie among reports, and the code with which they are refused.
@Suite struct OtherFilesTests {
  @Test(arguments: [
    ("README.md", "# Reports\n\nDo not edit.\n", "not-a-report"),
    ("README.md", "# Reports, of the night\n", "not-a-report"),
    ("docs/README.MD", "[![build](x)](y)\n", "not-a-report"), ("notes.txt", "nothing was found\n", "not-a-report"),
    ("run.log", "starting\nfinished\n", "not-a-report"), ("run.log", "starting\n{\"results\": [", "json-invalid"),
    ("README", "# Reports\n", "not-a-report"), ("LICENSE", "MIT License\n", "not-a-report"),
    ("README", "[![build](x)](y)\n", "not-a-report"), ("picture.png", "\u{89}PNG\r\n", "not-a-report"),
    ("scan.yaml", "a: b\n", "not-a-report"),
    ("bandit.json", "{\"errors\": [], \"results\": [", "json-invalid"), ("bandit.json", "oops", "json-invalid"),
    ("bandit.txt", "{\"errors\": [], \"results\": [", "json-invalid"), ("report", "oops", "json-invalid"),
    ("bandit.xml", "<a><b>", "xml-invalid"), ("README.md", "", "report-empty"), ("empty.txt", "[]", "report-empty"),
  ])
  func `a file that is no report is told apart from a broken one`(_ name: String, _ text: String, _ code: String) {
    let input = Input(name: name, bytes: Array(text.utf8))
    let error = #expect(throws: Diagnostic.self) { try readReport(input) }
    #expect(error?.code.name == code)
    #expect(error?.severity == .error, "it could be a report that was damaged")
  }

  @Test func `what the user names as a report of a format is never called something else`() {
    let input = Input(name: "README.md", bytes: Array("# Reports\n".utf8))
    let error = #expect(throws: Diagnostic.self) { try readReport(input, as: "bandit") }
    #expect(error?.code != .notAReport)
  }

  @Test func `a compressed file is told how to unpack it, and that it may have to go`() {
    let error = #expect(throws: Diagnostic.self) {
      try readReport(Input(name: "logs.zip", bytes: [0x50, 0x4B, 3, 4, 0]))
    }
    #expect(
      error?.help == "unpack it first: unzip REPORT.zip; if it holds no report, move it out of the folder of reports")
  }
}
