import Documents
import Model

extension Policy {
  /// What this policy says of a risk. Every rule is evaluated and the strictest effect wins (law 5).
  ///
  /// A finding is set aside by its tool, a VEX statement or a waiver, looked for in this order; else an exception may lower the
  /// effect. What almost set it aside is among the reasons.
  package func judge(_ risk: Risk, waivers: Waivers = .none, now: Timestamp) -> Judgement {
    let facts = facts(of: risk, now: now)
    if risk.newness.newness == .resolved {
      let reason = Reason(.resolvedByChange, "this change resolves it")
      return Judgement(risk: risk, effect: .allow, due: facts.due, reasons: [reason])
    }
    let ruled = rules.compactMap { $0.ruling(facts) }.sorted { $0.effect > $1.effect }
    let strictest = ruled.map(\.effect).max() ?? .allow
    let ruleReasons = ruled.isEmpty ? [Reason(.noRuleMatched, "no rule speaks of it")] : ruled.map(\.reason)
    let aside = setAside(facts, waivers)
    if let (suppression, reason) = aside.by {
      return Judgement(
        risk: risk, effect: .allow, suppressedBy: suppression, due: facts.due,
        reasons: [reason] + ruleReasons + aside.near)
    }
    let lowered = except(strictest, facts)
    return Judgement(
      risk: risk, effect: lowered.effect, suppressedBy: lowered.by, due: facts.due,
      reasons: lowered.applied + ruleReasons + aside.near + lowered.near)
  }

  func facts(of risk: Risk, now: Timestamp) -> Facts {
    let isTrusted = risk.vex.inForce.map { trust($0, now: now) == nil } ?? false
    var facts = Facts(
      risk: risk, due: nil, today: deadlines?.day(of: now) ?? now.day, now: now, isStatementTrusted: isTrusted)
    facts.due = deadlines?.due(for: facts)
    return facts
  }

  /// The effect after exceptions. Each must fit as a whole; two that fit in part make none.
  private func except(
    _ effect: Effect, _ facts: Facts
  ) -> (effect: Effect, by: Suppression?, applied: [Reason], near: [Reason]) {
    guard effect > .allow else { return (effect, nil, [], []) }
    var granted: [(exception: Exception, reason: Reason)] = []
    var near: [Reason] = []
    for exception in exceptions where exception.effect < effect {
      guard let ruling = exception.ruling(facts) else { continue }
      if ruling.applies { granted.append((exception, ruling.reason)) } else { near.append(ruling.reason) }
    }
    granted.sort { $0.exception.effect < $1.exception.effect }
    guard let first = granted.first?.exception else { return (effect, nil, [], near) }
    let by = first.effect == .allow ? Suppression(kind: .exception, at: first.at, reason: first.why, by: first.id) : nil
    return (first.effect, by, granted.map(\.reason), near)
  }
}

extension Policy.Rule {
  /// What the rule makes of a finding; nil when it does not speak of it.
  func ruling(_ facts: Facts) -> (effect: Effect, reason: Reason)? {
    let truth = when.truth(for: facts)
    if truth == .no { return nil }
    let trace = when.trace(for: facts)
    func ruling(_ effect: Effect, _ code: Code, _ how: String) -> (Effect, Reason) {
      (effect, Reason(code, rule: id, "\(id) \(how): \(why ?? sentence(trace))", at: at, trace: trace))
    }
    if let from, facts.now.day < from { return ruling(.allow, .ruleSkipped, "has no effect before \(from)") }
    if truth == .unknown, !appliesToUnknown {
      return ruling(.allow, .ruleSkipped, "skips it, for \(unknowns(trace)) is unknown")
    }
    if let warnUntil, facts.now.day < warnUntil {
      return ruling(.warn, .ruleNotYet, "warns, and denies from \(warnUntil) on")
    }
    let verb = effect == .deny ? "denies it" : "warns"
    if truth == .unknown { return ruling(effect, .ruleUnknown, "\(verb), for \(unknowns(trace)) is unknown") }
    return ruling(effect, .ruleMatched, verb)
  }
}

extension Policy.Exception {
  /// Whether it is granted, and why; nil when it does not speak of the finding.
  func ruling(_ facts: Facts) -> (applies: Bool, reason: Reason)? {
    var facts = facts
    facts.mixed = .no
    let expression = unless.map { Expression.all([when, .not($0)]) } ?? when
    let (truth, fits) = (expression.truth(for: facts), when.truth(for: facts))
    guard fits != .no else { return nil }
    let trace = expression.trace(for: facts)
    if truth == .yes {
      return (
        true, Reason(.exceptionApplied, rule: id, "\(id) lowers it to \(effect.rawValue): \(why)", at: at, trace: trace)
      )
    }
    let because =
      truth == .unknown
      ? "\(unknowns(trace)) is unknown"
      : sentence(trace.filter { $0.outcome == .yes && $0.condition.hasPrefix("not ") || $0.outcome == .no })
    return (
      false, Reason(.exceptionNotApplied, rule: id, "exception \(id) does not apply: \(because)", at: at, trace: trace)
    )
  }
}

/// `severity is critical, newness is introduced`.
private func sentence(_ trace: [Reason.Step]) -> String {
  trace.map { "\($0.condition) is \($0.actual)" }.joined(separator: ", ")
}

private func unknowns(_ trace: [Reason.Step]) -> String {
  let names = trace.filter { $0.outcome == .unknown }.map(\.condition)
  return names.isEmpty ? "a fact" : names.joined(separator: ", ")
}
