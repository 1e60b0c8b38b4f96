/// The effect of a rule on a finding. The strictest effect wins.
package enum Effect: String, Comparable, CaseIterable, Codable, Sendable {
  case allow, warn, deny

  package static func < (one: Effect, other: Effect) -> Bool { one.rank < other.rank }
  /// The strictness of the effect, ascending.
  package var rank: Int {
    switch self {
    case .allow: 0
    case .warn: 1
    case .deny: 2
    }
  }
}

/// The effect of the policy on one risk, and everything that took part in the judgement.
package struct Judgement: Hashable, Codable, Sendable {
  package var risk: Risk
  package var effect: Effect
  /// The deadline; nil when no SLA applies.
  package var dueDate: DueDate?
  package var outcome: Outcome

  package init(risk: Risk, effect: Effect, due: DueDate? = nil, outcome: Outcome = Outcome()) {
    (self.risk, self.effect, dueDate, self.outcome) = (risk, effect, due, outcome)
  }

  /// The last day of the deadline, as far as it is known.
  package var due: Day? { dueDate?.day }

  /// What suppresses the finding: the first suppressor without an obstacle; nil when it is not suppressed.
  package var suppressedBy: Suppression? { outcome.suppressors.first { $0.obstacle == nil }?.suppression }
  package var isSuppressed: Bool { outcome.suppressors.contains { $0.obstacle == nil } }
}

/// What suppressed a finding (SARIF 2.1.0 §3.35). A suppressed finding stays in the result.
package struct Suppression: Hashable, Codable, Sendable {
  package enum Kind: String, Comparable, CaseIterable, Codable, Sendable {
    case vex, waiver, exception, baseline, tool

    package static func < (one: Kind, other: Kind) -> Bool { one.rawValue < other.rawValue }
  }

  package var kind: Kind
  /// The position at which the suppression is written.
  package var at: SourcePosition
  /// The author's reason.
  package var reason: String
  /// The person or tool that suppressed the finding.
  package var by: String?
  /// The last day of the suppression, inclusive; nil when it has no end.
  package var until: Day?
  /// Who wrote and approved it; nil for what nobody approves.
  package var authority: Authority?

  package init(kind: Kind, at: SourcePosition, reason: String, by: String? = nil, until: Day? = nil) {
    (self.kind, self.at, self.reason, self.by, self.until) = (kind, at, reason, by, until)
  }
}

/// Who wrote and who approved a waiver, and what proves it.
package struct Authority: Hashable, Codable, Sendable {
  /// The people who wrote it, as commits name them; empty when no commits were read.
  package var writers: [String]
  /// Who approved it: the approver whom commits prove, or else the one whom the waiver names.
  package var approver: String
  /// The full id of the commit that proves the approval; nil when nothing does.
  package var commit: String?
  /// Whether signatures tell who made the commits, and not the names in them alone.
  package var isSigned: Bool

  package init(writers: [String] = [], approver: String, commit: String? = nil, isSigned: Bool = false) {
    (self.writers, self.approver, self.commit, self.isSigned) = (writers, approver, commit, isSigned)
  }
}
