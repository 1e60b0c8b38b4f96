import Model
import Testing

struct ToolTests {
  @Test(arguments: [
    ("Semgrep OSS", "semgrep", true), ("SnykCode", "snyk", true), ("OWASP ZAP", "zap", true),
    ("Find Security Bugs", "spotbugs", true), ("Snykoid", "snyk", false),
  ])
  func `a tool's own name matches the name that policies use`(own: String, name: String, matches: Bool) {
    #expect(isTool(own, name) == matches)
    #expect(toolNames(of: own).contains(name) == matches)
  }

  @Test(arguments: [
    ("sarif", "Acme Scan", "sarif:acme-scan", true), ("gitlab", "Acme Scan", "sarif:acme-scan", false),
    ("gitlab", "Acme Scan", "acme-scan", true), ("semgrep", nil, "semgrep", true),
    ("semgrep", nil, "sarif:semgrep", false),
    ("sarif", nil, "sarif:acme-scan", false), ("sarif", "sarif", "sarif", true),
  ])
  func `a name with a format means the tool in that format alone`(
    format: String, own: String?, name: String, matches: Bool
  ) {
    #expect(isReport(inFormat: format, by: own, of: name) == matches)
  }
}
