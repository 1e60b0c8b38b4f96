import Model
import Testing

struct ToolTests {
  @Test(arguments: [
    ("Semgrep OSS", "semgrep", true), ("SnykCode", "snyk", true), ("OWASP ZAP", "zap", true),
    ("Find Security Bugs", "spotbugs", true), ("Snykoid", "snyk", false),
  ])
  func `a tool's own name matches the name that policies use`(own: String, name: String, matches: Bool) {
    #expect(isTool(own, name) == matches)
  }
}
