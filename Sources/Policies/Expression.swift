import Documents
import Model

/// What a rule asks of a finding, checked and typed: the one tree that every condition compiles to.
indirect enum Expression: Sendable {
  case test(Test)
  case all([Expression])
  case any([Expression])
  case not(Expression)

  /// A condition with the value it is compared with.
  struct Test: Sendable {
    var condition: String
    var wanted: String
    /// Where the policy says so.
    var node: YAMLNode
    var truth: @Sendable (Facts) -> Truth
    var actual: @Sendable (Facts) -> String
  }
}

extension Expression {
  /// Three-valued (Kleene). Depth is bounded by the reader.
  func truth(for facts: Facts) -> Truth {
    switch self {
    case .test(let test): test.truth(facts)
    case .all(let parts): Truth.all(parts.indices.lazy.map { parts[$0].truth(for: facts) })
    case .any(let parts): Truth.any(parts.indices.lazy.map { parts[$0].truth(for: facts) })
    case .not(let part): !part.truth(for: facts.leaningOtherwise)
    }
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

  var leaningOtherwise: Facts {
    var other = self
    other.mixed = !mixed
    return other
  }

  /// Yes when it holds for every witness, no when for none.
  func across(_ holds: (Observation) -> Bool) -> Truth {
    let count = finding.witnesses.count(where: holds)
    if count == 0 { return .no }
    return count == finding.witnesses.count ? .yes : mixed
  }
}
