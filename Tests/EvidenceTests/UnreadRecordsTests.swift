import Model
import System
import Testing

@testable import Evidence

/// A list or a map that looks like findings and that no reader knows may hold some, so the report counts as failed.
@Suite struct UnreadRecordsTests {
  private static let result =
    #"{"ruleId":"r","level":"error","message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.py"}}}]}"#
  private static let native = #"{"id":"x","severity":"high","title":"t","file":"a.py"}"#

  private func failures(run: String = "", log: String = "", results: String = "") throws -> Int {
    let text =
      #"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"T","rules":[{"id":"r"}]}},"results":[\#(results)]\#(run)}]\#(log)}"#
    return try readReport(Input(name: "r.sarif", bytes: Array(text.utf8))).failures.count
  }

  @Test(arguments: [result, native], ["", result]) func `in a SARIF log, at any level`(_ one: String, _ results: String)
    throws
  {
    for name in ["findings", "newResults", "suppressedResults", "Results"] {
      #expect(try failures(run: #","\#(name)":[\#(one)]"#, results: results) == 1, "\(name)")
      #expect(try failures(run: #","more":{"\#(name)":[\#(one)]}"#, results: results) == 1, "\(name)")
      #expect(try failures(log: #","\#(name)":[\#(one)]"#, results: results) == 1, "\(name)")
    }
  }

  @Test(arguments: [result, native], ["", result])
  func `so does a map of records`(_ one: String, _ results: String) throws {
    for map in [#"{"a":\#(one),"b":\#(one)}"#, #"{"a":\#(one)}"#, #"{"CVE-2026-1":[\#(one)]}"#] {
      #expect(try failures(run: #","newFindings":\#(map)"#, results: results) == 1, "\(map)")
      #expect(try failures(run: #","more":{"byFile":\#(map)}"#, results: results) == 1, "\(map)")
      #expect(try failures(log: #","findingsByID":\#(map)"#, results: results) == 1, "\(map)")
    }
  }

  @Test func `a map of records in the reports of other tools`() throws {
    let trivy =
      #"{"SchemaVersion":2,"ArtifactName":"a","Results":[{"Target":"go.mod","Class":"lang-pkgs","Type":"gomod","Vulnerabilities":[]}],"Extra":{"CVE-2026-1":\#(Self.native)}}"#
    let npm =
      #"{"auditReportVersion":2,"vulnerabilities":{},"newVulnerabilities":{"qs":{"name":"qs","severity":"high","via":[{"source":1,"title":"t"}]}},"metadata":{"vulnerabilities":{"total":0}}}"#
    for (name, text) in [("trivy", trivy), ("npm", npm)] {
      #expect(try readReport(Input(name: "r.json", bytes: Array(text.utf8))).failures.count == 1, "\(name)")
    }
  }

  @Test func `property bags and what the standard defines are no such lists`() throws {
    #expect(try failures(run: #","properties":{"findings":[\#(Self.native)]}"#) == 0)
    #expect(
      try failures(
        run:
          #","invocations":[{"executionSuccessful":true,"ruleConfigurationOverrides":[{"descriptor":{"id":"r"},"configuration":{"level":"error"}}],"toolExecutionNotifications":[{"level":"note","message":{"text":"m"},"descriptor":{"id":"N"}}]}]"#
      ) == 0)
    #expect(try failures(run: #","artifacts":[{"location":{"uri":"a.py"}}],"taxonomies":[]"#) == 0)
  }
}
