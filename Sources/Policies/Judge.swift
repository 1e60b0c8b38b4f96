import Documents
import Model

/// A policy, its waivers and a moment: what every finding of one run is judged by.
package struct Judge: Sendable {
  let policy: Policy
  let waivers: Waivers
  let now: Timestamp
  private let explainer: Interned<Explainer>

  package init(_ policy: Policy, waivers: Waivers = .none, now: Timestamp) {
    (self.policy, self.waivers, self.now) = (policy, waivers, now)
    explainer = Interned(Explainer { risk in policy.reasons(for: risk, waivers, now) })
  }

  /// What the policy says of a risk. Every rule is evaluated and the strictest effect wins (law 5).
  ///
  /// A finding is set aside by its tool, a VEX statement or a waiver, looked for in this order; else an exception may lower the
  /// effect. What almost set it aside is among the reasons.
  package func callAsFunction(_ risk: Risk) -> Judgement {
    let facts = policy.facts(of: risk, now: now)
    var (effect, by) = (Effect.allow, Suppression?.none)
    if risk.newness.newness != .resolved {
      for index in policy.rules.indices { effect = max(effect, policy.rules[index].outcome(facts)?.effect ?? .allow) }
      if let (suppression, _) = policy.setAside(facts, waivers).by {
        (effect, by) = (.allow, suppression)
      } else if effect > .allow {
        (effect, by) = policy.except(effect, facts).result
      }
    }
    return Judgement(risk: risk, effect: effect, suppressedBy: by, due: facts.due, explainer: explainer)
  }
}

extension Policy {
  package func judge(_ risk: Risk, waivers: Waivers = .none, now: Timestamp) -> Judgement {
    Judge(self, waivers: waivers, now: now)(risk)
  }

  /// Why the judge said so: the same steps, each with its words.
  fileprivate func reasons(for risk: Risk, _ waivers: Waivers, _ now: Timestamp) -> [Reason] {
    if risk.newness.newness == .resolved { return [Reason(.resolvedByChange, "this change resolves it")] }
    let facts = facts(of: risk, now: now)
    let ruled = rules.compactMap { rule in rule.outcome(facts).map { (rule: rule, outcome: $0) } }
      .sorted { $0.outcome.effect > $1.outcome.effect }
    let ruleReasons =
      ruled.isEmpty
      ? [Reason(.noRuleMatched, "no rule speaks of it")] : ruled.map { $0.rule.reason($0.outcome, facts) }
    let aside = setAside(facts, waivers)
    if let (_, reason) = aside.by { return [reason] + ruleReasons + aside.near }
    let lowered = except(ruled.first?.outcome.effect ?? .allow, facts)
    return lowered.applied + ruleReasons + aside.near + lowered.near
  }

  func facts(of risk: Risk, now: Timestamp) -> Facts {
    let isTrusted = risk.vex.inForce.map { trust($0, now: now) == nil } ?? false
    var facts = Facts(
      risk: risk, due: nil, today: deadlines?.day(of: now) ?? now.day, now: now, isStatementTrusted: isTrusted)
    facts.due = deadlines?.due(for: facts)
    return facts
  }

  /// The effect after exceptions. Each must fit as a whole; two that fit in part make none.
  fileprivate func except(
    _ effect: Effect, _ facts: Facts
  ) -> (result: (Effect, Suppression?), applied: [Reason], near: [Reason]) {
    guard effect > .allow else { return ((effect, nil), [], []) }
    var granted: [(exception: Exception, reason: Reason)] = []
    var near: [Reason] = []
    for exception in exceptions where exception.effect < effect {
      guard let ruling = exception.ruling(facts) else { continue }
      if ruling.applies { granted.append((exception, ruling.reason)) } else { near.append(ruling.reason) }
    }
    granted.sort { $0.exception.effect < $1.exception.effect }
    guard let first = granted.first?.exception else { return ((effect, nil), [], near) }
    let by = first.effect == .allow ? Suppression(kind: .exception, at: first.at, reason: first.why, by: first.id) : nil
    return ((first.effect, by), granted.map(\.reason), near)
  }
}

extension Policy.Rule {
  /// What comes of a rule that speaks of a finding.
  enum Outcome {
    /// The rule has no effect before this day.
    case notInForce(before: Day)
    /// A fact is unknown, and the rule asks for known ones.
    case skipped
    /// It warns, and denies from this day on.
    case warning(until: Day)
    /// A fact is unknown, which counts as met.
    case unknown(Effect)
    case matched(Effect)

    var effect: Effect {
      switch self {
      case .notInForce, .skipped: .allow
      case .warning: .warn
      case .unknown(let effect), .matched(let effect): effect
      }
    }
  }

  /// What the rule makes of a finding; nil when it does not speak of it.
  func outcome(_ facts: Facts) -> Outcome? {
    let truth = when.truth(for: facts)
    if truth == .no { return nil }
    if let from, facts.now.day < from { return .notInForce(before: from) }
    if truth == .unknown, !appliesToUnknown { return .skipped }
    if let warnUntil, facts.now.day < warnUntil { return .warning(until: warnUntil) }
    return truth == .unknown ? .unknown(effect) : .matched(effect)
  }

  func reason(_ outcome: Outcome, _ facts: Facts) -> Reason {
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
