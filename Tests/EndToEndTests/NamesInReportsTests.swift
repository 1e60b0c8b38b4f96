import Foundation
import TestSupport
import Testing

/// `policy check --reports` finds names in a policy that no report has.
@Suite struct NamesInReportsTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "names-\(UUID().uuidString)")

  private func write(_ name: String, _ text: String) throws {
    try FileManager.default.createDirectory(at: folder.appending(path: "reports"), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  private func check(_ policy: String) throws -> ProgramResult {
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = #"{"ruleId":"a1","message":{"text":"x"}}"#
    try write(
      "reports/acme.sarif",
      #"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Acme Scan","rules":[]}},"results":[\#(result)]}]}"#)
    try write(
      "reports/bandit.json",
      #"{"errors":[],"generated_at":"2020-01-01T00:00:00Z","metrics":{"_totals":{},"a.py":{}},"results":[]}"#)
    try write("policy.yaml", "gatehouse: 1\nname: p\n\(policy)\n")
    return try gatehouse(["policy", "check", "policy.yaml", "--reports", "reports"], in: folder)
  }

  /// A policy and what is said of it.
  @Test(arguments: [
    ("rules: [{ id: r, when: { tool: [bandit, \"sarif:acme-scan\"] }, effect: deny }]", []),
    (
      "rules: [{ id: r, when: { tool: [semgrep, \"gitlab:acme-scan\"] }, effect: deny }]",
      ["scanner `semgrep`", "scanner `gitlab:acme-scan`"]
    ), ("rules: [{ id: r, when: { rule: [\"a*\", a1] }, effect: deny }]", []),
    ("rules: [{ id: r, when: { not: { rule: \"b*\" } }, effect: deny }]", ["a rule `b*`"]),
    (
      "rules: [{ id: r, when: { kind: sast }, effect: deny }]\nevidence: [{ kind: sast, tools: [codeql] }]",
      ["scanner `codeql`"]
    ),
    (
      "rules: [{ id: r, when: { kind: sast }, effect: deny }]\nseverities: { \"sarif:acme-scan\": { rules: { a1: low, \"b*\": low } } }",
      ["a rule `b*` of sarif:acme-scan"]
    ),
  ])
  func `a name that no report has is a warning`(_ policy: String, _ said: [String]) throws {
    let result = try check(policy)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.components(separatedBy: "warning[policy-name-unused]").count - 1 == said.count)
    for text in said { #expect(result.errors.contains(text), "\(result.errors)") }
  }

  @Test func `reports that cannot be read are an error, because names may stand there`() throws {
    try write("reports/cut.json", "{\"results\": [")
    let result = try check("rules: [{ id: r, when: { kind: sast }, effect: deny }]")
    #expect(result.status == 2 && result.errors.contains("error[json-invalid]"))
  }
}
