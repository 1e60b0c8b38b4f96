import Expressions
import Model
import Policies
import Settings

extension PolicyTest {
  /// Judges the finding of the test with the same function as the gate, using a bundle that holds the test's own
  /// owners, waiver and VEX statement.
  package func run(_ policy: Policy) -> PolicyTests.Result {
    let bundle = PolicyBundle(
      policy: policy, waivers: given.waivers, statements: given.statement.map { [$0] } ?? [],
      owners: .fixed(given.owners))
    let decision = decide(DecisionInput(findings: [given.dated(now: now)], place: place), by: bundle, at: now)
    guard let judgement = decision.judgements.first else {
      return PolicyTests.Result(name: name, reasons: [], failures: [])
    }
    let reasons = decision.reasons(for: judgement)
    let failures =
      expected.failures(name, judgement, reasons) + expected.failures(name, decision.gaps)
      + expected.reasons.compactMap {
        failure(of: $0, judgement, reasons, policy)
      }
    return PolicyTests.Result(name: name, reasons: reasons, failures: failures)
  }

  /// The failure of a test that expects a rule or exception to decide; nil when it did.
  private func failure(
    of expected: Positioned<String>, _ judgement: Judgement, _ reasons: [Reason], _ policy: Policy
  ) -> Diagnostic? {
    let deciding: Set<DiagnosticCode> = [.ruleMatched, .ruleUnknown, .ruleNotInForce, .exceptionApplied]
    if reasons.contains(where: { deciding.contains($0.code) && $0.rule == expected.value }) { return nil }
    let known = policy.rules.map(\.id) + policy.exceptions.map(\.id)
    guard known.contains(expected.value) else {
      return expected.node.diagnostic(
        .policyUnknownName, "this policy has no rule or exception `\(expected.value)`",
        help: suggestion(for: expected.value, among: known))
    }
    return expected.node.diagnostic(
      .policyTestFailed, "\(name): \(expected.value) did not decide",
      because: trace(of: expected.value, judgement, policy) + reasons.map(\.text))
  }

  /// The evaluated conditions of a rule or exception that did not decide.
  private func trace(of id: String, _ judgement: Judgement, _ policy: Policy) -> [String] {
    let rule = policy.rules.first { $0.id == id }
    let exception = policy.exceptions.first { $0.id == id }
    guard let expression = rule?.condition ?? exception?.condition else { return [] }
    let context = Judge(policy, now: now).context(for: judgement.risk)
    let answers = CompiledExpression(expression).trace(for: context, partialMatch: rule == nil ? .no : .yes)
    return expression.steps(answers, for: context).map(\.sentence)
  }
}

extension PolicyTest.Expected {
  /// The difference between the reports that are required and those that the test expects. A test has no reports, so each that is
  /// required leaves a gap.
  fileprivate func failures(_ name: String, _ gaps: [Gap]) -> [Diagnostic] {
    guard let evidence else { return [] }
    let required = Set(gaps.map { ($0.tools + [$0.kind?.rawValue ?? ""]).joined(separator: " ") })
    guard required != Set(evidence.value) else { return [] }
    func list(_ names: some Collection<String>) -> String {
      names.isEmpty ? "none" : names.sorted().joined(separator: ", ")
    }
    return [
      evidence.node.diagnostic(
        .policyTestFailed,
        "\(name): the required reports are \(list(required)), and \(list(evidence.value)) was expected")
    ]
  }

  /// The differences between the judgement and what the test expects.
  fileprivate func failures(_ name: String, _ judgement: Judgement, _ reasons: [Reason]) -> [Diagnostic] {
    let trace = reasons.flatMap { [$0.text] + $0.trace.map(\.sentence) }
    func compare<Value>(
      _ what: String, _ actual: String, _ wanted: Positioned<Value>?, _ words: (Value) -> String
    ) -> [Diagnostic] {
      guard let wanted, words(wanted.value) != actual else { return [] }
      return [
        wanted.node.diagnostic(
          .policyTestFailed, "\(name): \(what) is \(actual), and \(words(wanted.value)) was expected", because: trace)
      ]
    }
    return compare("the effect", judgement.effect.rawValue, effect, \.rawValue)
      + compare("what suppresses it", judgement.suppressedBy?.kind.rawValue ?? "none", suppressedBy) {
        $0?.rawValue ?? "none"
      }
      + compare("the last day", judgement.due?.description ?? "none", due, \.description)
  }
}
