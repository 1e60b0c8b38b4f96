import Documents
import Model

/// The tests of a policy: findings, and what the policy must make of them. Policy authors write them beside the policy.
package struct PolicyTests: Sendable {
  package var tests: [PolicyTest]

  /// Reads a file of tests. A test that asserts nothing is an error: it could never fail.
  package static func read(_ input: Input, tools: [String]) throws(PolicyError) -> PolicyTests {
    var problems = Problems(tools: tools)
    var tests: [PolicyTest]?
    do throws(Diagnostic) { tests = Reader<[PolicyTest]>.tests.read(try YAMLDocument(input).root, &problems) } catch {
      problems.add(error)
    }
    guard let tests, problems.diagnostics.isEmpty else { throw PolicyError(problems.diagnostics) }
    return PolicyTests(tests: tests)
  }

  package func run(_ policy: Policy) -> [Result] { tests.map { $0.run(policy) } }

  package struct Result: Sendable {
    package var name: String
    package var judgement: Judgement
    /// What was expected and is otherwise; none when the test passed.
    package var failures: [Diagnostic]
    package var isPassed: Bool { failures.isEmpty }
  }
}

/// One finding at one time, and what must come of it.
package struct PolicyTest: Sendable {
  package var name: String
  package var now: Timestamp
  var given: Given
  var expected: Expected

  struct Expected: Sendable {
    var effect: Placed<Effect>?
    /// Rules and exceptions that must have decided; others may have, too.
    var reasons: [Placed<String>]
    /// The inner nil: by nothing.
    var suppressedBy: Placed<Suppression.Kind?>?
    var due: Placed<Day>?
  }
}

extension Reader where Value == [PolicyTest] {
  static let tests: Reader<[PolicyTest]> = Reader.mapping("a file of tests") { fields in
    let version = fields.required("gatehouse-tests", .version, "The version of this language.", example: "1")
    let now = fields.optional("now", .time, "When the tests take place, where they do not say themselves.")
    let tests = fields.required(
      "tests", Reader<[Placed<Draft>]>.list(of: Reader<Draft>.test.placed), "The tests.", example: "[]")
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
  var given: Given
  var expected: PolicyTest.Expected
}

extension Reader where Value == Draft {
  fileprivate static let test: Reader<Draft> = Reader.mapping("a test") { fields in
    let name = fields.required(
      "name", .text, "A sentence that the policy should make true.", example: "a new high blocks")
    let now = fields.optional("now", .time, "When it takes place.")
    let given = fields.required("given", Reader<Given>.given, "The finding.", example: "{ severity: high }")
    let expected = fields.optional("expect", .expected, "What must come of it.")
    if let node = fields.node, !fields.has("expect") {
      fields.problems.add(
        node.diagnostic(
          .policyTestEmpty, "this test expects nothing, so it could never fail", help: "add `expect: { effect: deny }`")
      )
    }
    guard let name, let given, let expected else { return nil }
    return Draft(name: name, now: now, given: given, expected: expected)
  }
}

extension Reader where Value == PolicyTest.Expected {
  fileprivate static let expected: Reader<PolicyTest.Expected> = Reader.mapping("expect") { fields in
    let effect = fields.optional(
      "effect", Reader<Effect>.word("effect", Effect.allCases).placed, "deny, warn or allow.")
    let reasons = fields.optional(
      "reasons", Reader<[Placed<String>]>.oneOrMany(Reader<String>.id.placed),
      "Rules and exceptions that must have decided.")
    let kinds = Suppression.Kind.allCases.map { ($0.rawValue, Suppression.Kind?.some($0)) } + [("none", nil)]
    let by = fields.optional(
      "suppressed-by", Reader<Suppression.Kind?>.word("thing that sets aside", kinds).placed,
      "What set it aside, or none.")
    let due = fields.optional("due", Reader<Day>.day.placed, "Its last day in time.")
    if let node = fields.node, case .mapping(let pairs) = node.value, pairs.isEmpty {
      fields.problems.add(
        node.diagnostic(
          .policyTestEmpty, "this test expects nothing, so it could never fail", help: "add `effect: deny`"))
    }
    return PolicyTest.Expected(effect: effect, reasons: reasons ?? [], suppressedBy: by, due: due)
  }
}
