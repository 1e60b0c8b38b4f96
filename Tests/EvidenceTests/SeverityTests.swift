import Evidence
import Model
import System
import Testing

@Suite struct SeverityTests {
  private static let semgrep = """
    {"errors":[],"paths":{"scanned":["a.py"]},"version":"1.97.0","results":[{"check_id":"r","path":"a.py",
     "start":{"line":1,"col":1},"end":{"line":1,"col":2},"extra":{"message":"m","metadata":{},"severity":"WORD"}}]}
    """
  private static let sarif = """
    {"version":"2.1.0","runs":[{"tool":{"driver":{"name":"TOOL","rules":[]}},"results":[{"ruleId":"r","level":"WORD",
     "message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.py"},"region":{"startLine":1}}}]}]}]}
    """
  private static let scored = """
    {"version":"2.1.0","runs":[{"tool":{"driver":{"name":"TOOL","rules":[{"id":"r","properties":{"security-severity":"WORD"}}]}},
     "results":[{"ruleId":"r","message":{"text":"m"}}]}]}
    """
  private static let gitlab = """
    {"version":"15.0.0","scan":{"scanner":{"id":"x","name":"TOOL"},"type":"sast","status":"success"},"vulnerabilities":[
     {"id":"1","name":"x","severity":"WORD","location":{"file":"a.py","start_line":1},
      "identifiers":[{"type":"x","name":"r","value":"r"}]}]}
    """
  private static let gitleaks = """
    [{"RuleID":"WORD","Description":"d","StartLine":1,"EndLine":1,"StartColumn":1,"EndColumn":2,"Match":"m","Secret":"s","File":"a.py",
      "Fingerprint":"f"}]
    """

  /// The report, its tool, what it states, the policy's words, and the severity.
  private static let cases: [(String, String, String, [String: [String: Severity?]], Severity?)] = [
    (semgrep, "", "ERROR", ["semgrep": ["error": .critical]], .critical),
    (semgrep, "", "ERROR", ["codeql": ["error": .critical]], .high),
    (semgrep, "", "ODD", ["semgrep": ["unknown": .critical]], .critical), (semgrep, "", "ODD", [:], nil),
    (semgrep, "", "EXPERIMENT", ["semgrep": ["unknown": .low]], .low),
    (semgrep, "", "EXPERIMENT", ["semgrep": ["experiment": .high, "unknown": .low]], .high),
    (semgrep, "", "ERROR", ["semgrep": ["error": Severity?.none]], nil),
    (sarif, "Semgrep OSS", "error", ["semgrep": ["error": .critical]], .critical),
    (sarif, "CodeQL", "error", ["semgrep": ["error": .critical]], .high),
    (sarif, "Semgrep OSS", "note", ["semgrep": ["info": .critical]], .critical),
    (sarif, "Semgrep OSS", "note", ["semgrep": ["info": Severity.none]], .low),
    (sarif, "Semgrep OSS", "note", ["semgrep": ["note": Severity.none]], Severity.none),
    (scored, "Trivy", "5.5", ["trivy": ["medium": .critical]], .critical),
    (scored, "Trivy", "5.5", ["trivy": ["medium": .low]], .low),
    (scored, "Trivy", "5.5", ["trivy": ["high": .low]], .medium),
    (gitlab, "Semgrep", "Medium", ["semgrep": ["medium": .critical]], .critical),
    (gitlab, "Semgrep", "Medium", ["semgrep": ["warning": .critical]], .critical),
    (gitlab, "Semgrep", "Medium", ["gitlab": ["medium": .low]], .low),
    (gitlab, "Semgrep", "Medium", ["gitlab": ["medium": .low], "semgrep": ["medium": .high]], .high),
    (scored, "T", " 7.5 ", [:], .high), (scored, "T", "7,5", [:], .high), (scored, "T", " High ", [:], .high),
    (scored, "T", "9,8,1", [:], nil), (scored, "T", "0x9", [:], nil), (scored, "T", "grave", [:], nil),
    (scored, "T", "0", [:], .medium), (gitlab, "T", "0", [:], nil), (gitlab, "T", "0.0", [:], nil),
    (gitlab, "T", " critical ", [:], .critical),
    (gitleaks, "", "r", ["gitleaks": ["unknown": .high]], .high), (gitleaks, "", "r", [:], nil),
  ]

  @Test(arguments: cases.indices) func `the policy's word for a tool holds in every format`(_ index: Int) throws {
    let (text, tool, word, severities, expected) = Self.cases[index]
    let bytes = Array(text.replacing("TOOL", with: tool).replacing("WORD", with: word).utf8)
    let report = try readReport(Input(name: "r.json", bytes: bytes), severities: SeverityMapping(words: severities))
    #expect(report.observations.map(\.severity) == [expected])
  }

  /// The ratings of a vulnerability in CycloneDX, and its severity.
  @Test(
    arguments: [
      (#"{"score": 9.8, \#(vector)}, {"severity": "low"}"#, .critical),
      (#"{\#(vector)}, {"severity": "low"}"#, .critical),
      (#"{"score": 9.8, "severity": "unknown", \#(vector)}, {"severity": "low"}"#, .critical),
      (#"{"severity": "unknown"}, {"severity": "none"}"#, nil),
      (#"{"severity": "unknown"}, {"severity": "medium"}"#, nil),
      (#"{"severity": "unknown"}, {"score": 3.1, "method": "CVSSv31"}"#, nil),
      (#"{"severity": "unknown"}, {"severity": "high"}"#, .high),
      (#"{"severity": "unknown"}, {"score": 7.5, "method": "CVSSv31"}"#, .high),
      (#"{"score": 9.8, "severity": "none", \#(vector)}"#, .critical),
      (#"{"score": 0, "severity": "none", "method": "CVSSv31"}"#, Severity.none),
      (#"{"score": 9.8, "severity": "medium", "method": "CVSSv31"}"#, .medium),
      (#"{"score": 0.9, "method": "other", "source": {"name": "FIRST"}}, {"severity": "low"}"#, .low),
      (#"{"severity": "low"}, {"severity": "negligible"}"#, .low), (#"{"score": 5.0, "method": "CVSSv31"}"#, .medium),
      (#"{"severity": "odd"}, {"severity": "high"}"#, nil), ("", nil),
    ] as [(String, Severity?)])
  func `the gravest rating of CycloneDX counts, and an unknown one is not harmless`(
    _ ratings: String, _ expected: Severity?
  ) throws {
    let text =
      #"{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"bom-ref": "l", "name": "l", "version": "1"}],"#
      + #""vulnerabilities": [{"id": "CVE-2021-1", "ratings": [\#(ratings)], "affects": [{"ref": "l"}]}]}"#
    let report = try readReport(Input(name: "b.json", bytes: Array(text.utf8)))
    #expect(report.observations.map(\.severity) == [expected])
  }

  private static let vector = #""method": "CVSSv31", "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H""#

  /// The overrides of each invocation, and the severity of a result of the driver's rule, which is an error.
  @Test(
    arguments: [
      ([""], .high), ([#"{"descriptor": {"id": "r"}, "configuration": {"level": "note"}}"#], .low),
      ([#"{"descriptor": {"index": 0}, "configuration": {"level": "note"}}"#], .low),
      (
        [
          #"{"descriptor": {"id": "r", "toolComponent": {"index": 0, "name": "pack"}}, "configuration": {"level": "note"}}"#
        ],
        .high
      ),
      ([#"{"descriptor": {"id": "r", "toolComponent": {"name": "gone"}}, "configuration": {"level": "note"}}"#], .high),
      ([note, note], .low), ([note, error], .high), ([error, note], .high), ([note, ""], .high),
      (["\(error), \(note)"], .high),
    ] as [([String], Severity)])
  func `an override is for the rule of its component, and the gravest of several holds`(
    _ invocations: [String], _ expected: Severity
  ) throws {
    let runs = invocations.map { #"{"executionSuccessful": true, "ruleConfigurationOverrides": [\#($0)]}"# }
    let text =
      #"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "T", "rules": [{"id": "r", "defaultConfiguration": "#
      + #"{"level": "error"}}]}, "extensions": [{"name": "pack", "rules": [{"id": "r"}]}]}, "invocations": "#
      + #"[\#(runs.joined(separator: ","))], "results": [{"ruleId": "r", "ruleIndex": 0, "message": {"text": "m"}}]}]}"#
    let report = try readReport(Input(name: "s.sarif", bytes: Array(text.utf8)))
    #expect(report.observations.map(\.severity) == [expected])
  }

  private static let note = #"{"descriptor": {"id": "r"}, "configuration": {"level": "note"}}"#
  private static let error = #"{"descriptor": {"id": "r"}, "configuration": {"level": "error"}}"#

  /// The patterns of the policy for a scanner, the tool's name in SARIF, its rule, and the severity; the level is `error`.
  private static let ruleCases: [(scanner: String, [String: Severity?], tool: String, rule: String, Severity?)] = [
    ("ruff", ["S101": .low], "ruff", "S101", .low), ("ruff", ["S101": .low], "ruff", "S1012", .high),
    ("ruff", ["D*": Severity.none], "Ruff", "D203", Severity.none),
    ("ruff", ["D*": Severity?.none], "ruff", "D203", nil),
    ("ruff", ["*": .low, "S*": .medium, "S1*": .low, "S105": .critical], "ruff", "S105", .critical),
    ("ruff", ["*": .low, "S*": .medium, "S1*": .low, "S105": .critical], "ruff", "S106", .low),
    ("ruff", ["*": .low, "S*": .medium], "ruff", "S201", .medium), ("ruff", ["*": .low], "njsscan", "S201", .high),
    ("ruff", ["S*1": .low, "S1*": .medium], "ruff", "S101", .medium),
    ("sarif:acme-scan", ["*": .low], "Acme Scan", "x", .low),
    ("sarif:acme-scan", ["*": .low], "Acme Scan Pro", "x", .low),
    ("sarif:acme", ["*": .low], "Acmeoid", "x", .high), ("gitlab:acme-scan", ["*": .low], "Acme Scan", "x", .high),
  ]

  @Test(arguments: ruleCases.indices)
  func `a rule has the severity of the most specific pattern that matches it`(_ index: Int) throws {
    let (scanner, patterns, tool, rule, expected) = Self.ruleCases[index]
    let text = Self.sarif.replacing("TOOL", with: tool).replacing("WORD", with: "error").replacing(
      "\"r\"", with: "\"\(rule)\"")
    for order in [patterns.sorted { $0.key < $1.key }, patterns.sorted { $0.key > $1.key }] {
      var mapping = SeverityMapping()
      mapping.set(.critical, ofWord: "error", of: "codeql")
      for (pattern, severity) in order { mapping.set(severity, ofRules: pattern, of: scanner) }
      let report = try readReport(Input(name: "r.sarif", bytes: Array(text.utf8)), severities: mapping)
      #expect(report.observations.map(\.severity) == [expected])
    }
  }

  @Test
  func `what is said of a rule outweighs what is said of the word, and the more exact name of the scanner decides`()
    throws
  {
    var mapping = SeverityMapping()
    mapping.set(.critical, ofWord: "error", of: "ruff")
    mapping.set(.low, ofRules: "S*", of: "ruff")
    mapping.set(.medium, ofRules: "*", of: "sarif:ruff")
    let text = Self.sarif.replacing("TOOL", with: "ruff").replacing("WORD", with: "error").replacing(
      "\"r\"", with: "\"S1\"")
    let report = try readReport(Input(name: "r.sarif", bytes: Array(text.utf8)), severities: mapping)
    #expect(report.observations.map(\.severity) == [.medium])
    #expect(report.observations.map(\.nativeSeverity) == ["error"], "the scanner's own word stays")
  }

  @Test func `an unknown word is told with a way to map it`() throws {
    let text = Self.semgrep.replacing("WORD", with: "ODD")
    let report = try readReport(Input(name: "r.json", bytes: Array(text.utf8)))
    let told = try #require(report.warnings.first)
    #expect(told.code == .severityUnknownWord && told.help?.contains("semgrep: { unknown: high }") == true)
  }

  @Test func `each scanner has words, and all of them are in lower case`() {
    for tool in Format.toolNames {
      let words = KnownScanners.all.severityWords(of: tool)
      #expect(!words.isEmpty && words.allSatisfy { $0 == $0.lowercased() }, "\(tool)")
    }
  }
}

extension SeverityMapping {
  fileprivate init(words: [String: [String: Severity?]]) {
    self.init()
    for (tool, words) in words { for (word, severity) in words { set(severity, ofWord: word, of: tool) } }
  }
}
