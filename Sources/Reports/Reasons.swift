import Expressions
import Model

// Sentences about everything that took part in a judgement. They are made from the
// decision alone, without judging again.

extension Decision {
  /// The reasons for a judgement: first what decided, then near misses.
  package func reasons(for judgement: Judgement) -> [Reason] {
    if judgement.risk.newness.newness == .resolved { return [Reason(.resolvedByChange, "this change resolves it")] }
    let context = EvaluationContext(risk: judgement.risk, due: judgement.dueDate, today: today, now: now)
    let outcome = judgement.outcome
    let suppressed = outcome.suppressors.filter { $0.obstacle == nil && $0.suppression.kind != .exception }
    let near = outcome.suppressors.filter { $0.obstacle != nil }.map { $0.reason(for: judgement) }
    let (granted, refused) = exceptionReasons(outcome, context)
    let first = suppressed.isEmpty ? granted : suppressed.map { $0.reason(for: judgement) }
    return first + ruleReasons(outcome, context) + near + (suppressed.isEmpty ? refused : [])
  }

  private func ruleReasons(_ outcome: Outcome, _ context: EvaluationContext) -> [Reason] {
    guard !outcome.rules.isEmpty else { return [Reason(.noRuleMatched, "no rule matches it")] }
    let strictestFirst = outcome.rules.map { (rule: rules[$0.rule], outcome: $0) }
      .sorted { $0.outcome.effect(of: $0.rule.effect) > $1.outcome.effect(of: $1.rule.effect) }
    return strictestFirst.map { $0.rule.reason($0.outcome, context) }
  }

  private func exceptionReasons(
    _ outcome: Outcome, _ context: EvaluationContext
  ) -> (granted: [Reason], refused: [Reason]) {
    let all = outcome.exceptions.map { (exception: exceptions[$0.exception], outcome: $0) }
    let granted = all.filter { $0.outcome.truth == .yes }.sorted { $0.exception.effect < $1.exception.effect }
    let refused = all.filter { $0.outcome.truth != .yes }
    return (
      granted.map { $0.exception.granted($0.outcome, context) },
      refused.map { $0.exception.refused($0.outcome, context) }
    )
  }
}

extension Rule {
  fileprivate func reason(_ outcome: RuleOutcome, _ context: EvaluationContext) -> Reason {
    let steps = condition.steps(outcome.trace, for: outcome.isArrival ? context.afterMove : context)
    let verb = (effect == .deny ? "denies it" : "warns") + arrival(outcome, context)
    let (code, how): (DiagnosticCode, String) =
      switch outcome.application {
      case .notInForce(let day): (.ruleSkipped, "has no effect before \(day)")
      case .skipped: (.ruleSkipped, "skips it, because \(unknownFacts(steps))")
      case .warning(let day): (.ruleNotInForce, "warns\(arrival(outcome, context)), and denies from \(day) on")
      case .applied where outcome.truth == .unknown: (.ruleUnknown, "\(verb), because \(unknownFacts(steps))")
      case .applied: (.ruleMatched, verb)
      }
    return Reason(code, rule: id, "\(id) \(how): \(why ?? sentence(steps))", at: at, trace: steps)
  }
}

/// Why a finding that existed before counts as introduced for a rule; empty when it does not.
private func arrival(_ outcome: RuleOutcome, _ context: EvaluationContext) -> String {
  guard outcome.isArrival, let move = context.risk.move else { return "" }
  return ", because the change moves it here from \(move.from), where the rule would not"
}

extension PolicyException {
  fileprivate func granted(_ outcome: ExceptionOutcome, _ context: EvaluationContext) -> Reason {
    let steps = condition.steps(outcome.trace, for: context)
    return Reason(.exceptionApplied, rule: id, "\(id) lowers it to \(effect.rawValue): \(why)", at: at, trace: steps)
  }

  fileprivate func refused(_ outcome: ExceptionOutcome, _ context: EvaluationContext) -> Reason {
    let steps = condition.steps(outcome.trace, for: context)
    let because =
      outcome.truth == .unknown
      ? unknownFacts(steps)
      : sentence(steps.filter { $0.outcome == .yes && $0.condition.hasPrefix("not ") || $0.outcome == .no })
    return Reason(.exceptionNotApplied, rule: id, "exception \(id) does not apply: \(because)", at: at, trace: steps)
  }
}

/// Conditions with their actual values: `severity is critical, newness is introduced`.
private func sentence(_ steps: [Reason.Step]) -> String {
  steps.map { "\($0.condition) is \($0.actual)" }.joined(separator: ", ")
}

/// The facts that a condition needs and that are unknown: `epss is unknown`, `epss and reachability are unknown`.
func unknownFacts(_ steps: [Reason.Step]) -> String {
  let names = steps.filter { $0.outcome == .unknown }.map(\.condition)
  return names.isEmpty ? "a fact is unknown" : "\(enumerated(names)) \(names.count == 1 ? "is" : "are") unknown"
}

// MARK: - Suppressors

extension Suppressor {
  fileprivate func reason(for judgement: Judgement) -> Reason {
    guard let obstacle else { return applied }
    var (code, words) = obstacle.words(
      for: judgement, by: suppression.by ?? "", isStatement: suppression.kind == .vex)
    if suppression.kind == .baseline { code = .baselineNotApplied }
    let subject =
      switch suppression.kind {
      case .waiver: "waiver \(id ?? "")"
      case .baseline: "the baseline"
      default: "VEX \(id ?? "")"
      }
    if case .contradicted = obstacle { return Reason(code, words, at: suppression.at) }
    return Reason(
      code, rule: suppression.kind == .waiver ? id : nil, "\(subject) \(words)", at: suppression.at)
  }

  private var applied: Reason {
    let (by, why) = (suppression.by ?? "", suppression.reason)
    switch suppression.kind {
    case .tool: return Reason(.toolSuppressed, "\(suppression.by ?? "its tool") itself says \(why)", at: suppression.at)
    case .vex: return Reason(.vexApplied, "\(by) states \(status?.rawValue ?? ""): \(why)", at: suppression.at)
    case .baseline:
      return Reason(
        .baselineApplied, "the baseline lists it\(suppression.until.map { " until \($0)" } ?? ""): \(why)",
        at: suppression.at)
    case .waiver, .exception:
      let until = suppression.until.map { " until \($0)" } ?? ""
      guard let authority = suppression.authority else {
        return Reason(
          .waiverApplied, rule: id, "waiver \(id ?? "") applies: \(by) waives it\(until): \(why)", at: suppression.at)
      }
      return Reason(
        .waiverApplied, rule: id, "waiver \(id ?? "") applies\(until), \(authority.sentence): \(why)",
        at: suppression.at)
    }
  }
}

extension Suppressor.Obstacle {
  /// The diagnostic code of an obstacle, and a sentence whose subject is left out.
  fileprivate func words(
    for judgement: Judgement, by approver: String, isStatement: Bool
  ) -> (DiagnosticCode, String) {
    switch self {
    case .notInForce(let day): return (.waiverNotInForce, "begins on \(day)")
    case .expired(let day, let days):
      return (.waiverExpired, "ended \(plural(days, "day")) ago, on \(day)")
    case .neverAllowed:
      let severity = judgement.risk.finding.severity.name
      return (
        .waiverTooLong,
        "does not apply: the policy names no term under `longest` for findings of severity \(severity), so none can be waived"
      )
    case .tooLong(let days, let most):
      let severity = judgement.risk.finding.severity.name
      return (
        .waiverTooLong, "runs for \(days) days, and \(severity) findings may be waived for \(most) at most"
      )
    case .outlived(let since, let days, let most):
      let severity = judgement.risk.finding.severity.name
      return (
        .waiverTooLong,
        "makes \(plural(days, "day")) since the first waiver on \(since), and \(severity) findings may be waived for \(most) in all"
      )
    case .renewed(let times, let most):
      return (.waiverTooLong, "is renewal \(times) of the finding's waiver, and the policy allows \(most)")
    case .renewalsUnknown(let most):
      return (
        .waiverTooLong,
        "does not apply: the policy allows \(plural(most, "renewal")), and the history that can be read here does not show them all"
      )
    case .fixed(let versions):
      return (
        .waiverExpired,
        "has ended, as a fix is known: \(versions.prefix(3).map { $0.displayText(limit: 40) }.joined(separator: ", "))"
      )
    case .notAuthorized(let mayApprove):
      let who = mayApprove.isEmpty ? "nobody may" : "\(mayApprove.joined(separator: ", ")) may"
      return (.waiverNotAuthorized, "was approved by \(approver), and \(who) waive this")
    case .approvalNotProven(let because, let help): return (.waiverNotAuthorized, "\(because); \(help)")
    case .partial(let uncovered):
      let code = isStatement ? DiagnosticCode.vexNotApplied : .waiverInvalid
      return (code, "does not apply: it covers only a part of the finding, and not \(uncovered)")
    case .notApplicable(let because): return (.vexNotApplied, "does not apply: \(because)")
    case .contradicted(let count):
      return (.vexConflict, "\(count) VEX statements of one time contradict each other")
    }
  }
}

extension Authority {
  /// Who approved it and what proves that: `approved by Bea <bea@acme.example> (commit 1a2b3c4), written by …`.
  var sentence: String {
    guard let commit else { return "approved by \(approver) (unproven)" }
    let proof = "\(isSigned ? "signed commit" : "commit") \(commit.prefix(7))"
    return "approved by \(approver) (\(proof)), written by \(enumerated(writers))"
  }
}
