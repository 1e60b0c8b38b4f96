import Documents
import Model
import Settings
import System

/// The tests of a policy: findings with the judgements that the policy must give them.
package struct PolicyTests: Sendable {
  package var tests: [PolicyTest]
  package var warnings: [Diagnostic] = []

  /// Reads a file of tests. Throws all problems that were found. A test without expectations is an error, because it
  /// could never fail.
  ///
  /// - Parameter scanners: The scanners that a test may name.
  package static func read(_ input: Input, scanners: KnownScanners) throws(PolicyError) -> PolicyTests {
    var problems = DiagnosticCollector(scanners)
    var tests: [PolicyTest]?
    do throws(Diagnostic) {
      tests = ConfigDecoder<[PolicyTest]>.tests.decode(try YAMLDocument(input).root, &problems)
    } catch {
      problems.add(error)
    }
    guard let tests, problems.diagnostics.isEmpty else { throw PolicyError(problems.diagnostics) }
    return PolicyTests(tests: tests, warnings: problems.warnings)
  }

  /// The result of one test.
  package struct Result: Sendable {
    package var name: String
    /// The reasons of the judgement of the test's finding.
    package var reasons: [Reason]
    /// The expectations that were not met; empty when the test passed.
    package var failures: [Diagnostic]
    package var isPassed: Bool { failures.isEmpty }

    package init(name: String, reasons: [Reason], failures: [Diagnostic]) {
      (self.name, self.reasons, self.failures) = (name, reasons, failures)
    }
  }
}

/// One test: a finding, the time at which it is judged, and the expected judgement.
package struct PolicyTest: Sendable {
  package var name: String
  package var now: Timestamp
  /// Where the finding is judged.
  package var place: CheckPlace
  package var given: TestFinding
  package var expected: Expected

  /// The expected judgement. Parts that are nil or empty are not checked.
  package struct Expected: Sendable {
    package var effect: Positioned<Effect>?
    /// The ids of rules and exceptions that must have decided. Others may have decided too.
    package var reasons: [Positioned<String>]
    /// What must have suppressed the finding; an inner nil means that nothing may have.
    package var suppressedBy: Positioned<Suppression.Kind?>?
    /// The expected last day of the deadline.
    package var due: Positioned<Day>?
    /// The reports that must be required, each as its scanner and kind: `semgrep sast`, or `sca` for that of any scanner.
    package var evidence: Positioned<[String]>?
  }
}

extension ConfigDecoder where Value == [PolicyTest] {
  static let tests: ConfigDecoder<[PolicyTest]> = ConfigDecoder.mapping("a file of tests") { fields in
    let version = fields.decode("gatehouse-tests", .version, "The version of the test language: 1.", example: "1")
    let now = fields.decodeIfPresent(
      "now", .time, "The time at which findings are judged, for tests that do not have a time themselves.")
    let tests = fields.decode(
      "tests", ConfigDecoder<[Positioned<Draft>]>.list(of: ConfigDecoder<Draft>.test.positioned), "The tests.",
      example: "[{ name: a new high blocks, given: { severity: high }, expect: { effect: deny } }]")
    guard version != nil, let tests else { return nil }
    var known: [String: SourcePosition] = [:]
    return tests.compactMap { positioned in
      if let before = known.updateValue(positioned.node.position, forKey: positioned.value.name) {
        fields.problems.warn(
          (positioned.node.child("name") ?? positioned.node).diagnostic(
            .policyDuplicateRule, "two tests have this name", severity: .warning,
            because: ["the other is at \(before)"],
            help: "say in the name what is different"))
      }
      let draft = positioned.value
      if draft.now ?? now == nil {
        fields.problems.add(
          positioned.node.diagnostic(
            .policyMissingKey, "a test needs `now`, or its file does", help: "add `now: 2026-11-22T10:00:00Z`"))
      }
      return (draft.now ?? now).map {
        PolicyTest(name: draft.name, now: $0, place: draft.place, given: draft.given, expected: draft.expected)
      }
    }
  }
}

/// A decoded test. Without `now`, it uses the time of the file.
private struct Draft: Sendable {
  var name: String
  var now: Timestamp?
  var place: CheckPlace
  var given: TestFinding
  var expected: PolicyTest.Expected
}

extension ConfigDecoder where Value == Draft {
  fileprivate static let test: ConfigDecoder<Draft> = ConfigDecoder.mapping("a test") { fields in
    let name = fields.decode(
      "name", .text,
      "The name of the test: a sentence that should be true of the policy.", example: "a new high blocks")
    let now = fields.decodeIfPresent("now", .time, "The time at which the finding is judged.")
    let place = fields.decodeIfPresent(
      "where", .word("place", CheckPlace.allCases), "Where the finding is judged: ci (the default) or hook.")
    let given = fields.decode(
      "given", ConfigDecoder<TestFinding>.given,
      "The facts of the finding. A fact that is left out is unknown.", example: "{ severity: high }")
    let expected = fields.decodeIfPresent("expect", .expected, "The expected judgement.")
    if let node = fields.node, !fields.contains("expect") {
      fields.problems.add(
        node.diagnostic(
          .policyTestEmpty, "this test expects nothing, so it could never fail", help: "add `expect: { effect: deny }`")
      )
    }
    guard let name, let given, let expected else { return nil }
    return Draft(name: name, now: now, place: place ?? .ci, given: given, expected: expected)
  }
}

extension ConfigDecoder where Value == PolicyTest.Expected {
  fileprivate static let expected: ConfigDecoder<PolicyTest.Expected> = ConfigDecoder.mapping("expect") { fields in
    let effect = fields.decodeIfPresent(
      "effect", ConfigDecoder<Effect>.word("effect", Effect.allCases).positioned,
      "The expected effect: deny, warn or allow.")
    let reasons = fields.decodeIfPresent(
      "reasons", ConfigDecoder<[Positioned<String>]>.oneOrMany(ConfigDecoder<String>.id.positioned),
      "The rules and exceptions that must have decided, by id.")
    let kinds = Suppression.Kind.allCases.map { ($0.rawValue, Suppression.Kind?.some($0)) } + [("none", nil)]
    let by = fields.decodeIfPresent(
      "suppressed-by", ConfigDecoder<Suppression.Kind?>.word("suppressor", kinds).positioned,
      "What must have suppressed the finding, or none.")
    let due = fields.decodeIfPresent("due", ConfigDecoder<Day>.day.positioned, "The last day of the deadline.")
    if let node = fields.node, case .mapping(let pairs) = node.value, pairs.isEmpty {
      fields.problems.add(
        node.diagnostic(
          .policyTestEmpty, "this test expects nothing, so it could never fail", help: "add `effect: deny`"))
    }
    let evidence = fields.decodeIfPresent(
      "evidence", ConfigDecoder<[String]>.list(of: ConfigDecoder<String>.text, atLeast: 0).positioned,
      "All reports that must be required, each as its scanner and kind: `semgrep sast`, or `sca` for that of any scanner."
    )
    return PolicyTest.Expected(
      effect: effect, reasons: reasons ?? [], suppressedBy: by, due: due, evidence: evidence)
  }
}
