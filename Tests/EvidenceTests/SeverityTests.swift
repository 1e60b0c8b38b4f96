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
    let report = try readReport(Input(name: "r.json", bytes: bytes), severities: severities)
    #expect(report.observations.map(\.severity) == [expected])
  }

  @Test func `an unknown word is told with a way to map it`() throws {
    let text = Self.semgrep.replacing("WORD", with: "ODD")
    let report = try readReport(Input(name: "r.json", bytes: Array(text.utf8)))
    let told = try #require(report.warnings.first)
    #expect(told.code == .severityUnknownWord && told.help?.contains("semgrep: { unknown: high }") == true)
  }

  @Test func `each scanner has words, and all of them are in lower case`() {
    for tool in Format.toolNames {
      let words = Format.severityWords[tool] ?? []
      #expect(!words.isEmpty && words.allSatisfy { $0 == $0.lowercased() }, "\(tool)")
    }
  }
}
