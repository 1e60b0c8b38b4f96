import Documents
import Model

/// What a rule asks of a finding, checked and typed: the one tree that every condition compiles to.
enum Expression: Sendable {
  case test(Test)
  case all([Expression])
  case any([Expression])
  indirect case not(Expression)

  /// A condition with the value it is compared with. Every finding is asked, so what is said of it is not copied each time.
  final class Test: Sendable {
    let condition: String
    let wanted: String
    /// Where the policy says so.
    let node: YAMLNode
    let truth: @Sendable (Facts) -> Truth
    let actual: @Sendable (Facts) -> String

    init(
      condition: String, wanted: String, node: YAMLNode, truth: @escaping @Sendable (Facts) -> Truth,
      actual: @escaping @Sendable (Facts) -> String
    ) {
      (self.condition, self.wanted, self.node) = (condition, wanted, node)
      (self.truth, self.actual) = (truth, actual)
    }
  }
}

extension Expression {
  /// Three-valued (Kleene). Depth is bounded by the reader.
  func truth(for facts: Facts) -> Truth {
    switch self {
    case .test(let test): test.truth(facts)
    case .all(let parts): Expression.first(.no, of: parts, facts) ?? .yes
    case .any(let parts): Expression.first(.yes, of: parts, facts) ?? .no
    case .not(let part): !part.truth(for: facts.leaningOtherwise)
    }
  }

  /// The answer that settles the matter, if a part gives it; else unknown, if a part does. Not by way of `Truth.all`: this is
  /// asked of every finding, and what another module knows only as a sequence is slow.
  private static func first(_ settling: Truth, of parts: [Expression], _ facts: Facts) -> Truth? {
    var isUnknown = false
    for index in parts.indices {
      let truth = parts[index].truth(for: facts)
      if truth == settling { return settling }
      if truth == .unknown { isUnknown = true }
    }
    return isUnknown ? .unknown : nil
  }

  /// Every test with its outcome, none left out.
  func trace(for facts: Facts, prefix: String = "") -> [Reason.Step] {
    switch self {
    case .test(let test):
      [
        Reason.Step(
          prefix + test.condition, wanted: test.wanted, actual: test.actual(facts), outcome: test.truth(facts),
          at: test.node.place)
      ]
    case .all(let parts), .any(let parts): parts.flatMap { $0.trace(for: facts, prefix: prefix) }
    case .not(let part): part.trace(for: facts.leaningOtherwise, prefix: prefix + "not ")
    }
  }

  var tests: [Test] {
    switch self {
    case .test(let test): [test]
    case .all(let parts), .any(let parts): parts.flatMap(\.tests)
    case .not(let part): part.tests
    }
  }
}

/// What conditions are asked about: the risk, and what the policy knows of it.
struct Facts: Sendable {
  var risk: Risk
  /// The last day in time; nil where the policy sets no deadline.
  var due: Day?
  /// In the policy's time zone.
  var today: Day
  var now: Timestamp
  /// Whether the policy trusts the VEX statement in force.
  var isStatementTrusted: Bool
  /// The answer where some witnesses say yes and some no. It leans to whatever blocks, so that one more
  /// witness never opens the gate (law 2): yes for a rule, no for an exception, the other way round under `not`.
  var mixed = Truth.yes

  var finding: Finding { risk.finding }

  var leaningOtherwise: Facts { leaning(to: !mixed) }

  func leaning(to mixed: Truth) -> Facts {
    var other = self
    other.mixed = mixed
    return other
  }

  /// Yes when it holds for every witness, no when for none.
  func across(_ holds: (Observation) -> Bool) -> Truth {
    let count = finding.witnesses.count(where: holds)
    if count == 0 { return .no }
    return count == finding.witnesses.count ? .yes : mixed
  }
}
