import Foundation

extension FailsClosedTests {
  static let brokenPolicies: [Fault] = [
    Fault("none", policy: nil, gives: "policy-missing"),
    Fault("empty", policy: "", gives: "policy-empty", "policy-wrong-type", "yaml-invalid"),
    Fault("a comment", policy: "# later\n", gives: "policy-empty", "policy-wrong-type", "yaml-invalid"),
    Fault("null", policy: "null\n", gives: "policy-wrong-type", "policy-empty"),
    Fault("a list", policy: "- gatehouse\n", gives: "policy-wrong-type"),
    Fault("zero rules", policy: "gatehouse: 1\nname: x\nrules: []\n", gives: "policy-empty"),
    Fault("no rules", policy: "gatehouse: 1\nname: x\n", gives: "policy-empty"),
    Fault("rules are null", policy: "gatehouse: 1\nname: x\nrules:\n", gives: "policy-wrong-type", "policy-empty"),
    Fault("rules are a number", policy: "gatehouse: 1\nname: x\nrules: 3\n", gives: "policy-wrong-type"),
    Fault("no version", policy: .text(edited("gatehouse: 1\n", "")), gives: "policy-missing-key"),
    Fault("another version", policy: .text(edited("gatehouse: 1", "gatehouse: 2")), gives: "policy-invalid-value"),
    Fault("unknown key", policy: .text(edited("evidence:", "evidance:")), gives: "policy-unknown-key"),
    Fault("unknown key in a rule", policy: .text(edited("effect: deny", "efect: deny")), gives: "policy-unknown-key"),
    Fault(
      "unknown condition", policy: .text(edited("severity: { at-least", "severty: { at-least")),
      gives: "policy-unknown-key", "policy-unknown-name"),
    Fault("misspelt severity", policy: .text(edited("at-least: high", "at-least: hihg")), gives: "policy-unknown-name"),
    Fault("misspelt effect", policy: .text(edited("effect: deny", "effect: denny")), gives: "policy-unknown-name"),
    Fault(
      "allow is no rule's effect", policy: .text(edited("effect: deny", "effect: allow")), gives: "policy-unknown-name"),
    Fault(
      "misspelt newness", policy: .text(edited("[introduced, surfaced]", "[introduce]")), gives: "policy-unknown-name"),
    Fault("misspelt kind", policy: .text(edited("kind: sast", "kind: sats")), gives: "policy-unknown-name"),
    Fault(
      "misspelt tool", policy: .text(edited("kind: sast,", "kind: sast, tools: [semgerp],")),
      gives: "policy-unknown-name"),
    Fault(
      "a severity that is a number", policy: .text(edited("at-least: high", "at-least: 7")),
      gives: "policy-unknown-name", "policy-wrong-type"),
    Fault(
      "a when that is a text",
      policy: .text(edited("{ severity: { at-least: high }, newness: [introduced, surfaced] }", "always")),
      gives: "policy-wrong-type"),
    Fault(
      "a when that says nothing",
      policy: .text(edited("{ severity: { at-least: high }, newness: [introduced, surfaced] }", "{}")),
      gives: "policy-empty", "policy-wrong-type", "policy-invalid-value", "policy-missing-key"),
    Fault(
      "a newness that names nothing", policy: .text(edited("[introduced, surfaced]", "[]")), gives: "policy-empty",
      "policy-wrong-type", "policy-invalid-value"),
    Fault(
      "a span without unit", policy: .text(edited("max-age: 24h", "max-age: 24")), gives: "policy-invalid-value",
      "policy-wrong-type"),
    Fault("a negative span", policy: .text(edited("max-age: 24h", "max-age: -24h")), gives: "policy-invalid-value"),
    Fault("a rule twice", policy: .text(edited("id: new-medium", "id: no-new-high")), gives: "policy-duplicate-rule"),
    Fault(
      "a key twice", policy: .text(edited("name: bench\n", "name: bench\nname: bench\n")), gives: "yaml-duplicate-key"),
    Fault("rules twice", policy: .text(Files.policy + "rules: []\n"), gives: "yaml-duplicate-key"),
    Fault("a second document", policy: .text(Files.policy + "---\n" + Files.policy), gives: "yaml-unsupported"),
    Fault(
      "an alias",
      policy: .text(
        edited("effect: deny", "effect: &d deny").replacingOccurrences(of: "effect: warn", with: "effect: *d")),
      gives: "yaml-unsupported"),
    Fault("a tag", policy: .text(edited("name: bench", "name: !!str bench")), gives: "yaml-unsupported"),
    Fault("a tab", policy: .text(edited("  - id: no-new", "\t- id: no-new")), gives: "yaml-invalid"),
    Fault("not closed", policy: .text(Files.policy + "routes: ["), gives: "yaml-invalid"),
    Fault(
      "cut short within a rule", policy: .text(String(Files.policy.prefix(150))), gives: "yaml-invalid",
      "policy-missing-key", "policy-empty"),
    Fault("not text", policy: "gatehouse: 1\u{0}\n", gives: "yaml-invalid", "encoding-invalid"),
    Fault(
      "too large", policy: .text(Files.policy + String(repeating: "# more\n", count: 160_000)), gives: "file-too-large"),
    Fault("a symbolic link", policy: .link(to: "../CODEOWNERS"), gives: "entry-not-regular"),
    Fault("a submodule", policy: .submodule, gives: "entry-not-regular"),
  ]

  static let brokenReports: [Fault] = [
    Fault("none at all", [], gives: "nothing-to-judge"),
    Fault("not there", [], ["/nowhere/codeql.sarif"], gives: "file-unreadable", "report-missing"),
    Fault("no bytes", [Report("e.json", "")], gives: "report-empty", "format-unknown", "json-invalid"),
    Fault("null", [Report("n.json", "null")], gives: "format-unknown", "report-empty"),
    Fault("an empty list", [Report("l.json", "[]")], gives: "format-unknown", "format-ambiguous", "report-empty"),
    Fault("an empty object", [Report("o.json", "{}")], gives: "format-unknown", "report-empty"),
    Fault("a text", [Report("t.json", "all is well\n")], gives: "format-unknown", "json-invalid"),
    Fault("trailing garbage", [changed(.sarif([])) { $0 + Data("}".utf8) }], gives: "json-invalid"),
    Fault("a second document that is cut off", [changed(.sarif([])) { $0 + $0.dropLast(2) }], gives: "json-invalid"),
    Fault("a key twice", [replacing(#""results":"#, #""results":[],"results":"#)], gives: "json-duplicate-key"),
    Fault(
      "UTF-16 that ends within a character", [changed(.sarif([])) { Data(inUTF16($0).dropLast()) }],
      gives: "encoding-invalid"),
    Fault(
      "results that are no list", [replacing(#""results":[]"#, #""results":{}"#)], gives: "json-unexpected-type",
      "report-invalid"),
    Fault(
      "no runs", [Report("r.sarif", #"{"version":"2.1.0","runs":[]}"#)], gives: "report-empty", "report-failed",
      "evidence-missing"),
    Fault("another version", [replacing("2.1.0", "9.0.0")], gives: "format-version", "format-unknown"),
    Fault(
      "deep", [Report("d.json", String(repeating: "[", count: 100_000))], gives: "json-too-deep", "format-unknown",
      "json-invalid"),
    Fault(
      "of another commit", [.sarif([], commit: { _ in String(repeating: "a", count: 40) })], bound: false,
      gives: "report-wrong-commit"),
    Fault("of the base", [.sarif([], commit: \.base)], bound: false, gives: "report-wrong-commit"),
    Fault(
      "of a part of an id", [.sarif([], commit: { String($0.head.prefix(12)) })], bound: false,
      gives: "report-commit-unknown"),
    Fault("bound to nothing", [.sarif([])], bound: false, gives: "report-commit-unknown"),
    Fault(
      "said to be of another commit", [.sarif([])], ["--scanned", String(repeating: "b", count: 40)], bound: false,
      gives: "report-wrong-commit"),
    Fault("stale", [.sarif([], time: "2026-11-19T11:59:59Z")], gives: "report-stale"),
    Fault("from the future", [.sarif([], time: "2026-11-20T12:10:00Z")], gives: "report-from-future"),
    Fault("without a time", [.sarif([], time: nil)], gives: "report-stale"),
    Fault("of a tool that failed", [.sarif([], succeeded: false)], gives: "report-failed"),
    Fault(
      "of a tool that failed, beside one that did not", [.sarif([]), .sarif([], named: "b.sarif", succeeded: false)],
      gives: "report-failed"),
    Fault(
      "of semgrep with errors",
      [
        Report(
          "semgrep.json",
          #"{"version":"1.99.0","results":[],"errors":[{"code":2,"level":"error","type":"FatalError","message":"out of memory"}],"paths":{"scanned":[]}}"#
        )
      ], gives: "report-failed", "report-empty"),
    Fault("of another kind only", [.trivy(severity: "LOW")], gives: "evidence-missing"),
    Fault(
      "one that cannot be read beside one that can", [.sarif([]), Report("z.json", "{")], gives: "json-invalid",
      "format-unknown"),
    Fault(
      "misspelt in --base-report", [.sarif([])], ["--base-report", "/nowhere.json"], gives: "file-unreadable",
      "report-missing"),
    Fault(
      "the head's given as the base's", [.sarif([])], ["--base-report", "BASE"], gives: "report-wrong-commit",
      "report-commit-unknown", "file-unreadable"),
    Fault("vex that is not there", [.sarif([])], ["--vex", "/nowhere.json"], gives: "file-unreadable"),
    Fault("a policy that is not there", [.sarif([])], ["--policy", "policies/none.yaml"], gives: "policy-missing"),
  ]

  /// SARIF 2.1.0 §3.14.23: null says that the tool never got to its results.
  static let unstarted = replacing(#""results":[]"#, #""results":null"#)

  private static func edited(_ old: String, _ new: String) -> String {
    precondition(Files.policy.contains(old), "the policy has no \(old)")
    return Files.policy.replacingOccurrences(of: old, with: new)
  }

  private static func changed(_ report: Report, _ change: @escaping @Sendable (Data) -> Data) -> Report {
    Report("changed-\(report.name)") { change(report.bytes($0)) }
  }

  private static func replacing(_ old: String, _ new: String) -> Report {
    changed(.sarif([])) { data in
      let text = String(decoding: data, as: UTF8.self)
      precondition(text.contains(old), "the report has no \(old)")
      return Data(text.replacingOccurrences(of: old, with: new).utf8)
    }
  }
}

/// What PowerShell's `>` makes of a text.
private func inUTF16(_ text: Data) -> Data {
  Data([0xFF, 0xFE]) + (String(decoding: text, as: UTF8.self).data(using: .utf16LittleEndian) ?? text)
}
