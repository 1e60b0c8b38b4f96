/// The condition of a rule: a tree of predicates, as data.
///
/// It contains no code, so it can be compared, encoded and printed. To evaluate it, look up its conditions by name.
package indirect enum Expression: Hashable, Codable, Sendable {
  case predicate(Predicate)
  /// True when all parts are true; true when there are no parts.
  case all([Expression])
  /// True when at least one part is true.
  case any([Expression])
  case not(Expression)
}

/// A condition and the constants that it is compared with: `severity: { at-least: high }`.
package struct Predicate: Hashable, Codable, Sendable {
  /// The name of the condition, as a policy spells it.
  package var condition: String
  /// The tests of the condition; all of them must be true.
  package var tests: [FieldTest]
  /// The position of the predicate in the policy file.
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
    /// Greater than the value.
    case over
    /// Determined by one of these methods of analysis.
    case by
    /// Determined by an analysis with at least this scope.
    case scope
  }

  package var `operator`: Operator
  package var values: [Value]

  package init(_ operator: Operator, _ values: [Value]) { (self.operator, self.values) = (`operator`, values) }

  /// A constant in a predicate.
  package enum Value: Hashable, Codable, Sendable {
    case flag(Bool)
    case word(String)
    case integer(Int)
    case number(Double)
    case duration(TimeSpan)
  }
}

extension FieldTest.Value: CustomStringConvertible {
  /// The constant as a policy spells it.
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
  /// All predicates from left to right, which is also the order of traces.
  package var predicates: [Predicate] {
    switch self {
    case .predicate(let predicate): [predicate]
    case .all(let parts), .any(let parts): parts.flatMap(\.predicates)
    case .not(let part): part.predicates
    }
  }
}
