import Model
import System
import Testing

@testable import Evidence

/// What holds for a whole report, or for a whole result, is not taken from its first element only.
@Suite struct WholeReportTests {
  @Test(arguments: [
    ([".>qs"], [".>qs"], "pnpm-audit"), (["shop>qs"], [".>qs"], "pnpm-audit"), (["shop>qs"], ["till>qs"], "yarn-audit"),
  ])
  func `the tool of a registry's answer is known by all of its paths`(first: [String], second: [String], format: String)
    throws
  {
    func advisory(_ id: Int, _ paths: [String]) -> String {
      #""\#(id)":{"id":\#(id),"title":"t","module_name":"qs","severity":"high","findings":[{"version":"6.5.1","paths":\#(paths)}]}"#
    }
    let text =
      #"{"actions":[],"advisories":{\#(advisory(1, first)),\#(advisory(2, second))},"muted":[],"metadata":{"vulnerabilities":{"high":2}}}"#
    #expect(try read(text).format == format)
  }

  @Test func `SonarQube's severity is that of the worst impact`() throws {
    let impacts =
      #"[{"softwareQuality":"MAINTAINABILITY","severity":"LOW"},{"softwareQuality":"RELIABILITY","severity":"BLOCKER"}]"#
    let text =
      #"{"total":1,"p":1,"ps":100,"issues":[{"key":"k","rule":"python:S1","component":"p:a.py","project":"p","line":3,"status":"OPEN","message":"m","impacts":\#(impacts)}],"components":[{"key":"p:a.py","path":"a.py"}]}"#
    #expect(try read(text).observations.map(\.nativeSeverity) == ["BLOCKER"])
  }

  @Test func `a Prowler report is as old as its oldest record`() throws {
    func record(_ time: String) -> String {
      #"{"AssessmentStartTime":"\#(time)","FindingUniqueId":"\#(time)","Provider":"aws","CheckID":"c","CheckTitle":"t","Status":"FAIL","StatusExtended":"s","Severity":"high","ResourceId":"r","ResourceArn":"arn:r"}"#
    }
    let report = try read("[\(record("2026-05-02T00:00:00Z")),\(record("2026-05-01T00:00:00Z"))]")
    #expect(report.time == Timestamp("2026-05-01T00:00:00Z"))
  }

  @Test func `a SARIF run of two commits says of none that it is the scanned one`() throws {
    func provenance(_ ids: [String]) -> String {
      ids.map { #"{"repositoryUri":"u","revisionId":"\#($0)"}"# }.joined(separator: ",")
    }
    func commit(_ ids: [String]) throws -> String? {
      try read(
        #"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"T","rules":[]}},"results":[],"versionControlProvenance":[\#(provenance(ids))]}]}"#
      ).commit
    }
    #expect(try commit(["0a", "0b"]) == nil)
    #expect(try commit(["0a", "0a"]) == "0a")
  }

  private func read(_ text: String) throws -> ReportBuilder {
    try readReport(Input(name: "r.json", bytes: Array(text.utf8)))
  }
}
