/// Everything that took part in the judgement of one finding, as values. Explanations are made
/// from it without judging again.
package struct Outcome: Hashable, Codable, Sendable {
  /// The rules whose condition is true or unknown, ordered by id.
  package var rules: [RuleOutcome]
  /// The exceptions that could lower the effect and of whose condition at least one predicate is true, ordered by id.
  package var exceptions: [ExceptionOutcome]
  /// Everything that suppressed the finding or could have: the tool, VEX statements and waivers.
  package var suppressors: [Suppressor]

  package init(
    rules: [RuleOutcome] = [], exceptions: [ExceptionOutcome] = [], suppressors: [Suppressor] = []
  ) {
    (self.rules, self.exceptions, self.suppressors) = (rules, exceptions, suppressors)
  }
}

/// The result of one rule for a finding.
package struct RuleOutcome: Hashable, Codable, Sendable {
  package enum Application: Hashable, Codable, Sendable {
    /// The rule has its effect.
    case applied
    /// A fact is unknown, and the rule applies to known facts only.
    case skipped
    /// The rule has no effect before this day.
    case notInForce(before: Day)
    /// The rule warns before this day and denies from this day on.
    case warning(until: Day)
  }

  /// The position of the rule in the decision's rules.
  package var rule: Int
  package var truth: Truth
  package var application: Application
  /// The results of the predicates of the rule's condition, from left to right.
  package var trace: TruthList
  /// Whether the finding counts as introduced for this rule, because the change moves its file from a path that the rule
  /// does not judge as strictly.
  package var isArrival: Bool

  package init(rule: Int, truth: Truth, application: Application, trace: TruthList, isArrival: Bool = false) {
    (self.rule, self.truth, self.application, self.trace) = (rule, truth, application, trace)
    self.isArrival = isArrival
  }

  /// The effect on the finding, given the effect that the rule declares.
  package func effect(of rule: Effect) -> Effect {
    switch application {
    case .applied: rule
    case .skipped, .notInForce: .allow
    case .warning: .warn
    }
  }
}

/// The result of one exception for a finding.
package struct ExceptionOutcome: Hashable, Codable, Sendable {
  /// The position of the exception in the decision's exceptions.
  package var exception: Int
  /// Whether the exception is granted; only `yes` grants it.
  package var truth: Truth
  /// The results of the predicates of the exception's condition, from left to right.
  package var trace: TruthList

  package init(exception: Int, truth: Truth, trace: TruthList) {
    (self.exception, self.truth, self.trace) = (exception, truth, trace)
  }
}

/// Something that suppresses a finding, or would if it had no obstacle.
package struct Suppressor: Hashable, Codable, Sendable {
  package var suppression: Suppression
  /// The id of the waiver, or of the VEX document that contains the statement.
  package var id: String?
  /// The status that the VEX statement gives the vulnerability; nil when it is not a VEX statement.
  package var status: Statement.Status?
  /// The reason why it does not apply; nil when it applies.
  package var obstacle: Obstacle?

  package init(
    _ suppression: Suppression, id: String? = nil, status: Statement.Status? = nil, obstacle: Obstacle? = nil
  ) {
    (self.suppression, self.id, self.status, self.obstacle) = (suppression, id, status, obstacle)
  }

  /// Why a suppressor does not suppress a finding that it is about.
  package enum Obstacle: Hashable, Codable, Sendable {
    /// The waiver begins on a later day.
    case notInForce(from: Day)
    case expired(on: Day, daysAgo: Int)
    /// The policy allows no waiver of findings of that severity.
    case neverAllowed
    /// The waiver lasts longer than the policy allows for the severity.
    case tooLong(days: Int, most: TimeSpan)
    /// The waiver and those before it last longer than the policy allows for the severity.
    case outlived(since: Day, days: Int, most: TimeSpan)
    /// The waiver of the finding was renewed more often than the policy allows.
    case renewed(times: Int, most: Int)
    /// The policy limits renewals, and the clone does not show the history of the waivers.
    case renewalsUnknown(most: Int)
    /// The policy ends waivers when a version without the problem is known.
    case fixed(in: [String])
    /// The approver is not one of those who may approve.
    case notAuthorized(mayApprove: [String])
    /// The policy wants commits to prove that somebody approved the waiver, and they do not.
    case approvalNotProven(because: String, help: String)
    /// Another part of the finding is covered by nothing: a vulnerability, or what another tool reports.
    case partial(uncovered: String)
    /// The VEX statement is about the vulnerability, and does not cover the finding or is not trusted by the policy.
    case notApplicable(because: String)
    /// VEX statements with the same timestamp contradict each other; `count` includes this one.
    case contradicted(count: Int)
  }
}

/// The results of a list of predicates, packed into bits, because most rules have fewer than 32 predicates.
package struct TruthList: Hashable, Codable, Sendable {
  package private(set) var count = 0
  /// Two bits for each result, the first result in the lowest bits.
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
    let position = UInt64(2 * (count % 32))
    if count < 32 {
      first |= bits << position
    } else {
      if position == 0 { others.append(0) }
      others[others.count - 1] |= bits << position
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

  /// Whether at least one result equals `truth`.
  package func contains(_ truth: Truth) -> Bool { (0..<count).contains { self[$0] == truth } }
}
