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
      effect = policy.ruled(facts)
      if let suppression = policy.setAside(facts, waivers) {
        (effect, by) = (.allow, suppression)
      } else if effect > .allow {
        (effect, by) = policy.excepted(effect, facts)
      }
    }
    return Judgement(risk: risk, effect: effect, suppressedBy: by, due: facts.due, explainer: explainer)
  }
}

extension Policy {
  package func judge(_ risk: Risk, waivers: Waivers = .none, now: Timestamp) -> Judgement {
    Judge(self, waivers: waivers, now: now)(risk)
  }

  func facts(of risk: Risk, now: Timestamp) -> Facts {
    let isTrusted = risk.$vex != .silent && risk.vex.inForce.map { trust($0, now: now) == nil } ?? false
    var facts = Facts(
      risk: risk, due: nil, today: deadlines?.day(of: now) ?? now.day, now: now, isStatementTrusted: isTrusted)
    facts.due = deadlines?.due(for: facts)
    return facts
  }

  /// The strictest effect of all rules.
  fileprivate func ruled(_ facts: Facts) -> Effect {
    var strictest = Effect.allow
    for index in rules.indices {
      let truth = rules[index].when.truth(for: facts)
      if truth != .no { strictest = max(strictest, rules[index].outcome(truth, facts).effect) }
    }
    return strictest
  }

  /// The effect after exceptions. Each must fit as a whole; two that fit in part make none.
  fileprivate func excepted(_ effect: Effect, _ facts: Facts) -> (Effect, Suppression?) {
    let granted = exceptions.indices.filter { exceptions[$0].effect < effect && exceptions.span[$0].isGranted(facts) }
    guard let index = granted.min(by: { exceptions[$0].effect < exceptions[$1].effect }) else { return (effect, nil) }
    let first = exceptions[index]
    let by = first.effect == .allow ? Suppression(kind: .exception, at: first.at, reason: first.why, by: first.id) : nil
    return (first.effect, by)
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

  /// What the rule makes of a finding that it speaks of, or may speak of.
  func outcome(_ truth: Truth, _ facts: Facts) -> Outcome {
    if let from, facts.now.day < from { return .notInForce(before: from) }
    if truth == .unknown, !appliesToUnknown { return .skipped }
    if let warnUntil, facts.now.day < warnUntil { return .warning(until: warnUntil) }
    return truth == .unknown ? .unknown(effect) : .matched(effect)
  }
}

extension Policy.Exception {
  /// Whether `when` holds and `unless` does not. Where only some witnesses fit, and where a fact is unknown, it is not granted.
  func isGranted(_ facts: Facts) -> Bool {
    let facts = facts.leaning(to: .no)
    return when.truth(for: facts) == .yes && (unless?.truth(for: facts.leaningOtherwise) ?? .no) == .no
  }
}
