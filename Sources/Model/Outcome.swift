/// Everything that took part in the judgement of one finding, as values: words are made from it, and nothing is judged again
/// to explain it.
package struct Outcome: Hashable, Codable, Sendable {
  /// The rules whose condition holds or may hold, in the order of their ids.
  package var rules: [RuleOutcome]
  /// The exceptions that could lower the effect and of whose condition at least a part holds, in the order of their ids.
  package var exceptions: [ExceptionOutcome]
  /// Everything that suppressed the finding or nearly did: tool, VEX statements, waivers.
  package var suppressors: [Suppressor]

  package init(
    rules: [RuleOutcome] = [], exceptions: [ExceptionOutcome] = [], suppressors: [Suppressor] = []
  ) {
    (self.rules, self.exceptions, self.suppressors) = (rules, exceptions, suppressors)
  }
}

/// What came of one rule.
package struct RuleOutcome: Hashable, Codable, Sendable {
  package enum Application: Hashable, Codable, Sendable {
    /// The rule has its effect.
    case applied
    /// A fact is unknown, and the rule asks for known ones.
    case skipped
    /// The rule has no effect before this day.
    case notInForce(before: Day)
    /// The rule warns, and denies from this day on.
    case warning(until: Day)
  }

  /// Position among the decision's rules.
  package var rule: Int
  package var truth: Truth
  package var application: Application
  /// The answers of the predicates of the rule's condition, in their order.
  package var trace: TruthList

  package init(rule: Int, truth: Truth, application: Application, trace: TruthList) {
    (self.rule, self.truth, self.application, self.trace) = (rule, truth, application, trace)
  }

  /// The effect on the finding of a rule with this effect.
  package func effect(of rule: Effect) -> Effect {
    switch application {
    case .applied: rule
    case .skipped, .notInForce: .allow
    case .warning: .warn
    }
  }
}

/// What came of one exception.
package struct ExceptionOutcome: Hashable, Codable, Sendable {
  /// Position among the decision's exceptions.
  package var exception: Int
  /// Yes: it is granted.
  package var truth: Truth
  /// The answers of the predicates of the exception's condition, in their order.
  package var trace: TruthList

  package init(exception: Int, truth: Truth, trace: TruthList) {
    (self.exception, self.truth, self.trace) = (exception, truth, trace)
  }
}

/// Something that suppresses a finding, or would if nothing stood in its way.
package struct Suppressor: Hashable, Codable, Sendable {
  package var suppression: Suppression
  /// The waiver's id, or the document of the VEX statement.
  package var id: String?
  /// What a VEX statement states.
  package var status: Statement.Status?
  /// What stands in its way; nil: it applies.
  package var obstacle: Obstacle?

  package init(
    _ suppression: Suppression, id: String? = nil, status: Statement.Status? = nil, obstacle: Obstacle? = nil
  ) {
    (self.suppression, self.id, self.status, self.obstacle) = (suppression, id, status, obstacle)
  }

  /// Why something does not suppress a finding that it is about.
  package enum Obstacle: Hashable, Codable, Sendable {
    /// A waiver that begins on a later day.
    case notInForce(from: Day)
    case expired(on: Day, daysAgo: Int)
    /// A waiver that lives longer than the policy allows for the severity.
    case tooLong(days: Int, most: TimeSpan)
    /// The approver is none of those who may approve.
    case notAuthorized(mayApprove: [String])
    /// Another tool reports another rule at the same place, which the approver did not look at.
    case otherRule(named: String, tool: String, reported: String)
    /// A VEX statement that is about the vulnerability and does not cover the finding, or that the policy does not trust.
    case notApplicable(because: String)
    /// VEX statements of one time that contradict each other, with this one.
    case contradicted(count: Int)
  }
}

/// The answers of a list of predicates, packed: most rules have fewer than 32.
package struct TruthList: Hashable, Codable, Sendable {
  package private(set) var count = 0
  /// Two bits for each answer, the first in the lowest.
  private var first: UInt64 = 0
  private var others: [UInt64] = []

  package init() {}

  package mutating func append(_ truth: Truth) {
    let bits: UInt64 =
      switch truth {
      case .no: 0
      case .yes: 1
      case .unknown: 2
      }
    let place = UInt64(2 * (count % 32))
    if count < 32 {
      first |= bits << place
    } else {
      if place == 0 { others.append(0) }
      others[others.count - 1] |= bits << place
    }
    count += 1
  }

  package subscript(index: Int) -> Truth {
    let word = index < 32 ? first : others[index / 32 - 1]
    return switch word >> UInt64(2 * (index % 32)) & 3 {
    case 0: .no
    case 1: .yes
    default: .unknown
    }
  }

  /// Whether at least one answer is this one.
  package func contains(_ truth: Truth) -> Bool { (0..<count).contains { self[$0] == truth } }
}
