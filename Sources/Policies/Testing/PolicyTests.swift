import Documents
import Model
import Settings
import System

/// The tests of a policy: findings, and what the policy must make of them. Policy authors write them beside the policy.
package struct PolicyTests: Sendable {
  package var tests: [PolicyTest]

  /// Reads a file of tests. A test that asserts nothing is an error: it could never fail.
  package static func read(_ input: Input, tools: [String]) throws(PolicyError) -> PolicyTests {
    var problems = DiagnosticCollector(knownTools: tools)
    var tests: [PolicyTest]?
    do throws(Diagnostic) { tests = ConfigDecoder<[PolicyTest]>.tests.decode(try YAMLDocument(input).root, &problems) } catch {
      problems.add(error)
    }
    guard let tests, problems.diagnostics.isEmpty else { throw PolicyError(problems.diagnostics) }
    return PolicyTests(tests: tests)
  }

  package struct Result: Sendable {
    package var name: String
    /// Why the finding of the test is judged as it is.
    package var reasons: [Reason]
    /// What was expected and is otherwise; none when the test passed.
    package var failures: [Diagnostic]
    package var isPassed: Bool { failures.isEmpty }

    package init(name: String, reasons: [Reason], failures: [Diagnostic]) {
      (self.name, self.reasons, self.failures) = (name, reasons, failures)
    }
  }
}

/// One finding at one time, and what must come of it.
package struct PolicyTest: Sendable {
  package var name: String
  package var now: Timestamp
  package var given: TestFinding
  package var expected: Expected

  package struct Expected: Sendable {
    package var effect: Placed<Effect>?
    /// Rules and exceptions that must have decided; others may have, too.
    package var reasons: [Placed<String>]
    /// The inner nil: by nothing.
    package var suppressedBy: Placed<Suppression.Kind?>?
    package var due: Placed<Day>?
  }
}

extension ConfigDecoder where Value == [PolicyTest] {
  static let tests: ConfigDecoder<[PolicyTest]> = ConfigDecoder.mapping("a file of tests") { fields in
    let version = fields.decode("gatehouse-tests", .version, "The version of this language.", example: "1")
    let now = fields.decodeIfPresent("now", .time, "When the tests take place, where they do not say themselves.")
    let tests = fields.decode(
      "tests", ConfigDecoder<[Placed<Draft>]>.list(of: ConfigDecoder<Draft>.test.placed), "The tests.", example: "[]")
    guard version != nil, let tests else { return nil }
    return tests.compactMap { placed in
      let draft = placed.value
      if draft.now ?? now == nil {
        fields.problems.add(
          placed.node.diagnostic(
            .policyMissingKey, "a test needs `now`, or its file does", help: "add `now: 2026-11-22T10:00:00Z`"))
      }
      return (draft.now ?? now).map {
        PolicyTest(name: draft.name, now: $0, given: draft.given, expected: draft.expected)
      }
    }
  }
}

/// A test whose time may be that of the file.
private struct Draft: Sendable {
  var name: String
  var now: Timestamp?
  var given: TestFinding
  var expected: PolicyTest.Expected
}

extension ConfigDecoder where Value == Draft {
  fileprivate static let test: ConfigDecoder<Draft> = ConfigDecoder.mapping("a test") { fields in
    let name = fields.decode(
      "name", .text, "A sentence that the policy should make true.", example: "a new high blocks")
    let now = fields.decodeIfPresent("now", .time, "When it takes place.")
    let given = fields.decode("given", ConfigDecoder<TestFinding>.given, "The finding.", example: "{ severity: high }")
    let expected = fields.decodeIfPresent("expect", .expected, "What must come of it.")
    if let node = fields.node, !fields.contains("expect") {
      fields.problems.add(
        node.diagnostic(
          .policyTestEmpty, "this test expects nothing, so it could never fail", help: "add `expect: { effect: deny }`")
      )
    }
    guard let name, let given, let expected else { return nil }
    return Draft(name: name, now: now, given: given, expected: expected)
  }
}

extension ConfigDecoder where Value == PolicyTest.Expected {
  fileprivate static let expected: ConfigDecoder<PolicyTest.Expected> = ConfigDecoder.mapping("expect") { fields in
    let effect = fields.decodeIfPresent(
      "effect", ConfigDecoder<Effect>.word("effect", Effect.allCases).placed, "deny, warn or allow.")
    let reasons = fields.decodeIfPresent(
      "reasons", ConfigDecoder<[Placed<String>]>.oneOrMany(ConfigDecoder<String>.id.placed),
      "Rules and exceptions that must have decided.")
    let kinds = Suppression.Kind.allCases.map { ($0.rawValue, Suppression.Kind?.some($0)) } + [("none", nil)]
    let by = fields.decodeIfPresent(
      "suppressed-by", ConfigDecoder<Suppression.Kind?>.word("thing that sets aside", kinds).placed,
      "What set it aside, or none.")
    let due = fields.decodeIfPresent("due", ConfigDecoder<Day>.day.placed, "Its last day in time.")
    if let node = fields.node, case .mapping(let pairs) = node.value, pairs.isEmpty {
      fields.problems.add(
        node.diagnostic(
          .policyTestEmpty, "this test expects nothing, so it could never fail", help: "add `effect: deny`"))
    }
    return PolicyTest.Expected(effect: effect, reasons: reasons ?? [], suppressedBy: by, due: due)
  }
}
