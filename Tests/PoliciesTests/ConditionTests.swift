import Documents
import Expressions
import Foundation
import Model
import Settings
import System
import Testing

@testable import Policies

/// The tools the tests may name.
let tools = ["semgrep", "trivy", "grype", "codeql", "gitleaks"]

@Suite struct ConditionTests {
  /// Each example with the clock of the examples and a deadline of 30 days for high, none for low.
  private func outcome(_ condition: Condition, _ example: Condition.Example) throws -> Truth {
    var problems = DiagnosticCollector(knownTools: tools)
    let wanted = try YAMLDocument(Input(name: "wanted", bytes: Array(example.wanted.utf8))).root
    let given = try YAMLDocument(Input(name: "given", bytes: Array(example.given.utf8))).root
    let expression = condition.reader.decode(wanted, &problems)
    let risk = ConfigDecoder<TestFinding>.given.decode(given, &problems)?.risk(now: now)
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
    let facts = policy.facts(of: try #require(risk), now: now)
    return try #require(expression).truth(for: facts)
  }

  @Test(arguments: Condition.all.map(\.name)) func `a condition's examples come out as it says`(_ name: String) throws {
    let condition = try #require(Condition.all.first { $0.name == name })
    #expect(Set(condition.examples.map(\.outcome)).isSuperset(of: [.yes, .no]), "an example on each side")
    for example in condition.examples {
      #expect(try outcome(condition, example) == example.outcome, "\(name): \(example.wanted) given \(example.given)")
    }
  }

  @Test func `every file of a condition is listed`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../Sources/Policies/Conditions")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
    #expect(files.count == Condition.all.count)
    #expect(Set(Condition.all.map(\.name)).count == Condition.all.count)
  }
}
