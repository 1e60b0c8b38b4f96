import Foundation
import GatehouseKit
import TestSupport
import Testing

/// The library as a program outside of this package sees it: no `@testable`, no `package` declaration.
@Suite struct GateTests {
  private static let commit = String(repeating: "a", count: 40)
  private static let now: Int64 = 1_795_348_800
  private static let report = """
    {"version":"2.1.0","runs":[{"tool":{"driver":{"name":"lint","rules":[{"id":"sql"}]}},
    "invocations":[{"executionSuccessful":true}],
    "results":[{"ruleId":"sql","level":"error","message":{"text":"SQL from input"},
    "locations":[{"physicalLocation":{"artifactLocation":{"uri":"src/db.py"},"region":{"startLine":4}}}]}]}]}
    """
  private static let policy = """
    gatehouse: 1
    name: p
    rules:
      - { id: severe, when: { severity: { at-least: high } }, effect: deny }
    """

  private func gate(_ policy: String = Self.policy) throws -> Gate {
    try Gate(
      policies: [SourceFile(name: "policy.yaml", text: policy)],
      codeowners: SourceFile(name: "CODEOWNERS", text: "/src/ @acme/data\n"))
  }

  private func reports() throws -> [ScanReport] {
    [try ScanReport(SourceFile(name: "lint.sarif", text: Self.report))]
  }

  @Test func `reports are read, merged and judged`() throws {
    let reports = try reports() + reports()
    #expect(reports.map(\.format) == ["sarif", "sarif"])
    let findings = correlate(reports)
    #expect(findings.map(\.path) == ["src/db.py"] && findings.map(\.tools) == [["lint"]])
    let verdict = try gate().decide(reports, commit: Self.commit, at: Self.now)
    #expect(verdict.result == .fail)
    #expect(verdict.blocking.map(\.finding) == findings)
    #expect(verdict.blocking.map(\.owners) == [["@acme/data"]])
  }

  @Test func `the policy's own severities hold`() throws {
    let report = """
      {"SchemaVersion":2,"ArtifactName":".","ArtifactType":"repository","Results":[{"Target":"package.json",
      "Class":"lang-pkgs","Type":"npm","Vulnerabilities":[{"VulnerabilityID":"CVE-2026-1","PkgName":"a",
      "InstalledVersion":"1","Severity":"HIGH"}]}]}
      """
    let policy = Self.policy + "\nseverities:\n  trivy: { high: low }\n"
    let verdict = try gate(policy).decide(
      [ScanReport(SourceFile(name: "trivy.json", text: report))], commit: Self.commit, at: Self.now)
    #expect(verdict.result == .pass && verdict.judgements.map(\.finding.severity) == ["low"])
  }

  @Test func `what is missing is never a pass`() throws {
    #expect(try gate().decide([], commit: Self.commit, at: Self.now).result == .undecided)
    #expect { try gate("gatehouse: 1\nname: p\nrules: []\n") } throws: {
      ($0 as? GateError)?.problems.first?.code == "policy-empty"
    }
    #expect { try Gate(policies: []) } throws: { ($0 as? GateError)?.problems.isEmpty == false }
    #expect { try ScanReport(SourceFile(name: "a.json", text: "{}")) } throws: {
      ($0 as? GateError)?.problems.first?.position?.hasPrefix("a.json") == true
    }
  }
}
