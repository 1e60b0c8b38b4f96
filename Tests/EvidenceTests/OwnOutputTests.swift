import Evidence
import Model
import System
import Testing

/// Which files count as outputs of Gatehouse. What has only its name is a report.
@Suite struct OwnOutputTests {
  private static let result =
    #"{"ruleId":"R1","level":"error","message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.py"},"region":{"startLine":1}}}]}"#

  private static func run(_ name: String, id: String?) -> String {
    let details = id.map { #""automationDetails":{"id":"\#($0)"},"# } ?? ""
    return #"{"tool":{"driver":{"name":"\#(name)"}},\#(details)"results":[\#(result)]}"#
  }

  private static func log(_ runs: String...) -> String {
    #"{"version":"2.1.0","runs":[\#(runs.joined(separator: ","))]}"#
  }

  private static func issue(engine: String?, fingerprint: String) -> String {
    let engine = engine.map { #","engine_name":"\#($0)""# } ?? ""
    return
      #"{"description":"d","check_name":"R1","fingerprint":"\#(fingerprint)","severity":"major","location":{"path":"a.py","lines":{"begin":1}}\#(engine)}"#
  }

  private static let digest = String(repeating: "0a", count: 16)

  private func read(_ text: String) throws -> ReportBuilder {
    try readReport(Input(name: "x.json", bytes: Array(text.utf8)))
  }

  @Test(arguments: [
    log(run("gatehouse", id: "gatehouse/acme/")),
    log(run("gatehouse", id: "gatehouse/a/"), run("gatehouse", id: "gatehouse/b/")),
    "[\(issue(engine: "gatehouse", fingerprint: digest))]",
    #"{"schemaVersion":1,"verdict":"fail","base":{},"funnel":[],"findings":[]}"#,
    "<!-- gatehouse -->\n### pass\n",
  ])
  func `an output of Gatehouse is no report`(_ text: String) {
    let error = #expect(throws: Diagnostic.self) { try read(text) }
    #expect(error?.code.name == "report-is-own-output" && error?.severity == .warning)
  }

  @Test(arguments: [
    log(run("gatehouse", id: nil)), log(run("gatehouse", id: "nightly/")), log(run("Gatehouse", id: "gatehouse/acme/")),
    log(run("gatehouse-lint", id: "gatehouse/acme/")), log(run("Acme Gatehouse Scanner", id: nil)),
    "[\(issue(engine: nil, fingerprint: digest))]", "[\(issue(engine: "gatehouse", fingerprint: "R1:a.py"))]",
    "[\(issue(engine: "gatehouse-lint", fingerprint: digest))]",
  ])
  func `a report of a scanner that only has the name is read`(_ text: String) throws {
    #expect(try read(text).observations.count == 1)
  }

  @Test(arguments: [
    log(run("gatehouse", id: "gatehouse/acme/"), run("Bandit", id: nil)),
    log(run("Bandit", id: nil), run("gatehouse", id: "gatehouse/acme/")),
    "[\(issue(engine: "gatehouse", fingerprint: digest)),\(issue(engine: nil, fingerprint: "1"))]",
    "[\(issue(engine: nil, fingerprint: "1")),\(issue(engine: "gatehouse", fingerprint: digest))]",
  ])
  func `of a merged report only the part of Gatehouse is left out, with a warning`(_ text: String) throws {
    let report = try read(text)
    #expect(report.observations.count == 1 && report.failures.isEmpty, "\(report.failures)")
    #expect(report.warnings.map(\.code.name).filter { $0 == "report-is-own-output" }.count == 1)
  }
}
