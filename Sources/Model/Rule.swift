/// A rule of a policy: findings for which `when` is true and `unless` is not get its effect.
package struct Rule: Hashable, Codable, Sendable {
  package var id: String
  /// One sentence for the people whose change the rule blocks.
  package var why: String?
  package var effect: Effect
  /// Whether an unknown condition counts as true. The default is true for rules that deny
  /// and false for rules that warn.
  package var appliesToUnknown: Bool
  /// A denying rule only warns before this day.
  package var warnUntil: Day?
  /// The rule has no effect before this day.
  package var from: Day?
  package var at: SourcePosition
  package var when: Expression
  package var unless: Expression?

  package init(
    id: String, why: String? = nil, effect: Effect, appliesToUnknown: Bool, warnUntil: Day? = nil, from: Day? = nil,
    at: SourcePosition, when: Expression, unless: Expression? = nil
  ) {
    (self.id, self.why, self.effect, self.appliesToUnknown) = (id, why, effect, appliesToUnknown)
    (self.warnUntil, self.from, self.at, self.when, self.unless) = (warnUntil, from, at, when, unless)
  }

  /// `when` and not `unless`, as one expression.
  package var condition: Expression { unless.map { .all([when, .not($0)]) } ?? when }
}

/// A permanent exception that lowers the effect of rules. An unknown condition never grants it.
package struct PolicyException: Hashable, Codable, Sendable {
  package var id: String
  package var why: String
  /// The effect that remains: warn or allow.
  package var effect: Effect
  package var at: SourcePosition
  package var when: Expression
  package var unless: Expression?

  package init(
    id: String, why: String, effect: Effect, at: SourcePosition, when: Expression, unless: Expression? = nil
  ) {
    (self.id, self.why, self.effect, self.at) = (id, why, effect, at)
    (self.when, self.unless) = (when, unless)
  }

  /// `when` and not `unless`, as one expression.
  package var condition: Expression { unless.map { .all([when, .not($0)]) } ?? when }
}
