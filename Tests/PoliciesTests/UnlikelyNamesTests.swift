import Model
import System
import Testing

@testable import Policies

private let rule = "rules: [{ id: r, when: { kind: sast }, effect: deny }]\n"

/// Names that are allowed and that hardly any finding has are warned about, wherever they are written.
@Suite struct UnlikelyNamesTests {
  private static let rules = [
    ("/S6.*/", true), ("S60[78]", true), ("^S608", true), ("S608|S609", true), ("S{607,608}", true), ("S60?", true),
    ("S6*", false), ("python.lang.*", false), ("@acme/no-eval", false), ("Header missing (CSP)", false),
    ("c++/overflow", false), ("a$b", false),
  ]

  private static let packages = [
    ("pkg:nmp/x", true), ("pkg:pip/x", true), ("pkg:go/example.com/x", true), ("pkg:maven/log4j-core", true),
    ("pkg:deb/openssl", true), ("pkg:npm/x@4.x", true), ("pkg:npm/x@4.X.1", true), ("pkg:npm/x@4.*", false),
    ("pkg:*/x", false), ("pkg:maven/*/log4j-core", false), ("pkg:maven/*", false), ("pkg:deb/debian/openssl", false),
    ("pkg:golang/stdlib", false), ("pkg:npm/%40acme/x", false), ("pkg:composer/a/b@1.x-dev", false),
    ("pkg:deb/debian/x@1.2~rc1", false), ("pkg:generic/x@(devel)", false),
  ]

  private static let paths = [
    ("src/{a,b}.py", true), ("^src/.*$", true), ("src/a.py:3", true), ("(a|b)/c.py", true), ("src/a.py$", true),
    ("src/**", false), ("{{app}}/a.py", false), ("app/[id]/page.tsx", false), ("app/$.tsx", false), ("ab:c/d", false),
    ("src/a:3/b.py", false),
  ]

  private func expect(_ isUnlikely: Bool, _ text: String) throws {
    let found = try policy(text).warnings
    #expect(found.map(\.code) == (isUnlikely ? [.policyValueUnlikely] : []), "\(text)")
    #expect(found.allSatisfy { $0.severity == .warning && $0.help != nil && $0.excerpt != nil })
  }

  @Test(arguments: rules) func `a rule that reads like an expression`(_ name: String, _ isUnlikely: Bool) throws {
    try expect(isUnlikely, "rules: [{ id: r, when: { rule: \"\(name)\" }, effect: deny }]")
    try expect(isUnlikely, rule + "severities: { semgrep: { rules: { \"\(name)\": low } } }")
  }

  @Test(arguments: packages) func `a package that no registry has`(_ name: String, _ isUnlikely: Bool) throws {
    try expect(isUnlikely, "rules: [{ id: r, when: { package: \"\(name)\" }, effect: deny }]")
    try expect(
      isUnlikely, rule + "vex: { trust: [{ issuer: a, products: [\"\(name)\"], statuses: [fixed] }] }")
    try expect(isUnlikely, ofWaiver: "id: CVE-2026-1, package: \"\(name)\"")
  }

  @Test(arguments: paths) func `a path that reads like an expression or a place`(_ name: String, _ isUnlikely: Bool)
    throws
  {
    try expect(isUnlikely, "rules: [{ id: r, when: { path: \"\(name)\" }, effect: deny }]")
    try expect(isUnlikely, rule + "evidence: [{ kind: sast, paths: [\"\(name)\"] }]")
    try expect(isUnlikely, ofWaiver: "rule: a, path: \"\(name)\"")
  }

  private func expect(_ isUnlikely: Bool, ofWaiver match: String) throws {
    let text =
      "gatehouse-waivers: 1\nwaivers: [{ id: W, match: { \(match) }, reason: nobody can reach it, approved-by: \"@a\", "
      + "created: 2026-11-01, until: 2026-11-30 }]"
    let found = try Waivers.read([Input(name: "waivers.yaml", bytes: Array(text.utf8))]).warnings
    #expect(found.map(\.code) == (isUnlikely ? [.policyValueUnlikely] : []), "\(match)")
  }

  @Test(arguments: [("6m", true), ("24m", true), ("30m", false), ("360s", false), ("180d", false)])
  func `few minutes may be meant as months`(_ span: String, _ isUnlikely: Bool) throws {
    try expect(isUnlikely, "rules: [{ id: r, when: { age: { over: \(span) } }, effect: deny }]")
    try expect(isUnlikely, rule + "evidence: [{ kind: sast, max-age: \(span) }]")
    try expect(
      isUnlikely,
      rule + "vex: { max-age: \(span), trust: [{ issuer: a, products: [\"pkg:npm/x\"], statuses: [fixed] }] }")
  }
}
