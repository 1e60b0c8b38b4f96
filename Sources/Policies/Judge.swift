import Expressions
import Model

/// Judges findings by a policy and its waivers at one moment.
///
/// A judgement is a value that contains every rule, exception and suppressor that took part. Explanations are made from
/// that value, without judging again.
package struct Judge: Sendable {
  private let policy: Policy
  private let waivers: [Waiver]
  private let waiverIndex: WaiverIndex
  private let waiverLives: WaiverLives
  private let baseline: Baseline.Index?
  private let now: Timestamp
  /// The day of `now` in the policy's time zone.
  package let today: Day
  private let rules: [CompiledExpression]
  private let exceptions: [CompiledException]
  private let tightenings: [CompiledExpression]

  /// An exception's complete condition (`when` and not `unless`), and its `when` alone.
  private struct CompiledException: Sendable {
    let condition: CompiledExpression
    let when: CompiledExpression
  }

  /// Compiles the conditions of a policy. `now` decides which rules and waivers are in force and which deadlines have
  /// passed.
  package init(_ policy: Policy, waivers: Waivers = .none, baseline: Baseline? = nil, now: Timestamp) {
    (self.policy, self.waivers, self.now) = (policy, waivers.all, now)
    waiverIndex = WaiverIndex(waivers.all)
    self.baseline = Baseline.Index(baseline)
    waiverLives = WaiverLives(waivers.earlier, policy.waiverTerms)
    today = policy.deadlines?.day(of: now) ?? now.day
    rules = policy.rules.map { CompiledExpression($0.condition) }
    exceptions = policy.exceptions.map {
      CompiledException(condition: CompiledExpression($0.condition), when: CompiledExpression($0.when))
    }
    tightenings = policy.deadlines?.tighten.map { CompiledExpression($0.when) } ?? []
  }

  /// Judges a risk. Every rule is evaluated, and the strictest effect wins. A resolved finding is allowed.
  ///
  /// A finding can be suppressed by its tool, VEX statements, waivers and the baseline, which the judgement lists in this order. If
  /// nothing suppresses it, an exception can lower the effect.
  package func callAsFunction(_ risk: Risk) -> Judgement {
    let context = context(for: risk)
    var judgement = Judgement(risk: risk, effect: .allow, due: context.due)
    if risk.newness.newness == .resolved { return judgement }
    let (ruled, arrived) = applyRules(context, to: &judgement.outcome)
    addSuppressors(context, to: &judgement.outcome)
    let lowered = applyExceptions(ruled, arrived: arrived, context, to: &judgement.outcome)
    judgement.effect = judgement.isSuppressed ? .allow : lowered
    return judgement
  }

  /// The facts with which conditions are evaluated for a risk, including its deadline.
  package func context(for risk: Risk) -> EvaluationContext {
    var context = EvaluationContext(risk: risk, today: today, now: now)
    guard let deadlines = policy.deadlines else { return context }
    let pausing = deadlines.pausesUnderWaivers ? waiverIndex.positions(for: risk.finding) : []
    let pauses = pausing.flatMap { position -> [ClosedRange<Day>] in
      let (waiver, parts) = (waivers[position], FindingParts(of: risk.finding))
      guard waiver.wasEverValid(for: context, policy.waiverTerms, parts),
        waiverLives.obstacle(for: waiver, on: risk.finding, parts) == nil
      else { return [] }
      return waiverLives.days(of: waiver, on: risk.finding, parts)
    }
    context.due = deadlines.due(for: context, tightenings, pauses: pauses)
    return context
  }

  /// Evaluates all rules, and adds those that match or may match to the outcome. Returns the strictest effect of the
  /// rules that the finding meets as it is, and of those to which the change moves it.
  private func applyRules(
    _ context: EvaluationContext, to outcome: inout Outcome
  ) -> (ruled: Effect, arrived: Effect) {
    var (ruled, arrived) = (Effect.allow, Effect.allow)
    let mayArrive = context.risk.move != nil && context.risk.newness.newness != .introduced
    for index in rules.indices {
      let isArrival = mayArrive && isStricter(index, after: context.afterMove, than: context.beforeMove)
      let facts = isArrival ? context.afterMove : context
      let truth = rules[index].truth(for: facts, partialMatch: .yes)
      if truth == .no { continue }
      let ruleOutcome = RuleOutcome(
        rule: index, truth: truth, application: policy.rules[index].application(truth, on: today),
        trace: rules[index].trace(for: facts, partialMatch: .yes), isArrival: isArrival)
      let effect = ruleOutcome.effect(of: policy.rules[index].effect)
      if isArrival { arrived = max(arrived, effect) } else { ruled = max(ruled, effect) }
      outcome.rules.append(ruleOutcome)
    }
    return (ruled, arrived)
  }

  /// Whether a rule, with its exceptions, judges code that is new more strictly where its file is now than where it was.
  /// The change then brings the code to where the rule forbids it, so it is new to the rule.
  private func isStricter(_ rule: Int, after: EvaluationContext, than before: EvaluationContext) -> Bool {
    effect(of: rule, in: after) > effect(of: rule, in: before)
  }

  private func effect(of rule: Int, in context: EvaluationContext) -> Effect {
    let truth = rules[rule].truth(for: context, partialMatch: .yes)
    if truth == .no { return .allow }
    let application = policy.rules[rule].application(truth, on: today)
    let effect = RuleOutcome(rule: rule, truth: truth, application: application, trace: TruthList())
      .effect(of: policy.rules[rule].effect)
    var ignored = Outcome()
    return applyExceptions(effect, context, to: &ignored)
  }

  /// The stricter of what exceptions leave of two effects: of the rules that the finding meets as it is, and of those to
  /// which the change moves it. For these the finding is new for exceptions as well.
  private func applyExceptions(
    _ ruled: Effect, arrived: Effect, _ context: EvaluationContext, to outcome: inout Outcome
  ) -> Effect {
    if arrived == .allow { return applyExceptions(ruled, context, to: &outcome) }
    var own = outcome
    let lowered = applyExceptions(ruled, context, to: &own)
    guard arrived > lowered else {
      outcome = own
      return lowered
    }
    var moved = outcome
    let movedLowered = applyExceptions(arrived, context.afterMove, to: &moved)
    outcome = movedLowered > lowered ? moved : own
    return max(movedLowered, lowered)
  }

  /// The effect after exceptions. An exception applies only when its whole condition holds for all observations of the
  /// finding. It does not apply when only some observations match or a fact is unknown, and two exceptions that match
  /// in part do not add up to one.
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

  /// Adds the exceptions that allow the finding to the suppressors.
  private func addSuppressingExceptions(to outcome: inout Outcome) {
    for granted in outcome.exceptions where granted.truth == .yes {
      let exception = policy.exceptions[granted.exception]
      guard exception.effect == .allow else { continue }
      outcome.suppressors.append(
        Suppressor(
          Suppression(kind: .exception, at: exception.at, reason: exception.why, by: exception.id), id: exception.id))
    }
  }

  /// The obstacle for a waiver that is valid on its own: what was before it, or a fix.
  private func limit(of waiver: Waiver, on finding: Finding, _ parts: FindingParts) -> Suppressor.Obstacle? {
    policy.waiverTerms.fixObstacle(for: finding) ?? waiverLives.obstacle(for: waiver, on: finding, parts)
  }

  /// For findings that block and whose waivers are limited by more than the terms of the policy: the days that a waiver of today may
  /// last at most, by their ids; a negative number where none would count.
  package func waiverDaysLeft(for judgements: [Judgement]) -> [String: Int] {
    var left: [String: Int] = [:]
    for judgement in judgements where judgement.effect == .deny {
      let finding = judgement.risk.finding
      let days =
        policy.waiverTerms.fixObstacle(for: finding) == nil ? waiverLives.daysLeft(for: finding, on: now.day) : -1
      if let days { left[finding.id] = days }
    }
    return left
  }

  /// Adds everything that suppresses the finding, or would without an obstacle: tool, VEX statements, waivers.
  private func addSuppressors(_ context: EvaluationContext, to outcome: inout Outcome) {
    let finding = context.finding
    let hasStatement = context.risk.$vex != .noStatement
    // In a merged finding that is open, a tool may still suppress its own observation.
    let isHonoured =
      (finding.state != .open || finding.observations.count > 1)
      && finding.observations.indices.contains { policy.honoursTool(finding.observations[$0].state) }
    let ofWaivers = waiverIndex.positions(for: finding).filter { waivers[$0].mayCover(finding) }
    let isListed = baseline?.position(of: finding) != nil
    guard hasStatement || isHonoured || isListed || !ofWaivers.isEmpty else { return }
    let parts = FindingParts(of: finding)
    var claims = isHonoured ? policy.toolClaims(on: parts) : []
    if hasStatement { claims += policy.statementClaims(context.risk.vex, on: parts) }
    let first = claims.count
    claims += ofWaivers.compactMap { position in
      var claim = waivers[position].claim(on: context, policy.waiverTerms, parts)
      if let valid = claim?.suppressor, valid.obstacle == nil {
        claim?.suppressor.obstacle = limit(of: waivers[position], on: finding, parts)
      }
      return claim
    }
    if let listed = baseline?.claim(on: context, parts) { claims.append(listed) }
    let suppressors = Claim.suppressors(claims, of: parts)
    // That a tool suppresses a part of a finding is usual, and no near miss.
    outcome.suppressors += suppressors[..<first].filter { $0.suppression.kind != .tool || $0.obstacle == nil }
    if hasStatement { policy.addRefusedStatements(context.risk.vex, to: &outcome.suppressors) }
    outcome.suppressors += suppressors[first...]
  }
}

extension Rule {
  /// How a rule is applied on a day when its condition holds or may hold.
  fileprivate func application(_ truth: Truth, on day: Day) -> RuleOutcome.Application {
    if let from, day < from { return .notInForce(before: from) }
    if truth == .unknown, !appliesToUnknown { return .skipped }
    if let warnUntil, day < warnUntil { return .warning(until: warnUntil) }
    return .applied
  }
}
