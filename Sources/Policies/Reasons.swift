import Model

extension Policy {
  /// Why the judge said so: the same steps, each with its words.
  func reasons(for risk: Risk, _ waivers: Waivers, _ now: Timestamp) -> [Reason] {
    if risk.newness.newness == .resolved { return [Reason(.resolvedByChange, "this change resolves it")] }
    let facts = facts(of: risk, now: now)
    let ruled = rules.compactMap { rule in
      let truth = rule.when.truth(for: facts)
      return truth == .no ? nil : (rule: rule, outcome: rule.outcome(truth, facts))
    }.sorted { $0.outcome.effect > $1.outcome.effect }
    let ruleReasons =
      ruled.isEmpty
      ? [Reason(.noRuleMatched, "no rule speaks of it")] : ruled.map { $0.rule.reason($0.outcome, facts) }
    let aside = reasonsAside(facts, waivers)
    if let reason = aside.by { return [reason] + ruleReasons + aside.near }
    let lowered = exceptionReasons(ruled.first?.outcome.effect ?? .allow, facts)
    return lowered.applied + ruleReasons + aside.near + lowered.near
  }

  /// Of the exceptions that would lower the effect, those that do and those that almost do.
  private func exceptionReasons(_ effect: Effect, _ facts: Facts) -> (applied: [Reason], near: [Reason]) {
    let able = exceptions.filter { $0.effect < effect }
    let granted = able.filter { $0.isGranted(facts) }.sorted { $0.effect < $1.effect }
    return (granted.map { $0.applied(facts) }, able.compactMap { $0.nearMiss(facts) })
  }
}

extension Policy.Rule {
  fileprivate func reason(_ outcome: Outcome, _ facts: Facts) -> Reason {
    let trace = when.trace(for: facts)
    let verb = effect == .deny ? "denies it" : "warns"
    let (code, how): (Code, String) =
      switch outcome {
      case .notInForce(let day): (.ruleSkipped, "has no effect before \(day)")
      case .skipped: (.ruleSkipped, "skips it, for \(unknowns(trace)) is unknown")
      case .warning(let day): (.ruleNotYet, "warns, and denies from \(day) on")
      case .unknown: (.ruleUnknown, "\(verb), for \(unknowns(trace)) is unknown")
      case .matched: (.ruleMatched, verb)
      }
    return Reason(code, rule: id, "\(id) \(how): \(why ?? sentence(trace))", at: at, trace: trace)
  }
}

extension Policy.Exception {
  fileprivate func applied(_ facts: Facts) -> Reason {
    let trace = expression.trace(for: facts.leaning(to: .no))
    return Reason(.exceptionApplied, rule: id, "\(id) lowers it to \(effect.rawValue): \(why)", at: at, trace: trace)
  }

  /// Why it is not granted; nil when it is, and when it does not speak of the finding.
  fileprivate func nearMiss(_ facts: Facts) -> Reason? {
    let facts = facts.leaning(to: .no)
    let truth = expression.truth(for: facts)
    guard truth != .yes, when.truth(for: facts) != .no else { return nil }
    let trace = expression.trace(for: facts)
    let because =
      truth == .unknown
      ? "\(unknowns(trace)) is unknown"
      : sentence(trace.filter { $0.outcome == .yes && $0.condition.hasPrefix("not ") || $0.outcome == .no })
    return Reason(.exceptionNotApplied, rule: id, "exception \(id) does not apply: \(because)", at: at, trace: trace)
  }

  private var expression: Expression { unless.map { .all([when, .not($0)]) } ?? when }
}

/// `severity is critical, newness is introduced`.
private func sentence(_ trace: [Reason.Step]) -> String {
  trace.map { "\($0.condition) is \($0.actual)" }.joined(separator: ", ")
}

private func unknowns(_ trace: [Reason.Step]) -> String {
  let names = trace.filter { $0.outcome == .unknown }.map(\.condition)
  return names.isEmpty ? "a fact" : names.joined(separator: ", ")
}
