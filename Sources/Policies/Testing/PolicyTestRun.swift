import Documents
import Model

extension PolicyTest {
  func run(_ policy: Policy) -> PolicyTests.Result {
    let judgement = policy.judge(given.risk(now: now), waivers: given.waivers, now: now)
    let trace = judgement.reasons.flatMap { ["\($0.text)"] + $0.trace.map(\.sentence) }
    var failures: [Diagnostic] = []
    func compare(_ what: String, _ actual: String, _ wanted: String?, _ node: YAMLNode?) {
      guard let wanted, let node, wanted != actual else { return }
      failures.append(
        node.diagnostic(.policyTestFailed, "\(name): \(what) is \(actual), and \(wanted) was expected", because: trace))
    }
    compare("the effect", judgement.effect.rawValue, expected.effect?.value.rawValue, expected.effect?.node)
    compare(
      "what sets it aside", judgement.suppressedBy?.kind.rawValue ?? "none",
      expected.suppressedBy.map { $0.value?.rawValue ?? "none" }, expected.suppressedBy?.node)
    compare("the last day", judgement.due?.description ?? "none", expected.due?.value.description, expected.due?.node)
    for reason in expected.reasons {
      if let failure = failure(of: reason, judgement, policy) { failures.append(failure) }
    }
    return PolicyTests.Result(name: name, judgement: judgement, failures: failures)
  }

  /// Nil when the rule or exception decided.
  private func failure(of reason: Placed<String>, _ judgement: Judgement, _ policy: Policy) -> Diagnostic? {
    let deciding: Set<Code> = [.ruleMatched, .ruleUnknown, .ruleNotYet, .exceptionApplied]
    if judgement.reasons.contains(where: { deciding.contains($0.code) && $0.rule == reason.value }) { return nil }
    let known = policy.rules.map(\.id) + policy.exceptions.map(\.id)
    guard known.contains(reason.value) else {
      return reason.node.diagnostic(
        .policyUnknownName, "`\(reason.value)` is no rule or exception of this policy",
        help: suggestion(for: reason.value, among: known))
    }
    let facts = policy.facts(of: judgement.risk, now: now)
    let expression =
      policy.rules.first { $0.id == reason.value }?.when ?? policy.exceptions.first { $0.id == reason.value }?.when
    return reason.node.diagnostic(
      .policyTestFailed, "\(name): \(reason.value) did not decide",
      because: (expression?.trace(for: facts) ?? []).map(\.sentence) + judgement.reasons.map(\.text))
  }
}

extension Reason.Step {
  /// `severity: wanted at least high, is medium: no`.
  var sentence: String { "\(condition): wanted \(wanted), is \(actual): \(outcome.rawValue)" }
}
