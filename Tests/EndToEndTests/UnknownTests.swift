import Foundation
import TestSupport
import Testing

/// Unknown is not good news, and more news of risk never opens the gate.
@Suite struct UnknownTests {
  static let dependency: [String: Entry?] = [
    "package.json": #"{"dependencies":{"left-pad":"1.0.0"}}"#, "src/pay/charge.py": .text(Files.code()),
  ]

  static func policy(_ rule: String) -> Entry {
    .text("gatehouse: 1\nname: one\nrules:\n  - { id: one, effect: deny, \(rule) }\n")
  }

  /// Trivy tells of left-pad without a severity, without EPSS, and of no reachability.
  static let rules: [(String, Int32)] = [
    ("when: { severity: { at-least: high } }", 1), ("when: { severity: { at-least: critical } }", 1),
    ("when: { severity: { at-least: high } }, if-unknown: skip", 0), ("when: { severity: { at-most: low } }", 1),
    ("when: { epss: { at-least: 0.9 } }", 1), ("when: { epss: { at-least: 0.9 } }, if-unknown: skip", 0),
    ("when: { known-exploited: true }", 1), ("when: { reachability: { is: reachable } }", 1),
    ("when: { severity: { at-least: high }, reachability: { is: reachable }, epss: { at-least: 0.5 } }", 1),
    ("when: { all: [{ severity: { at-least: high } }, { kind: sast }] }", 0), ("when: { cwe: 79 }", 1),
    ("when: { not: { severity: { at-most: low } } }", 1), ("when: { severity: { is: unknown } }", 1),
  ]
  static let ruleBench = Swift.Result {
    try Bench(change: dependency, bases: rules.map { [".gatehouse/policy.yaml": policy($0.0)] })
  }

  @Test(arguments: rules.indices) func `a denying rule counts what nobody knows as true`(_ index: Int) throws {
    let question = ["--base", "refs/heads/base-\(index)", "--head", "refs/heads/change"]
    let answer = try Self.ruleBench.get().check([.trivy(severity: nil)], asking: question)
    #expect(
      answer.status == Self.rules[index].1, "\(Self.rules[index].0): \(answer.outcome.output)\(answer.outcome.errors)")
  }

  @Test(arguments: ["reachability: { is: unreachable }", "severity: { at-most: low }", "known-exploited: false"])
  func `an exception is not granted on what nobody knows`(_ condition: String) throws {
    let exception = "exceptions:\n  - { id: mild, why: it cannot run, when: { \(condition) }, effect: allow }\n"
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(Files.lax + exception)], change: Self.dependency)
    #expect(try bench.check([.trivy(severity: nil)]).status == 1)
  }

  /// What a second tool may say of the bad line that the first one found.
  @Test(arguments: [
    #","baselineState":"absent""#, #","baselineState":"unchanged""#, #","kind":"pass""#, #","kind":"notApplicable""#,
    #","suppressions":[{"kind":"external","status":"accepted","justification":"fine"}]"#,
    #","suppressions":[{"kind":"inSource"}]"#,
    #","properties":{"security-severity":"0.1"}"#, #","rank":0.0"#,
  ])
  func `no second report talks the gate open`(_ says: String) throws {
    let other = Statement(
      level: says.contains("kind\":\"pass") || says.contains("notApplicable") ? "none" : "note", more: says)
    let answer = try Bench.shared.check([.sarif(), .sarif([other], named: "second.sarif")])
    #expect(answer.status == 1, "\(answer.outcome.output)")
  }

  @Test(arguments: [2, 3, 7, 8]) func `one more observation never turns a denial into a pass`(_ seed: UInt64) throws {
    var random = Seeded(seed)
    var said: [Statement] = []
    var (before, wasDenied): (Int32, Int) = (0, 0)
    for _ in 0..<5 {
      for _ in 0..<2 {
        said.append(
          Statement(
            rule: ["eval", "exec", "sql"].randomElement(using: &random) ?? "",
            level: ["none", "note", "warning", "error", "error"].randomElement(using: &random) ?? "",
            path: ["src/pay/charge.py", "src/web/index.py", "gone.py"].randomElement(using: &random) ?? "",
            line: Int.random(in: 5...8, using: &random),
            more: [
              "", #","baselineState":"absent""#, #","suppressions":[{"kind":"external","status":"accepted"}]"#,
              #","partialFingerprints":{"primaryLocationLineHash":"one"}"#,
            ].randomElement(using: &random) ?? ""))
      }
      let answer = try Bench.shared.check([.sarif(said)])
      let denied = answer.findings.count { $0["effect"].text == "deny" }
      #expect(answer.status < 2 && answer.status >= before, "\(answer.outcome.output)")
      #expect(denied > 0 || wasDenied == 0)
      (before, wasDenied) = (answer.status, denied)
    }
    #expect(before == 1, "seed \(seed) never denies, so it shows nothing")
  }
}
