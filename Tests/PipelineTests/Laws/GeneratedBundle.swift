import Model
import Policies
import System
import TestSupport
import VEX

@testable import Pipeline

/// A policy bundle whose rules ask only for more risk: a finding that becomes more severe, newer or better known
/// never leaves one of its rules. The laws on more evidence hold for such policies.
struct GeneratedBundle {
  var rules: [String]
  var exceptions: [String] = []
  var waivers: [String] = []
  /// OpenVEX statements by the issuer that the policy trusts: a vulnerability, and the package it is about.
  var statements: [(id: String, package: String, status: String)] = []

  private static let ruleTexts = [
    "severity: { at-least: medium }", "severity: { at-least: high }", "severity: { at-least: critical }",
    "severity: { at-least: high }, newness: [introduced, surfaced]", "newness: introduced", "kind: secret",
    "cwe: 89", "id: CVE-2031-1001", "id: CVE-2031-1002", "package: pkg:npm/left-pad", "path: app/**",
    "epss: { at-least: 0.5 }", "fix-available: true", "tool: semgrep", "rule: B608", "severity-disputed: true",
    "kind: sca, severity: { at-least: medium }", "kind: [sast, iac], newness: [introduced, surfaced]",
  ]

  /// Exceptions ask for nothing that one more observation can make known, such as a reachability claim.
  private static let exceptionTexts = [
    "path: app/a.py", "path: lib/**", "rule: B608", "rule: python.sql-format", "tool: bandit", "tool: gitleaks",
    "kind: sast", "kind: iac", "id: CVE-2031-1001", "id: CVE-2031-1002", "package: pkg:npm/minimist",
    "severity: { at-most: low }", "newness: inherited", "severity: { at-most: medium }, newness: inherited",
    "package: pkg:npm/qs@1.0.0",
  ]

  private static let waiverTexts = [
    "id: CVE-2031-1001", "id: CVE-2031-1002", "id: CVE-2031-1003", "rule: B602", "rule: python.shell-true",
    "rule: aws-access-token", "rule: python.shell-true, path: app/b.py", "id: CVE-2031-1002, package: pkg:npm/left-pad",
    "rule: B608, path: app/**", "id: CVE-2031-1004, package: pkg:npm/qs",
  ]

  init(rules: [String]) { self.rules = rules }

  init(by random: inout Seeded) {
    func some(_ texts: [String], _ most: Int) -> [String] {
      Array(texts.shuffled(using: &random).prefix(Int.random(in: 0...most, using: &random)))
    }
    rules = some(Self.ruleTexts, 3)
    if rules.isEmpty { rules = ["severity: { at-least: high }"] }
    rules = rules.map { $0 + (Bool.random(using: &random) ? "" : " # skip") }
    (exceptions, waivers) = (some(Self.exceptionTexts, 2), some(Self.waiverTexts, 2))
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      statements.append(
        (
          random.pick(of: GeneratedResult.cves),
          random.pick(of: GeneratedResult.packages),
          random.pick(of: ["not_affected", "not_affected", "fixed", "affected"])
        ))
    }
  }

  var policy: String {
    var lines = ["gatehouse: 1", "name: generated", "rules:"]
    for (number, rule) in rules.enumerated() {
      lines.append("  - { id: r\(number), why: A test., when: { \(rule.replacing(" # skip", with: "")) }, effect: deny")
      lines[lines.count - 1] += rule.hasSuffix("# skip") ? ", if-unknown: skip }" : " }"
    }
    if !exceptions.isEmpty { lines.append("exceptions:") }
    for (number, exception) in exceptions.enumerated() {
      lines.append("  - { id: e\(number), why: A test., when: { \(exception) }, effect: allow }")
    }
    lines += [
      "waivers: { approvers: [\"@acme/appsec\"], longest: { critical: 90d, unknown: 90d } }", "vex:", "  trust:",
    ]
    lines.append(
      "    - { issuer: \"https://vendor.example\", statuses: [not_affected, fixed], products: [\"pkg:npm/*\"] }")
    return lines.joined(separator: "\n") + "\n"
  }

  private var waiverText: String {
    let lines = waivers.enumerated().map { number, match in
      """
        - { id: W-\(number), match: { \(match) }, reason: Accepted for this test., approved-by: "@acme/appsec", created: 2031-01-01, until: 2031-02-01 }
      """
    }
    return "gatehouse-waivers: 1\nwaivers:\n" + lines.joined(separator: "\n") + "\n"
  }

  private var vexText: String {
    let texts = statements.map { statement in
      let reason = statement.status == "not_affected" ? #", "justification": "component_not_present""# : ""
      let action = statement.status == "affected" ? #", "action_statement": "Upgrade.""# : ""
      return """
        { "vulnerability": { "name": "\(statement.id)" }, "products": [{ "@id": "pkg:npm/\(statement.package)" }],
          "status": "\(statement.status)"\(reason)\(action) }
        """
    }
    return """
      { "@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://vendor.example/vex/1", "author": "https://vendor.example",
        "timestamp": "2031-01-01T00:00:00Z", "version": 1, "statements": [\(texts.joined(separator: ","))] }
      """
  }

  func loaded() throws -> PolicyBundle {
    var bundle = PolicyBundle(policy: try Policy.read([Input(name: "policy.yaml", bytes: Array(policy.utf8))]))
    bundle.owners = .fixed(.owned(["@acme/app"], by: SourcePosition(file: "CODEOWNERS")))
    if !waivers.isEmpty {
      bundle.waivers = try Waivers.read([Input(name: "waivers.yaml", bytes: Array(waiverText.utf8))])
    }
    if !statements.isEmpty {
      bundle.statements = try readVEXDocument(Input(name: "vex.json", bytes: Array(vexText.utf8))).statements
    }
    return bundle
  }
}
