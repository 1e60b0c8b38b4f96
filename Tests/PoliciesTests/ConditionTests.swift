import Documents
import Expressions
import Foundation
import Interning
import Model
import Pipeline
import Settings
import System
import Testing

@testable import Policies

/// The tools the tests may name.
let tools = ["semgrep", "trivy", "grype", "codeql", "gitleaks"]

extension Policy {
  /// Reads a policy that may map the severity words `error`, `warning` and `info` of each tool.
  static func read(_ inputs: [Input], tools: [String]) throws(PolicyError) -> Policy {
    try read(inputs, scanners: .named(tools))
  }
}

extension PolicyTests {
  static func read(_ input: Input, tools: [String]) throws(PolicyError) -> PolicyTests {
    try read(input, scanners: .named(tools))
  }
}

extension KnownScanners {
  /// Scanners with three severity words; Gitleaks looks for secrets only, and states no time.
  static func named(_ tools: [String]) -> KnownScanners {
    let words = ["error", "warning", "info"]
    return KnownScanners(
      names: tools, sharedFormats: ["sarif", "gitlab"],
      severityWords: Dictionary(uniqueKeysWithValues: (tools + ["*", "sarif"]).map { ($0, words) }),
      kinds: ["gitleaks": [.secret], "trivy": [.sca, .iac, .container, .secret]], undated: ["gitleaks"])
  }
}

@Suite struct ConditionTests {
  /// Each example with the clock of the examples and a deadline of 30 days for high, none for low.
  private func outcome(_ condition: Condition, _ example: Condition.Example) throws -> Truth {
    var problems = DiagnosticCollector(.named(tools))
    let wanted = try YAMLDocument(Input(name: "wanted", bytes: Array(example.wanted.utf8))).root
    let given = try YAMLDocument(Input(name: "given", bytes: Array(example.given.utf8))).root
    let tests = condition.decoder.decode(wanted, &problems)
    let finding = ConfigDecoder<TestFinding>.given.decode(given, &problems)
    #expect(problems.diagnostics.map(\.text) == [])
    let policy = try Policy.read(
      [
        Input(
          name: "p",
          bytes: Array(
            "gatehouse: 1\nname: p\nrules: [{ id: r, when: { kind: sast }, effect: deny }]\nsla: { due: { high: 30d } }"
              .utf8))
      ],
      tools: tools)
    let dated = try #require(finding)
    let vex = VEXAssessment(
      results: dated.statement.map { [VEXResult($0.vulnerabilities[0], inForce: $0)] } ?? [])
    let risk = Risk(dated.dated(now: now), owners: Interned(dated.owners), vex: Interned(vex))
    let predicate = Predicate(condition: condition.name, tests: try #require(tests), at: SourcePosition(file: "wanted"))
    let expression = CompiledExpression(.predicate(predicate))
    return expression.truth(for: Judge(policy, now: now).context(for: risk), partialMatch: .yes)
  }

  @Test(arguments: Condition.all.map(\.name)) func `a condition's examples come out as it says`(_ name: String) throws {
    let condition = try #require(Condition.all.first { $0.name == name })
    #expect(Set(condition.examples.map(\.outcome)).isSuperset(of: [.yes, .no]), "an example on each side")
    for example in condition.examples {
      #expect(try outcome(condition, example) == example.outcome, "\(name): \(example.wanted) given \(example.given)")
    }
  }

  /// Data as the policy has it, written back and read again, is the same.
  @Test(arguments: Condition.all.map(\.name)) func `a condition is written back as it was read`(_ name: String) throws {
    let condition = try #require(Condition.all.first { $0.name == name })
    for example in condition.examples {
      let once = try expression("{ \(name): \(example.wanted) }")
      let again = try expression(once.yaml)
      #expect(once.predicates.map(\.tests) == again.predicates.map(\.tests), "\(once.yaml)")
      #expect(once.cost > 0)
    }
  }

  private func expression(_ text: String) throws -> Model.Expression {
    var problems = DiagnosticCollector(.named(tools))
    let node = try YAMLDocument(Input(name: "when", bytes: Array(text.utf8))).root
    let expression = ConfigDecoder<Model.Expression>.when.decode(node, &problems)
    #expect(problems.diagnostics.map(\.text) == [], "\(text)")
    return try #require(expression)
  }

  @Test func `every file of a condition is listed`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../Sources/Expressions/Conditions")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
    #expect(files.count == Condition.all.count)
    #expect(Set(Condition.all.map(\.name)).count == Condition.all.count)
  }
}
