import Expressions
import Model

/// A policy, its waivers and a moment: what every finding of one decision is judged by.
///
/// Judging gives a value that holds everything that took part; explanations are made from that value.
package struct Judge: Sendable {
  private let policy: Policy
  private let waivers: [Waiver]
  private let now: Timestamp
  /// The day of `now` in the policy's time zone.
  package let today: Day
  private let rules: [CompiledExpression]
  private let exceptions: [CompiledException]
  private let tightenings: [CompiledExpression]

  /// The condition of an exception, whole and without its `unless`.
  private struct CompiledException: Sendable {
    let condition: CompiledExpression
    let when: CompiledExpression
  }

  package init(_ policy: Policy, waivers: Waivers = .none, now: Timestamp) {
    (self.policy, self.waivers, self.now) = (policy, waivers.all, now)
    today = policy.deadlines?.day(of: now) ?? now.day
    rules = policy.rules.map { CompiledExpression($0.condition) }
    exceptions = policy.exceptions.map {
      CompiledException(condition: CompiledExpression($0.condition), when: CompiledExpression($0.when))
    }
    tightenings = policy.deadlines?.tighten.map { CompiledExpression($0.when) } ?? []
  }

  /// What the policy says of a risk. Every rule is evaluated, and the strictest effect wins.
  ///
  /// A finding is suppressed by its tool, a VEX statement or a waiver, in this order; else an exception may lower the effect.
  package func callAsFunction(_ risk: Risk) -> Judgement {
    let context = context(for: risk)
    var judgement = Judgement(risk: risk, effect: .allow, due: context.due)
    if risk.newness.newness == .resolved { return judgement }
    let ruled = applyRules(context, to: &judgement.outcome)
    addSuppressors(context, to: &judgement.outcome)
    let lowered = applyExceptions(ruled, context, to: &judgement.outcome)
    judgement.effect = judgement.isSuppressed ? .allow : lowered
    return judgement
  }

  package func context(for risk: Risk) -> EvaluationContext {
    var context = EvaluationContext(risk: risk, today: today, now: now)
    context.due = policy.deadlines?.due(for: context, tightenings)
    return context
  }

  /// The strictest effect of all rules.
  private func applyRules(_ context: EvaluationContext, to outcome: inout Outcome) -> Effect {
    var strictest = Effect.allow
    for index in rules.indices {
      let truth = rules[index].truth(for: context, partialMatch: .yes)
      if truth == .no { continue }
      let ruleOutcome = RuleOutcome(
        rule: index, truth: truth, application: policy.rules[index].application(truth, on: now.day),
        trace: rules[index].trace(for: context, partialMatch: .yes))
      strictest = max(strictest, ruleOutcome.effect(of: policy.rules[index].effect))
      outcome.rules.append(ruleOutcome)
    }
    return strictest
  }

  /// The effect after exceptions. Each must match as a whole: where only some observations match, and where a fact is unknown,
  /// it is not granted, and two that match in part make none.
  private func applyExceptions(
    _ effect: Effect, _ context: EvaluationContext, to outcome: inout Outcome
  ) -> Effect {
    var lowest = effect
    for index in exceptions.indices where policy.exceptions[index].effect < effect {
      let truth = exceptions[index].condition.truth(for: context, partialMatch: .no)
      if truth != .yes, exceptions[index].when.truth(for: context, partialMatch: .no) == .no { continue }
      let trace = exceptions[index].condition.trace(for: context, partialMatch: .no)
      outcome.exceptions.append(ExceptionOutcome(exception: index, truth: truth, trace: trace))
      if truth == .yes { lowest = min(lowest, policy.exceptions[index].effect) }
    }
    if lowest == .allow, effect > .allow { addSuppressingExceptions(to: &outcome) }
    return lowest
  }

  private func addSuppressingExceptions(to outcome: inout Outcome) {
    for granted in outcome.exceptions where granted.truth == .yes {
      let exception = policy.exceptions[granted.exception]
      guard exception.effect == .allow else { continue }
      outcome.suppressors.append(
        Suppressor(
          Suppression(kind: .exception, at: exception.at, reason: exception.why, by: exception.id), id: exception.id))
    }
  }

  private func addSuppressors(_ context: EvaluationContext, to outcome: inout Outcome) {
    policy.addTool(context.finding, to: &outcome.suppressors)
    if context.risk.$vex != .noStatement { policy.addStatements(context.risk.vex, to: &outcome.suppressors) }
    for index in waivers.indices {
      if let suppressor = waivers[index].suppressor(of: context, policy.waiverTerms) {
        outcome.suppressors.append(suppressor)
      }
    }
  }
}

extension Rule {
  /// What comes of a rule whose condition holds or may hold.
  fileprivate func application(_ truth: Truth, on day: Day) -> RuleOutcome.Application {
    if let from, day < from { return .notInForce(before: from) }
    if truth == .unknown, !appliesToUnknown { return .skipped }
    if let warnUntil, day < warnUntil { return .warning(until: warnUntil) }
    return .applied
  }
}
