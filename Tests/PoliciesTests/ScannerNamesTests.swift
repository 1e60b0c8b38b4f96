import Expressions
import Model
import System
import Testing

@testable import Policies

private let rule = "rules: [{ id: r, when: { kind: sast }, effect: deny }]\n"

/// Names of scanners in evidence, conditions and severities.
@Suite struct ScannerNamesTests {
  @Test(arguments: [
    ("semgrep", "semgrep"), ("sarif:acme", "sarif:acme"), ("\"sarif:Acme Scan\"", "sarif:acme-scan"),
    ("gitlab:acme", "gitlab:acme"), ("sarif:semgrep", "sarif:semgrep"),
  ])
  func `a known scanner has its name, and any tool that of its format as well`(_ written: String, _ name: String) throws
  {
    let policy = try policy(
      rule + "evidence: [{ kind: sast, tools: [\(written)] }]\nseverities: { \(written): { error: low } }")
    #expect(policy.requirements.map(\.tools) == [[name]])
    #expect(Array(policy.severities.byTool.keys) == [name])
  }

  @Test(arguments: [
    ("semgerp", "did you mean `semgrep`? `sarif:semgerp` is a tool of that name which writes SARIF"),
    ("Acme Scan", "`sarif:acme-scan` is a tool of that name which writes SARIF"),
    ("sarif", "`sarif:my-scanner` is a tool of that name which writes SARIF"),
    ("\"sarif:\"", "write `sarif:my-scanner`"),
    ("sarfi:acme", "did you mean `sarif`?"), ("semgrep:acme", "known: `sarif`, `gitlab`"),
  ])
  func `a name that no report has is an error with the name that was meant`(_ written: String, _ help: String) {
    for text in [
      "evidence: [{ kind: sast, tools: [\(written)] }]", "severities: { \(written): { error: low } }",
      "exceptions: [{ id: e, why: w, when: { tool: \(written) }, effect: warn }]",
    ] {
      let error = #expect(throws: PolicyError.self) { try policy(rule + text) }
      #expect(error?.diagnostics.map(\.help) == [help])
    }
  }

  @Test func `the same pattern of rules cannot have two severities, nor a word`() throws {
    let twice = ["a", "b"].map { name in
      Input(
        name: name,
        bytes: Array(
          "gatehouse: 1\nname: p\n\(name == "a" ? rule : "")severities: { semgrep: { rules: { \"a*\": \(name == "a" ? "low" : "high") } } }"
            .utf8))
    }
    let error = #expect(throws: PolicyError.self) { try Policy.read(twice, tools: tools) }
    #expect(error?.diagnostics.map(\.text) == ["`a*` of semgrep is mapped to low already"])
    let word = #expect(throws: PolicyError.self) { try policy(rule + "severities: { semgrep: { rules: low } }") }
    #expect(word?.diagnostics.map(\.code) == [.policyWrongType])
  }

  /// A finding of a test by `sarif:NAME` is one of that tool in SARIF.
  @Test func `a test can be about any tool`() throws {
    let policy = try policy("rules: [{ id: r, when: { tool: \"sarif:acme\" }, effect: deny }]")
    #expect(try policy.judge("tool: sarif:acme").effect == .deny)
    #expect(try policy.judge("tool: gitlab:acme").effect == .allow)
    #expect(try policy.judge("tool: semgrep").effect == .allow)
  }
}

/// What a policy asks for that no report can give.
@Suite struct UnfulfillableTests {
  @Test(arguments: [
    ("{ kind: sast, tools: [trivy] }", ["no report of trivy can be the sast report that is required"]),
    (
      "{ kind: sast, tools: [semgrep, trivy, gitleaks] }",
      [
        "no report of trivy can be the sast report that is required",
        "no report of gitleaks can be the sast report that is required",
      ]
    ), ("{ kind: sca, tools: [trivy] }", []), ("{ kind: license, tools: [codeql, \"sarif:trivy\"] }", []),
    ("{ kind: sast }", []),
  ])
  func `evidence that a scanner cannot give is told`(_ evidence: String, _ warnings: [String]) throws {
    let policy = try policy(rule + "evidence: [\(evidence)]")
    #expect(policy.warnings.map(\.text) == warnings)
    #expect(policy.warnings.allSatisfy { $0.position?.line == 4 && $0.severity == .warning })
  }

  @Test(arguments: [
    ("{ kind: sast, tool: gitleaks }", 1), ("{ kind: [sast, sca], tool: [gitleaks] }", 1),
    ("{ kind: [sast, secret], tool: [gitleaks] }", 0), ("{ kind: sast, tool: [gitleaks, trivy] }", 1),
    ("{ kind: sast, tool: [gitleaks, semgrep] }", 0), ("{ kind: sast, tool: \"sarif:gitleaks\" }", 0),
    ("{ any: [{ kind: sast, tool: gitleaks }, { kind: sast, tool: trivy }] }", 2),
    ("{ any: [{ kind: sast }, { tool: gitleaks }] }", 0), ("{ not: { kind: sast, tool: gitleaks } }", 0),
    ("{ kind: sast, all: [{ tool: gitleaks }] }", 1),
    ("{ kind: sast, any: [{ tool: gitleaks }, { tool: semgrep }] }", 1),
    ("{ tool: gitleaks, all: [{ any: [{ kind: sast }, { kind: secret }] }] }", 1),
    ("{ tool: gitleaks, path: \"a/**\" }", 0),
  ])
  func `a condition on a kind that its scanners do not report is told`(_ when: String, _ count: Int) throws {
    let denying = try policy("rules: [{ id: r, when: \(when), effect: deny }]")
    #expect(denying.warnings.map(\.code) == Array(repeating: .policyUnfulfillable, count: count))
    let deadline = try policy(rule + "sla: { due: { high: 30d }, tighten: [{ when: \(when), due: 3d }] }")
    #expect(deadline.warnings.map(\.code) == Array(repeating: .policyUnfulfillable, count: count))
  }

  @Test(arguments: [
    ("{ kind: secret, tools: [gitleaks], max-age: 24h }", 1), ("{ kind: secret, tools: [gitleaks] }", 0),
    ("{ kind: sast, tools: [semgrep], max-age: 24h }", 0), ("{ kind: sast, max-age: 24h }", 0),
  ])
  func `an age of reports that state no time is noted for the author of the policy`(_ evidence: String, _ count: Int)
    throws
  {
    let policy = try policy(rule + "evidence: [\(evidence)]")
    #expect(policy.advice.map(\.severity) == Array(repeating: .note, count: count))
    #expect(policy.advice.allSatisfy { $0.help?.contains("gatehouse record -- gitleaks") == true })
    #expect(policy.warnings.isEmpty)
  }
}
