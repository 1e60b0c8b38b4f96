import Evidence
import Model
import System
import Testing

private let head = "0123456789abcdef0123456789abcdef01234567"

/// Files that a tool could not read, or only in part.
@Suite struct UnreadFiles {
  private func evidence(_ text: String, commitHas files: Set<String>? = nil) throws -> ReportEvidence {
    let input = Input(name: "r.json", bytes: Array(text.utf8))
    let report = try readReport(input, hasFile: files.map { files in { files.contains($0.wrappedValue) } })
    #expect(report.warnings.filter { $0.code == .evidencePartial }.count <= 1, "one warning for all files")
    return ReportEvidence(
      of: report, binding: EvidenceBinding(heads: [head], scanned: head, now: Timestamp(seconds: .max / 2)))
  }

  private func bandit(_ files: String...) -> String {
    let errors = files.map { #"{"filename": "\#($0)", "reason": "syntax error while parsing AST from file"}"# }
    return #"{"errors": [\#(errors.joined(separator: ","))], "generated_at": "2026-11-20T10:00:00Z", "#
      + #""metrics": {"_totals": {}, "a.py": {}}, "results": []}"#
  }

  private func semgrep(_ error: String, skipped: String = "") -> String {
    #"{"errors": [\#(error)], "paths": {"scanned": ["a.js"], "skipped": [\#(skipped)]}, "results": []}"#
  }

  private static func ofModeAlone(_ path: String) -> FileChange {
    var change = FileChange(path: path, status: .modified)
    change.isOfModeAlone = true
    return change
  }

  @Test func `a file that could not be read is named, and the run counts`() throws {
    let found = try evidence(bandit("./old.py", "./older.py"), commitHas: ["a.py", "old.py", "older.py"])
    #expect(found.state == .present && found.coverage.unread.map(\.path) == ["old.py", "older.py"])
    #expect(
      found.coverage.unread[0].fault.text
        == "Bandit could not read ./old.py: syntax error while parsing AST from file")
  }

  @Test func `a file that the commit does not have may be any, so the run is incomplete`() throws {
    let found = try evidence(bandit("old.py"), commitHas: ["a.py"])
    #expect(found.state == .failed && found.coverage.unread.isEmpty)
  }

  /// What Semgrep says, the lines that were not read ("all" where they are not known), and the state.
  @Test(
    arguments: [
      (#"{"level": "warn", "type": "Timeout", "message": "m", "path": "a.js"}"#, "all", .present),
      (#"{"level": "error", "type": "Syntax error", "message": "m", "path": "a.js"}"#, "all", .present),
      (#"{"level": "warn", "type": ["PartialParsing", []], "message": "m", "path": "a.js"}"#, "all", .present),
      (
        #"{"level": "warn", "type": ["PartialParsing", []], "message": "m", "path": "a.js", "#
          + #""spans": [{"file": "a.js", "start": {"line": 3, "col": 1}, "end": {"line": 5, "col": 2}}]}"#,
        "3...5", .present
      ),
      (#"{"level": "warn", "type": "Fixpoint timeout", "message": "m", "path": "a.js"}"#, "", .present),
      (#"{"level": "warn", "type": "Missing plugin", "message": "m", "path": "rules.yaml"}"#, "", .present),
      (#"{"level": "info", "type": ["IncompatibleRule", {}], "message": "m", "path": "a.js"}"#, "", .present),
      (#"{"level": "error", "type": "Rule parse error", "message": "m", "path": "a.js"}"#, "", .failed),
      (#"{"level": "error", "type": "SemgrepError", "message": "m"}"#, "", .failed),
    ] as [(String, String, ReportEvidence.State)])
  func `Semgrep's errors are about a file, a rule or the run`(
    _ error: String, _ lines: String, _ state: ReportEvidence.State
  ) throws {
    let found = try evidence(semgrep(error))
    let unread = found.coverage.unread.map { $0.lines?.map { "\($0)" }.joined() ?? "all" }
    #expect(found.state == state && unread == (lines.isEmpty ? [] : [lines]))
  }

  /// Why a file was skipped, and whether something went wrong.
  @Test(arguments: [
    ("analysis_failed_parser_or_internal_error", true), ("insufficient_permissions", true),
    ("too_many_matches", true), ("cli_exclude_flags_match", false), ("semgrepignore_patterns_match", false),
    ("minified", false),
  ])
  func `a skipped file is unread unless it was left out on purpose`(_ reason: String, _ isUnread: Bool) throws {
    let skipped = #"{"path": "b.js", "reason": "\#(reason)"}"#
    #expect(try evidence(semgrep("", skipped: skipped)).coverage.unread.isEmpty != isUnread)
    let error = #"{"level": "warn", "type": "Timeout", "message": "m", "path": "b.js"}"#
    #expect(try evidence(semgrep(error, skipped: skipped)).coverage.unread.count == 1, "it names one file twice")
  }

  /// Whether the run was successful, where the notification is, and how many files are unread; nil for an incomplete run.
  @Test(
    arguments: [
      (true, #""locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.py"}}}],"#, 1), (true, "", nil),
      (false, #""locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.py"}}}],"#, nil),
    ] as [(Bool, String, Int?)])
  func `a notification of SARIF that names a file is about that file`(
    _ isSuccessful: Bool, _ locations: String, _ count: Int?
  ) throws {
    let found = try evidence(
      #"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Scan", "rules": [{"id": "r"}]}}, "results": [],"#
        + #""invocations": [{"executionSuccessful": \#(isSuccessful), "toolExecutionNotifications": "#
        + #"[{\#(locations) "level": "error", "message": {"text": "m"}}]}]}]}"#)
    #expect(found.coverage.unread.count == count ?? 0 && (found.state == .failed) == (count == nil))
  }

  /// The tool, its notification of level `warning`, the files that it leaves unread, and the state.
  @Test(
    arguments: [
      (
        "Semgrep OSS", "Syntax error", "Syntax error at line src/a.py:1:\n `def f(:` was unexpected", ["src/a.py"],
        .present
      ),
      ("Semgrep OSS", "Timeout", "Timeout when running py.rule on src/a b.py:\n ", ["src/a b.py"], .present),
      ("Opengrep OSS", "Other", "Other at line src/a.py:12:\n text", ["src/a.py"], .present),
      ("Semgrep OSS", "Out of memory", "no more memory", [], .failed),
      ("Semgrep OSS", "Fixpoint timeout", "Fixpoint timeout at line src/a.py:1:\n text", [], .present),
      ("Semgrep OSS", "Rule parse error", "Rule parse error at line src/a.py:1:\n text", [], .present),
      ("Semgrep OSS", "Other", "a hint about src/a.py:1:", [], .present),
      ("Scan", "Syntax error", "Syntax error at line src/a.py:1:\n text", [], .present),
    ] as [(String, String, String, [String], ReportEvidence.State)])
  func `warnings of Semgrep in SARIF name the file that was not read in their text`(
    _ tool: String, _ id: String, _ text: String, _ files: [String], _ state: ReportEvidence.State
  ) throws {
    let escaped = text.replacing("\n", with: "\\n")
    let found = try evidence(
      sarif(tool, #""descriptor": {"id": "\#(id)"}, "level": "warning", "message": {"text": "\#(escaped)"}"#))
    #expect(found.coverage.unread.map(\.path) == files && found.state == state)
  }

  /// The level of a notification that names a file, its rule, its text, and whether the file counts as unread.
  @Test(
    arguments: [
      (#""level": "warning","#, "py/diagnostics/syntax-error", "A parse error occurred.", true),
      ("", "x", "the file could not be parsed", true), (#""level": "warning","#, "x", "a.py was not analyzed", true),
      (#""level": "warning","#, "x", "the file has very long lines", false),
      (#""level": "note","#, "x", "the file could not be parsed", false),
      (#""level": "none","#, "js/diagnostics/successfully-extracted-files", "", false),
    ])
  func `a warning of SARIF counts where it says that its file was not analysed`(
    _ level: String, _ id: String, _ text: String, _ isUnread: Bool
  ) throws {
    let found = try evidence(
      sarif(
        "Scan",
        #""locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.py"}}}], \#(level) "#
          + #""descriptor": {"id": "\#(id)"}, "message": {"text": "\#(text)"}"#))
    #expect(found.coverage.unread.map(\.path) == (isUnread ? ["a.py"] : []) && found.state == .present)
  }

  private func sarif(_ tool: String, _ notification: String) -> String {
    #"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "\#(tool)", "rules": [{"id": "r"}]}}, "results": [],"#
      + #""invocations": [{"executionSuccessful": true, "toolExecutionNotifications": [{\#(notification)}]}]}]}"#
  }

  @Test func `an exit code that means errors needs files that were not read, or results`() throws {
    func state(_ report: String) throws -> ReportEvidence.State {
      let entry = ReportManifest.Entry(
        file: "r.json", tool: "brakeman", commit: head, exitCode: 7, at: SourcePosition(file: "m"))
      let report = try readReport(Input(name: "r.json", bytes: Array(report.utf8)))
      return ReportEvidence(
        of: report, entry: entry, binding: EvidenceBinding(heads: [head], now: Timestamp(seconds: .max / 2))
      ).state
    }
    func brakeman(_ error: String) -> String {
      #"{"scan_info": {"checks_performed": ["SQL"]}, "warnings": [], "errors": [\#(error)]}"#
    }
    #expect(try state(brakeman("")) == .failed)
    #expect(try state(brakeman(#"{"error": "m", "location": "Could not parse app/a.rb"}"#)) == .present)
    #expect(try state(brakeman(#"{"error": "m", "location": "lib/brakeman.rb:3"}"#)) == .failed)
  }

  /// The lines that were not read, what the change does to the file, and whether that leaves a gap.
  @Test(
    arguments: [
      (nil, FileChange(path: "b.py", status: .modified, added: [1...1]), .present),
      (nil, FileChange(path: "a.py", status: .modified, added: [1...1]), .partial),
      (nil, FileChange(path: "b.py", oldPath: "a.py", status: .renamed), .present),
      ([3...5], FileChange(path: "a.py", status: .modified, added: [1...2], lineCount: 9), .present),
      ([3...5], FileChange(path: "a.py", status: .modified, added: [5...6], lineCount: 9), .partial),
      ([3...5], FileChange(path: "a.py", status: .modified, removedAfter: [4], lineCount: 9), .partial),
      ([3...5], FileChange(path: "a.py", status: .added), .partial),
      (nil, ofModeAlone("a.py"), .present), (nil, FileChange(path: "a.py", status: .modified, lineCount: 9), .present),
      (nil, FileChange(path: "a.py", status: .modified, isWhole: true), .partial),
    ] as [([ClosedRange<Int>]?, FileChange, ReportEvidence.State)])
  func `a gap is where the change touches what was not read`(
    _ lines: [ClosedRange<Int>]?, _ change: FileChange, _ state: ReportEvidence.State
  ) {
    var evidence = ReportEvidence(file: "r", format: "bandit", digest: "sha256:0", observations: 0, state: .present)
    let fault = Diagnostic(.evidencePartial, "Bandit could not read a.py", severity: .warning)
    evidence.coverage.unread = [UnreadFile("a.py", lines: lines, fault: fault)]
    #expect(evidence.judged(for: FileChanges([change])).state == state)
    #expect(evidence.judged(for: FileChanges()).state == .present)
    #expect(evidence.judged(for: nil).state == .partial, "with nothing to compare, all may be new")
    evidence.state = .failed
    #expect(evidence.judged(for: nil).state == .failed)
  }
}

/// How tools end whose runs were completed.
@Suite struct ExitCodes {
  /// The codes from 0 to 255 that a tool's documentation calls a completed run.
  @Test(
    arguments: [
      ("bandit", [0, 1]), ("a-tool-that-nobody-knows", [0, 1]), ("Brakeman", [0, 3, 7]), ("cargo-deny", Array(0...15)),
      ("cfn-lint", [0, 2, 4, 6, 8, 10, 12, 14]), ("codeql", [0]), ("composer-audit", Array(0...7)),
      ("credo", Array(0...125)), ("dependency-check", [0, 1, 15]), ("grype", [0, 2]),
      ("kics", [0, 20, 30, 40, 50, 60]), ("Kingfisher", [0, 200, 205]),
      ("pmd", [0, 4]), ("polaris", [0, 3, 4]), ("prowler", [0, 3]), ("pylint", Array(stride(from: 0, to: 32, by: 2))),
      ("Retire.js", [0, 13]), ("retire-js", [0, 13]), ("safety", [0, 64]), ("spotbugs", [0, 1, 2, 3]),
      ("stylelint", [0, 2]), ("terrascan", [0, 3, 4, 5]), ("tflint", [0, 2]), ("trufflehog", [0, 183]),
      ("trufflehog3", [0, 1]), ("yarn", Array(0...31)), ("yarn-audit", Array(0...31)), ("OWASP ZAP", [0, 1, 2]),
      ("zizmor", [0, 11, 12, 13, 14]),
    ] as [(String, [Int])])
  func `a run is complete by the tool's own codes`(_ tool: String, _ codes: [Int]) {
    let completed = (0...255).filter { code in
      ReportManifest.Entry(file: "x", tool: tool, exitCode: code, at: SourcePosition(file: "m")).failure(of: tool)
        == nil
    }
    #expect(completed == codes)
  }

  @Test func `an entry without a tool takes 1 for findings, whoever wrote the report`() {
    func entry(_ code: Int) -> ReportManifest.Entry {
      ReportManifest.Entry(file: "x", exitCode: code, at: SourcePosition(file: "m"))
    }
    #expect(entry(1).failure(of: "codeql") == nil && entry(1).failure(of: "grype") == nil)
    #expect(entry(2).failure(of: "codeql") != nil)
  }
}
