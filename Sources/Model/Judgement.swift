/// What a rule makes of a finding. The strictest effect wins.
package enum Effect: String, Comparable, CaseIterable, Codable, Sendable {
  case allow, warn, deny

  package static func < (one: Effect, other: Effect) -> Bool { one.rank < other.rank }
  /// From what opens the gate to what closes it.
  package var rank: Int {
    switch self {
    case .allow: 0
    case .warn: 1
    case .deny: 2
    }
  }
}

/// What the policy says of one risk, and everything that took part in it.
package struct Judgement: Hashable, Codable, Sendable {
  package var risk: Risk
  package var effect: Effect
  /// The last day on which it is in time; nil where no SLA applies. Inclusive.
  package var due: Day?
  package var outcome: Outcome

  package init(risk: Risk, effect: Effect, due: Day? = nil, outcome: Outcome = Outcome()) {
    (self.risk, self.effect, self.due, self.outcome) = (risk, effect, due, outcome)
  }

  /// What suppresses the finding: the first suppressor that applies.
  package var suppressedBy: Suppression? { outcome.suppressors.first { $0.obstacle == nil }?.suppression }
  package var isSuppressed: Bool { outcome.suppressors.contains { $0.obstacle == nil } }
}

/// What suppressed a finding (SARIF 2.1.0 §3.35). The finding stays in the result.
package struct Suppression: Hashable, Codable, Sendable {
  package enum Kind: String, Comparable, CaseIterable, Codable, Sendable {
    case vex, waiver, exception, baseline, tool

    package static func < (one: Kind, other: Kind) -> Bool { one.rawValue < other.rawValue }
  }

  package var kind: Kind
  /// Where that is written.
  package var at: SourcePosition
  /// Why, in the words of its author.
  package var reason: String
  /// Who said so.
  package var by: String?
  /// The last day it holds; nil: no end.
  package var until: Day?

  package init(kind: Kind, at: SourcePosition, reason: String, by: String? = nil, until: Day? = nil) {
    (self.kind, self.at, self.reason, self.by, self.until) = (kind, at, reason, by, until)
  }
}
