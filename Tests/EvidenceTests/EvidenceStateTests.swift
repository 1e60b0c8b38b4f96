import Evidence
import Model
import System
import TestSupport
import Testing

private let head = "0123456789abcdef0123456789abcdef01234567"
private let other = "ffffffffffffffffffffffffffffffffffffffff"
private let at = SourcePosition(file: "gatehouse.yaml", line: 3)

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
) throws -> (ReportEvidence.State, DiagnosticCode?) {
  let now = try #require(Timestamp("2026-11-22T12:00:00Z"))
  let evidence = ReportEvidence(
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
    #expect(try state(bandit()) == (.unbound, .reportCommitUnknown))
    #expect(try state(bandit(), scanned: "0123456") == (.unbound, .reportCommitUnknown))
  }

  /// What a side-car has, and what the error about an empty output says of it.
  @Test(
    arguments: [
      (nil, 0, "name the scanner in gatehouse.yaml"), ("gitleaks", nil, "state its exit code in gatehouse.yaml"),
      ("gitleaks", 1, "scan again"), ("gitleaks", 0, "state the digest of the file in gatehouse.yaml"),
      ("my-scanner", 0, "let it write a report that says what was scanned"),
      ("semgrep", 0, "let it write a report that says what was scanned"),
    ] as [(String?, Int?, String)])
  func `an empty output is told what its side-car lacks`(_ tool: String?, _ exitCode: Int?, _ help: String) {
    let error = #expect(throws: Diagnostic.self) { try readReport(Input(name: "r.json", bytes: [])) }
    let entry = ReportManifest.Entry(file: "r.json", tool: tool, exitCode: exitCode, at: at)
    #expect(error?.knowing(entry).help?.contains(help) == true, "\(String(describing: error?.knowing(entry).help))")
    #expect(error?.knowing(nil).help?.contains("side-car, r.json.gatehouse.yaml") == true)
  }

  @Test func `a report of a commit is not about what is staged, and is told so`() throws {
    var binding = EvidenceBinding(
      heads: [String(repeating: "0", count: 40)], now: try #require(Timestamp("2026-11-22T12:00:00Z")))
    binding.scannedIsIndex = true
    let evidence = ReportEvidence(
      of: try readReport(bandit()), entry: .init(file: "bandit.json", commit: head, at: at), binding: binding)
    #expect(evidence.state == .wrongCommit && evidence.reason?.help == "scan what is staged, and pass --scanned staged")
    #expect(evidence.reason?.text.contains("000000") == false && evidence.reason?.because == [])
  }

  @Test func `a report of another commit is no evidence`() throws {
    #expect(try state(bandit(), scanned: other) == (.wrongCommit, .reportWrongCommit))
    #expect(
      try state(bandit(), .init(file: "bandit.json", commit: other, at: at), scanned: head) == (
        .wrongCommit, .reportWrongCommit
      ))
  }

  /// The time in the report, that of its file, when the newest staged content was written, and whether the report counts.
  @Test(
    arguments: [
      ("2026-11-20T10:00:00Z", "2026-11-21T00:00:00Z", "2026-11-20T10:00:00Z", true),
      ("2026-11-20T10:00:00Z", "2026-11-21T00:00:00Z", "2026-11-20T10:00:01Z", false),
      (nil, "2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z", true),
      (nil, "2026-11-20T10:00:00Z", "2026-11-20T10:00:01Z", false), (nil, nil, "2026-11-20T10:00:00Z", true),
      ("2026-11-20T10:00:00Z", nil, nil, true),
    ] as [(String?, String?, String?, Bool)])
  func `a report that was made before the content was written is not about it`(
    _ made: String?, _ file: String?, _ written: String?, _ isEvidence: Bool
  ) throws {
    let semgrep = #"{"version": "1.0", "results": [], "errors": [], "paths": {"scanned": ["a.py"]}}"#
    var report = try readReport(made.map { bandit(time: $0) } ?? Input(name: "s.json", bytes: Array(semgrep.utf8)))
    report.modified = file.flatMap { Timestamp($0) }
    let evidence = ReportEvidence(
      of: report,
      binding: EvidenceBinding(
        heads: [head], scanned: head, writtenAt: written.flatMap { Timestamp($0) },
        now: try #require(Timestamp("2026-11-22T12:00:00Z"))))
    #expect(evidence.state == (isEvidence ? .present : .wrongCommit))
    #expect(evidence.reason?.code == (isEvidence ? nil : .reportOutdated))
  }

  @Test func `a report of a modified work tree is about no commit, whatever else says so`() throws {
    var entry = ReportManifest.Entry(file: "bandit.json", commit: head, at: at)
    entry.tree = .clean
    #expect(try state(bandit(), entry) == (.present, nil))
    entry.tree = .modified
    #expect(try state(bandit(), entry) == (.wrongCommit, .reportWrongCommit))
    #expect(try state(bandit(), entry, scanned: head) == (.wrongCommit, .reportWrongCommit))
    let now = try #require(Timestamp("2026-11-22T12:00:00Z"))
    let staged = String(repeating: "0", count: 40)
    let index = EvidenceBinding(heads: [staged], scanned: staged, scannedSince: now, now: now)
    #expect(
      ReportEvidence(of: try readReport(bandit()), entry: entry, binding: index).state == .present,
      "what is staged differs")
    entry.started = Timestamp("2026-11-20T09:00:00Z")
    var later = index
    later.writtenAt = Timestamp("2026-11-20T09:30:00Z")
    #expect(ReportEvidence(of: try readReport(bandit()), entry: entry, binding: later).reason?.code == .reportOutdated)
  }

  @Test(arguments: ["bandit", "1.10", "v1", "true", "a: b", "\"quoted\"", "#1", "ünïcode", "a\nb", "- x", "x y"])
  func `a side-car is read back as it was written`(_ text: String) throws {
    var entry = ReportManifest.Entry(
      file: "r.json", tool: text, version: text, commit: head, exitCode: 137,
      finished: Timestamp("2026-11-20T10:00:00Z"),
      folder: "a b/c", covers: ["", "src/pay", "a, b"], digest: "sha256:\(String(repeating: "a", count: 64))", at: at)
    (entry.tree, entry.started) = (.modified, Timestamp("2026-11-20T09:00:00Z"))
    let read = try ReportManifest(sideCar: Input(name: "r", bytes: Array(entry.sideCarText.utf8)), of: "r.json")
    var again = try #require(read.entries.first)
    (again.at, again.places) = (at, [:])
    #expect(again == entry)
  }

  @Test func `a run that did not finish is failed, whoever says so`() throws {
    #expect(
      try state(bandit(errors: #"{"reason":"internal error"}"#), scanned: head) == (.failed, .reportFailed))
    let entry = ReportManifest.Entry(file: "bandit.json", tool: "bandit", commit: head, exitCode: 2, at: at)
    #expect(try state(bandit(), entry) == (.failed, .reportFailed))
    let foreign = ReportManifest.Entry(file: "bandit.json", tool: "trivy", commit: head, exitCode: 0, at: at)
    #expect(try state(bandit(), foreign) == (.failed, .reportFailed))
  }

  @Test(arguments: [(0, true), (1, false), (2, true), (3, false)])
  func `an exit code is judged by its tool`(code: Int, isFine: Bool) throws {
    let result = #"{"ruleId":"CVE-2026-1","message":{"text":"x"}}"#
    let grype = Input(
      name: "x",
      bytes: Array(
        #"{"runs":[{"tool":{"driver":{"name":"Grype"}},"results":[\#(result)]}],"version":"2.1.0"}"#.utf8))
    let entry = ReportManifest.Entry(file: "x", tool: "grype", commit: head, exitCode: code, at: at)
    #expect(try state(grype, entry).0 == (isFine ? .present : .failed))
  }

  /// Members of a SARIF run, and whether they prove a scan of a commit that has `a.py` alone.
  @Test(arguments: [
    (#""results": []"#, false), (#""results": [], "invocations": [{"executionSuccessful": true}]"#, false),
    (#""results": [], "artifacts": [{"location": {"uri": "b.py"}}]"#, false),
    (#""results": [], "artifacts": [{"location": {"uri": "b.py"}}, {"location": {"uri": "a.py"}}]"#, true),
    (#""results": [{"kind": "notApplicable", "level": "error", "ruleId": "r", "message": {"text": "x"}}]"#, false),
    (#""results": [{"kind": "notApplicable", "ruleId": "r", "message": {"text": "x"}}]"#, false),
    (#""results": [{"kind": "pass", "ruleId": "r", "message": {"text": "x"}}]"#, true),
    (#""results": [{"ruleId": "r", "message": {"text": "x"}}]"#, true),
  ])
  func `a run proves a scan by rules that it evaluated or files that the commit has`(_ members: String, _ isProof: Bool)
    throws
  {
    let text = #"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Scanner"}}, \#(members)}]}"#
    let report = try readReport(Input(name: "s.sarif", bytes: Array(text.utf8))) { $0.wrappedValue == "a.py" }
    #expect(stateAtHead(report) == (isProof ? .present : .empty))
  }

  /// Runs of one SARIF log, each with the state that it has.
  @Test(
    arguments: [
      ([run("Semgrep"), run("gitleaks")], ["Semgrep present", "gitleaks present"]),
      ([run("Semgrep"), run("gitleaks", rules: "", commit: nil)], ["Semgrep present", "gitleaks empty"]),
      ([run("gitleaks", rules: "", commit: nil), run("Semgrep")], ["gitleaks empty", "Semgrep present"]),
      ([run("Semgrep"), run("gitleaks", commit: nil)], ["Semgrep present", "gitleaks unbound"]),
      (
        [run("Semgrep", rules: ""), run("ESLint", rules: "", results: #"{"message":{"text":"m"}}"#)],
        ["Semgrep empty", "ESLint present"]
      ),
      ([run("CodeQL"), run("CodeQL")], ["CodeQL present"]),
      ([run("CodeQL"), run("CodeQL", commit: other)], ["CodeQL failed", "CodeQL failed"]),
    ] as [([String], [String])])
  func `what one run of a log proves says nothing about the others`(_ runs: [String], _ states: [String]) throws {
    let text = #"{"version":"2.1.0","runs":[\#(runs.joined(separator: ","))]}"#
    let evidence = ReportEvidence.runs(
      of: try readReport(Input(name: "s.sarif", bytes: Array(text.utf8))),
      binding: EvidenceBinding(heads: [head], now: Timestamp(seconds: 1_800_000_000)))
    #expect(evidence.map { "\($0.tool ?? "") \($0.state.rawValue)" } == states)
  }

  private static func run(
    _ tool: String, rules: String = #"{"id":"r"}"#, commit: String? = head, results: String = ""
  ) -> String {
    let commits = commit.map { #"{"repositoryUri":"x","revisionId":"\#($0)"}"# } ?? ""
    return #"{"tool":{"driver":{"name":"\#(tool)","rules":[\#(rules)]}},"versionControlProvenance":[\#(commits)],"#
      + #""results":[\#(results)]}"#
  }

  @Test func `of several runs a side-car vouches for those of its tool`() throws {
    let text = #"{"version":"2.1.0","runs":[\#(Self.run("Semgrep", rules: "")),\#(Self.run("gitleaks", rules: ""))]}"#
    let evidence = ReportEvidence.runs(
      of: try readReport(Input(name: "s.sarif", bytes: Array(text.utf8))),
      entry: .init(file: "s.sarif", tool: "gitleaks", commit: head, exitCode: 0, at: at),
      binding: EvidenceBinding(heads: [head], now: Timestamp(seconds: 1_800_000_000)))
    #expect(evidence.map(\.state) == [.empty, .present])
    #expect(evidence.map(\.kinds) == [[.sast], [.secret]])
  }

  /// The commits and times of Trivy's documents in one file, and its state and time.
  @Test(
    arguments: [
      ([(head, 2), (head, 1)], .present, 1), ([(head, 1), (head, 2)], .present, 1),
      ([(other, 1), (head, 2)], .failed, 1), ([(head, 2), (other, 1)], .failed, 1),
      ([(head, 1), (nil, 2)], .unbound, 1), ([(nil, 1), (head, 2)], .unbound, 1),
    ] as [([(String?, Int)], ReportEvidence.State, Int)])
  func `documents of one file are a scan of the commit that all of them name, as old as the oldest`(
    _ documents: [(String?, Int)], _ state: ReportEvidence.State, _ day: Int
  ) throws {
    let text = documents.map { commit, day in
      let metadata = commit.map { #""Metadata":{"Commit":"\#($0)"},"# } ?? ""
      return
        #"{"SchemaVersion":2,"CreatedAt":"2026-11-0\#(day)T00:00:00Z","ArtifactName":"x","ArtifactType":"repository",\#(metadata)"#
        + #""Results":[{"Target":"p","Class":"lang-pkgs","Type":"npm","Packages":[{"Name":"a","Version":"1"}]}]}"#
    }
    let report = try readReport(Input(name: "t.json", bytes: Array(text.joined(separator: "\n").utf8)))
    let binding = EvidenceBinding(heads: [head], now: Timestamp(seconds: 1_800_000_000))
    let evidence = ReportEvidence.runs(of: report, binding: binding)
    #expect(evidence.map(\.state) == [state])
    #expect(evidence.map { $0.time?.description } == ["2026-11-0\(day)T00:00:00Z"])
  }

  @Test(arguments: [("a.py", true), ("./a.py", true), ("zzz", false), ("../a.py", false), ("/etc/passwd", false)])
  func `a list of scanned files proves a scan if the commit has one of them`(_ file: String, _ isProof: Bool) throws {
    let reports = [
      #"{"version": "1.0", "results": [], "errors": [], "paths": {"scanned": ["\#(file)"]}}"#,
      #"{"errors": [], "generated_at": "2026-11-20T10:00:00Z", "metrics": {"\#(file)": {}}, "results": []}"#,
    ]
    for text in reports {
      let report = try readReport(Input(name: "r.json", bytes: Array(text.utf8))) { $0.wrappedValue == "a.py" }
      #expect(stateAtHead(report) == (isProof ? .present : .empty))
      #expect(report.scanned == (isProof ? ["a.py"] : []))
    }
  }

  @Test(arguments: [
    (
      #"{"version":"15.0.0","vulnerabilities":[],"scan":{"scanner":{"id":"x","name":"X"},"type":"sast","status":"success"}}"#,
      false
    ),
    (
      #"{"version":"15.0.0","vulnerabilities":[],"scan":{"scanner":{"id":"x","name":"X"},"type":"dependency_scanning","status":"success"},"dependency_files":[{"path":"a.py"}]}"#,
      true
    ),
    (
      #"{"version":"15.0.0","vulnerabilities":[],"scan":{"scanner":{"id":"x","name":"X"},"type":"sast","primary_identifiers":[{"type":"x","name":"x","value":"x"}]}}"#,
      true
    ),
    (#"{"results":[],"experimental_config":{}}"#, false),
    (#"{"total_incidents":0,"total_occurrences":0}"#, false),
    (
      #"{"total_incidents":0,"total_occurrences":0,"scans":[{"id":"1f3c","total_incidents":0,"total_occurrences":0}]}"#,
      true
    ),
    (#"{"scan_id":"x","status":"completed","vulnerabilities":[]}"#, false),
    (
      #"{"SchemaVersion":2,"ArtifactName":".","ArtifactType":"repository","Results":[{"Target":"zz.lock","Class":"lang-pkgs"}]}"#,
      false
    ),
    (
      #"{"SchemaVersion":2,"ArtifactName":".","ArtifactType":"repository","Results":[{"Target":"a.py","Class":"lang-pkgs"}]}"#,
      true
    ),
    (#"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"X","rules":[{}]}},"results":[]}]}"#, false),
  ]) func `a word for success proves no scan, and a list of what was scanned does`(_ text: String, _ isProof: Bool)
    throws
  {
    let report = try readReport(Input(name: "r.json", bytes: Array(text.utf8))) { $0.wrappedValue == "a.py" }
    #expect(stateAtHead(report) == (isProof ? .present : .empty))
  }

  private func stateAtHead(_ report: ReportBuilder) -> ReportEvidence.State {
    let binding = EvidenceBinding(heads: [head], scanned: head, now: Timestamp(seconds: 1_800_000_000))
    return ReportEvidence(of: report, binding: binding).state
  }

  @Test func `a report without results or a trace of work is empty unless somebody vouches for it`() throws {
    let stub = bandit(metrics: #""_totals": {}"#)
    #expect(try state(stub, scanned: head) == (.empty, .reportEmpty))
    #expect(
      try state(stub, .init(file: "bandit.json", tool: "bandit", commit: head, exitCode: 0, at: at)) == (.present, nil))
    #expect(try state(stub, .init(file: "bandit.json", tool: "bandit", commit: head, at: at)) == (.empty, .reportEmpty))
  }

  @Test func `an exit code that tells of findings contradicts a report without any`() throws {
    let entry = ReportManifest.Entry(file: "bandit.json", tool: "bandit", commit: head, exitCode: 1, at: at)
    #expect(try state(bandit(), entry) == (.failed, .reportFailed))
    let result = #"{"filename":"a.py","test_id":"B101","issue_severity":"LOW","issue_text":"assert","line_number":1}"#
    #expect(try state(bandit(results: result), entry) == (.present, nil))
  }

  @Test(arguments: [("2.20.0", true), ("v2.20.0", true), ("2.20.0+7f3c", true), ("2.19.0", false), ("3", false)])
  func `a version that the report contradicts is failed`(_ version: String, _ isSame: Bool) throws {
    let sarif = Input(
      name: "x",
      bytes: Array(
        #"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"CodeQL","semanticVersion":"2.20.0","rules":[{"id":"x"}]}},"results":[]}]}"#
          .utf8))
    let entry = ReportManifest.Entry(file: "x", tool: "codeql", version: version, commit: head, at: at)
    #expect(try state(sarif, entry).0 == (isSame ? .present : .failed))
  }

  @Test func `a report that is not the one spoken of is failed`() throws {
    let own = Digest.sha256(bandit().bytes).description
    for (digest, expected) in [(own, ReportEvidence.State.present), (Digest.sha256("").description, .failed)] {
      let entry = ReportManifest.Entry(file: "bandit.json", commit: head, digest: digest, at: at)
      #expect(try state(bandit(), entry).0 == expected)
    }
  }

  @Test func `a report from the future is failed`() throws {
    #expect(try state(bandit(time: "2026-11-22T12:04:59Z"), scanned: head) == (.present, nil))
    #expect(try state(bandit(time: "2026-11-22T12:05:01Z"), scanned: head) == (.failed, .reportFromFuture))
  }

  @Test(arguments: ["", " \n", "null", "[]", "{}", "{ \n }", "\u{FEFF}"])
  func `a file that says nothing is never a clean scan`(text: String) throws {
    let input = Input(name: "x.json", bytes: Array(text.utf8))
    let refusal = #expect(throws: Diagnostic.self) { try readReport(input) }
    #expect(ReportEvidence(of: input, refused: try #require(refusal)).state == .empty)
  }

  @Test(arguments: [
    (#"{"a":1}"#, nil, DiagnosticCode.formatUnknown), ("<html></html>", nil, .formatUnknown),
    ("<html>", nil, .xmlInvalid),
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
    (#"{"results":[]}"#, nil, .reportEmpty), (#"{"results":[]}"#, "grype", .formatUnknown),
  ])
  func `what is no report is refused with a code`(text: String, name: String?, code: DiagnosticCode) {
    let refusal = #expect(throws: Diagnostic.self) {
      try readReport(Input(name: "x", bytes: Array(text.utf8)), as: name)
    }
    #expect(refusal?.code == code)
  }
}

/// What of the repository a report speaks of.
@Suite struct Coverages {
  private func coverage(
    _ input: Input, _ entry: ReportManifest.Entry? = nil, roots: [String] = []
  ) throws -> Coverage {
    let binding = EvidenceBinding(heads: [], now: Timestamp(seconds: .max / 2))
    let report = try readReport(input, roots: roots, folder: entry?.folder)
    return ReportEvidence(of: report, entry: entry, binding: binding).coverage
  }

  private func semgrep(_ paths: String) -> Input {
    Input(name: "s", bytes: Array(#"{"results":[],"errors":[],"paths":\#(paths)}"#.utf8))
  }

  @Test func `a tool that lists what it scanned says where it looked`() throws {
    #expect(try coverage(bandit()) == Coverage(files: ["a.py"]))
    #expect(try coverage(bandit(metrics: #""_totals": {}"#)) == Coverage(files: []))
    #expect(
      try coverage(semgrep(#"{"scanned":["./web/a.js","/ci/shop/b.js","../c.js"]}"#), roots: ["/ci/shop"])
        == Coverage(files: ["web/a.js", "b.js"]))
    #expect(try coverage(semgrep("{}")) == Coverage(), "a list that is not there says nothing")
  }

  @Test func `a side-car says it for the others`() throws {
    let entry = ReportManifest.Entry(file: "s", folder: "web", at: at)
    #expect(
      try coverage(semgrep(#"{"scanned":["a.js"]}"#), entry) == Coverage(folders: ["web"], files: ["web/a.js"]))
    let both = ReportManifest.Entry(file: "s", folder: "web", covers: ["web", "docs"], at: at)
    #expect(try coverage(semgrep("{}"), both) == Coverage(folders: ["web", "docs"]))
  }
}

/// Tools that write nothing, or next to nothing, where they find nothing.
@Suite struct SilentReports {
  private static let empty = Digest.sha256("").description

  @Test(
    arguments: [
      ("[]", "gitleaks", 0, nil, true), ("null", "npm-audit", 0, nil, true), ("{}", "Bandit", 0, nil, true),
      ("", "gitleaks", 0, empty, true), ("", "gitleaks", 0, nil, false), ("\u{FEFF}", "gitleaks", 0, nil, false),
      (" \n", "gitleaks", 0, nil, false),
      ("[]", "gitleaks", 1, nil, false), ("[]", "gitleaks", nil, nil, false), ("[]", nil, 0, nil, false),
      ("[]", "gitlaeks", 0, nil, false), ("[]", "trivy", 0, nil, false), ("[]", "sarif", 0, nil, false),
      (#"{"dependencies":[]}"#, "pip-audit", 0, nil, true), (#"{"matches":[]}"#, "pip-audit", 0, nil, false),
    ] as [(String, String?, Int?, String?, Bool)])
  func `one that says nothing is a scan only when the side-car says whose, and that it ended well`(
    _ text: String, _ tool: String?, _ code: Int?, _ digest: String?, _ isScan: Bool
  ) throws {
    let entry = ReportManifest.Entry(file: "x", tool: tool, commit: head, exitCode: code, digest: digest, at: at)
    let input = Input(name: "x", bytes: Array(text.utf8))
    guard let report = ReportBuilder(emptyOutput: input, attestedBy: entry) else { return #expect(!isScan) }
    let evidence = ReportEvidence(
      of: report, entry: entry, binding: EvidenceBinding(heads: [head], now: Timestamp(seconds: .max / 2)))
    #expect(isScan && evidence.state == .present && evidence.kinds.count == 1)
  }
}

@Suite struct Manifests {
  @Test func `a manifest says what the report cannot`() throws {
    let text = """
      gatehouse-reports: 1
      reports:
        - { file: bandit.json, tool: bandit, version: 1.9.4, commit: \(head), exit-code: 1, finished: 2026-11-20T10:00:00Z }
        - file: sub/trivy.json
          folder: web
          covers: [services/**, docs/, web, "."]
          digest: "sha256:\(String(repeating: "0", count: 64))"
      """
    let manifest = try ReportManifest(Input(name: "gatehouse.yaml", bytes: Array(text.utf8)))
    let entry = try #require(manifest.entry(for: "bandit.json"))
    #expect((entry.tool, entry.version, entry.commit, entry.exitCode) == ("bandit", "1.9.4", head, 1))
    #expect(entry.finished?.description == "2026-11-20T10:00:00Z")
    #expect(manifest.entry(for: "sub/trivy.json")?.commit == nil)
    #expect(manifest.entry(for: "sub/trivy.json")?.covers == ["services", "docs", "web", ""])
    #expect(manifest.entry(for: "sub/trivy.json")?.digest?.utf8.count == 71)
    #expect(manifest.entry(for: "trivy.json") == nil)
  }

  @Test func `a side-car says the same of one report`() throws {
    let text = "gatehouse-report: 1\ntool: bandit\ncommit: \(head)\nexit-code: 0\ncovers: [src]\n"
    let entry = try ReportManifest(
      sideCar: Input(name: "b.json.gatehouse.yaml", bytes: Array(text.utf8)), of: "b.json"
    ).entries[0]
    #expect((entry.file, entry.tool, entry.commit, entry.exitCode) == ("b.json", "bandit", head, 0))
    #expect(entry.covers == ["src"])
  }

  @Test(arguments: [
    "tool: bandit", "gatehouse-report: 2", "gatehouse-reports: 1\nreports: []", "gatehouse-report: 1\nfile: b.json",
    "gatehouse-report: 1\ntol: bandit", "gatehouse-report: 1\ntool:", "gatehouse-report: 1\ncovers: src",
    "gatehouse-report: 1\ncovers: [\"*.tf\"]", "gatehouse-report: 1\ncovers: [../x]",
    "gatehouse-report: 1\ncovers: [\"\"]", "gatehouse-report: 1\ncovers: [[src]]", "gatehouse-report: 1\ncovers:",
    "gatehouse-report: 1\ndigest: sha256:abc", "- gatehouse-report: 1",
  ])
  func `a side-car that cannot be taken as it is, is refused`(text: String) {
    let refusal = #expect(throws: Diagnostic.self) {
      try ReportManifest(sideCar: Input(name: "b.json.gatehouse.yaml", bytes: Array(text.utf8)), of: "b.json")
    }
    #expect(refusal?.code == .manifestInvalid)
  }

  @Test(arguments: [
    "reports: []", "gatehouse-reports: 2\nreports: []", "gatehouse-reports: 1", "gatehouse-reports: 1\nreports: x",
    "gatehouse-reports: 1\nreports: [{ file: ../x.json }]", "gatehouse-reports: 1\nreports: [{ file: /x.json }]",
    "gatehouse-reports: 1\nreports: [{ file: .x.json }]", "gatehouse-reports: 1\nreports: [{ file: a/.b/x.json }]",
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
    #expect(refusal?.position?.line != nil)
  }
}
