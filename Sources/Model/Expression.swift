/// What a rule asks of a finding: a tree of predicates, as data.
///
/// It holds no code, so it can be compared, stored, written back and evaluated by whoever knows the conditions by name.
package indirect enum Expression: Hashable, Codable, Sendable {
  case predicate(Predicate)
  /// Holds when all parts do; without parts it always does.
  case all([Expression])
  /// Holds when at least one part does.
  case any([Expression])
  case not(Expression)
}

/// One condition with the constants it compares with: `severity: { at-least: high }`.
package struct Predicate: Hashable, Codable, Sendable {
  /// The name of the condition, as a policy writes it.
  package var condition: String
  /// All of them must hold.
  package var tests: [FieldTest]
  /// Where the policy says so.
  package var at: SourcePosition

  package init(condition: String, tests: [FieldTest], at: SourcePosition) {
    (self.condition, self.tests, self.at) = (condition, tests, at)
  }
}

/// An operator and its constants.
package struct FieldTest: Hashable, Codable, Sendable {
  package enum Operator: String, CaseIterable, Codable, Sendable {
    /// Equal to one of the values, or matching one of the patterns.
    case oneOf = "is"
    case atLeast = "at-least"
    case atMost = "at-most"
    /// Longer than.
    case over
    /// By one of these methods of analysis.
    case by
    /// At least this scope of analysis.
    case scope
  }

  package var `operator`: Operator
  package var values: [Value]

  package init(_ operator: Operator, _ values: [Value]) { (self.operator, self.values) = (`operator`, values) }

  /// A constant.
  package enum Value: Hashable, Codable, Sendable {
    case flag(Bool)
    case word(String)
    case integer(Int)
    case number(Double)
    case duration(TimeSpan)
  }
}

extension FieldTest.Value: CustomStringConvertible {
  /// The constant as a policy writes it.
  package var description: String {
    switch self {
    case .flag(let flag): flag.description
    case .word(let word): word
    case .integer(let number): number.description
    case .number(let number): number.description
    case .duration(let span): span.description
    }
  }
}

extension Expression {
  /// Every predicate, from left to right. Traces are in this order.
  package var predicates: [Predicate] {
    switch self {
    case .predicate(let predicate): [predicate]
    case .all(let parts), .any(let parts): parts.flatMap(\.predicates)
    case .not(let part): part.predicates
    }
  }
}
