import Documents
import Evidence
import Model
import Testing

private let head = "0123456789abcdef0123456789abcdef01234567"
private let other = "ffffffffffffffffffffffffffffffffffffffff"
private let at = Place(file: "gatehouse.yaml", line: 3)

/// A Bandit report of one read file.
private func bandit(
  errors: String = "", results: String = "", metrics: String = #""_totals": {}, "a.py": {}"#,
  time: String = "2026-11-20T10:00:00Z"
) -> Input {
  Input(
    name: "bandit.json",
    bytes: Array(
      #"{"errors":[\#(errors)],"generated_at":"\#(time)","metrics":{\#(metrics)},"results":[\#(results)]}"#.utf8))
}

private func state(
  _ input: Input, _ entry: ReportManifest.Entry? = nil, heads: Set<String> = [head], scanned: String? = nil
) throws -> (Model.Evidence.State, Code?) {
  let now = try #require(Timestamp("2026-11-22T12:00:00Z"))
  let evidence = Evidence(
    of: try readReport(input), entry: entry, binding: EvidenceBinding(heads: heads, scanned: scanned, now: now))
  return (evidence.state, evidence.reason?.code)
}

@Suite struct EvidenceStates {
  @Test func `a report is evidence when something says that the head was scanned`() throws {
    #expect(try state(bandit(), scanned: head) == (.present, nil))
    #expect(try state(bandit(), scanned: head.uppercased()) == (.present, nil))
    #expect(try state(bandit(), .init(file: "bandit.json", commit: head, at: at)) == (.present, nil))
    #expect(try state(bandit(), heads: [], scanned: other) == (.present, nil))
  }

  @Test func `a report that names no full commit is unbound`() throws {
    #expect(try state(bandit()) == (.unbound, .reportUnbound))
    #expect(try state(bandit(), scanned: "0123456") == (.unbound, .reportUnbound))
  }

  @Test func `a report of another commit is no evidence`() throws {
    #expect(try state(bandit(), scanned: other) == (.wrongCommit, .reportWrongCommit))
    #expect(
      try state(bandit(), .init(file: "bandit.json", commit: other, at: at), scanned: head) == (
        .wrongCommit, .reportWrongCommit
      ))
  }

  @Test func `a run that did not finish is failed, whoever says so`() throws {
    #expect(
      try state(bandit(errors: #"{"filename":"a.py","reason":"syntax error"}"#), scanned: head) == (
        .failed, .reportFailed
      ))
    let entry = ReportManifest.Entry(file: "bandit.json", tool: "bandit", commit: head, exitCode: 2, at: at)
    #expect(try state(bandit(), entry) == (.failed, .reportFailed))
    let foreign = ReportManifest.Entry(file: "bandit.json", tool: "trivy", commit: head, exitCode: 0, at: at)
    #expect(try state(bandit(), foreign) == (.failed, .reportFailed))
  }

  @Test(arguments: [(0, true), (1, false), (2, true), (3, false)])
  func `an exit code is judged by its tool`(code: Int, isFine: Bool) throws {
    let grype = Input(
      name: "x", bytes: Array(#"{"runs":[{"tool":{"driver":{"name":"Grype"}},"results":[]}],"version":"2.1.0"}"#.utf8))
    let entry = ReportManifest.Entry(file: "x", tool: "grype", commit: head, exitCode: code, at: at)
    #expect(try state(grype, entry).0 == (isFine ? .present : .failed))
  }

  @Test func `a report without results or a trace of work is empty unless somebody vouches for it`() throws {
    let stub = bandit(metrics: #""_totals": {}"#)
    #expect(try state(stub, scanned: head) == (.empty, .reportEmpty))
    #expect(
      try state(stub, .init(file: "bandit.json", tool: "bandit", commit: head, exitCode: 0, at: at)) == (.present, nil))
    #expect(try state(stub, .init(file: "bandit.json", tool: "bandit", commit: head, at: at)) == (.empty, .reportEmpty))
  }

  @Test func `a report from the future is failed`() throws {
    #expect(try state(bandit(time: "2026-11-22T12:04:59Z"), scanned: head) == (.present, nil))
    #expect(try state(bandit(time: "2026-11-22T12:05:01Z"), scanned: head) == (.failed, .reportFromFuture))
  }

  @Test(arguments: ["", " \n", "null", "[]", "{}", "{ \n }", "\u{FEFF}"])
  func `a file that says nothing is never a clean scan`(text: String) throws {
    let input = Input(name: "x.json", bytes: Array(text.utf8))
    let refusal = #expect(throws: Diagnostic.self) { try readReport(input) }
    #expect(Evidence(of: input, refused: try #require(refusal)).state == .empty)
  }

  @Test(arguments: [
    (#"{"a":1}"#, nil, Code.formatUnknown), ("<html></html>", nil, .formatUnknown), ("<html>", nil, .xmlInvalid),
    (#"{"a":1}"#, "sarif", .formatUnknown),
    (#"{"runs":[],"version":"2.1.0"}"#, "bandit", .formatUnknown), ("{}", "bandti", .formatUnknown),
    (#"{"runs":[],"version":"2.0.0"}"#, nil, .formatVersion), (#"{"runs":{},"version":"2.1.0"}"#, nil, .formatUnknown),
    (#"{"results":[{"check_id":"x","extra":{}}],"metrics":{},"generated_at":""}"#, nil, .formatAmbiguous),
    (#"{"@context":"https://openvex.dev/ns/v0.2.0","statements":[]}"#, nil, .reportIsVEX),
    (#"{"@context":"https://openvex.dev/ns/v0.2.0","statements":[]}"#, "trivy", .reportIsVEX),
    (#"{"document":{"category":"csaf_vex","csaf_version":"2.0"}}"#, nil, .reportIsVEX),
    (
      #"{"bomFormat":"CycloneDX","vulnerabilities":[{"id":"CVE-2026-1","analysis":{"state":"in_triage"}}]}"#,
      "cyclonedx", .reportIsVEX
    ),
  ])
  func `what is no report is refused with a code`(text: String, name: String?, code: Code) {
    let refusal = #expect(throws: Diagnostic.self) {
      try readReport(Input(name: "x", bytes: Array(text.utf8)), as: name)
    }
    #expect(refusal?.code == code)
  }
}

@Suite struct Manifests {
  @Test func `a manifest says what the report cannot`() throws {
    let text = """
      gatehouse-reports: 1
      reports:
        - { file: bandit.json, tool: bandit, version: 1.9.4, commit: \(head), exit-code: 1, finished: 2026-11-20T10:00:00Z }
        - file: sub/trivy.json
      """
    let manifest = try ReportManifest(Input(name: "gatehouse.yaml", bytes: Array(text.utf8)))
    let entry = try #require(manifest.entry(for: "bandit.json"))
    #expect((entry.tool, entry.version, entry.commit, entry.exitCode) == ("bandit", "1.9.4", head, 1))
    #expect(entry.finished?.description == "2026-11-20T10:00:00Z")
    #expect(manifest.entry(for: "sub/trivy.json")?.commit == nil)
    #expect(manifest.entry(for: "trivy.json") == nil)
  }

  @Test(arguments: [
    "reports: []", "gatehouse-reports: 2\nreports: []", "gatehouse-reports: 1", "gatehouse-reports: 1\nreports: x",
    "gatehouse-reports: 1\nreports: [{ file: ../x.json }]", "gatehouse-reports: 1\nreports: [{ file: /x.json }]",
    "gatehouse-reports: 1\nreports: [{ tool: bandit }]",
    "gatehouse-reports: 1\nreports: [{ file: x, commit: 0123456 }]",
    "gatehouse-reports: 1\nreports: [{ file: x, exit-code: one }]",
    "gatehouse-reports: 1\nreports: [{ file: x, tools: y }]",
    "gatehouse-reports: 1\nreports: [{ file: x, finished: yesterday }]",
    "gatehouse-reports: 1\nreports: [{ file: x }, { file: x }]",
  ])
  func `a manifest that cannot be taken as it is, is refused`(text: String) {
    let refusal = #expect(throws: Diagnostic.self) {
      try ReportManifest(Input(name: "gatehouse.yaml", bytes: Array(text.utf8)))
    }
    #expect(refusal?.code == .manifestInvalid)
    #expect(refusal?.place?.line != nil)
  }
}
