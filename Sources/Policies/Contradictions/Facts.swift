import Expressions
import Model

/// The facts of a finding, as far as is needed to tell whether some of them meet several predicates of one condition.
enum Facts {
  /// Whether a finding may meet all of these predicates, which are of one condition.
  static func canMeet(_ literals: [Contradictions.Literal]) -> Bool {
    guard let condition = literals.first?.predicate.condition else { return true }
    if let values = values(of: condition) { return canMeet(literals, among: values) }
    switch condition {
    case "age":
      return canMeet(literals, above: .over) { if case .duration(let span) = $0 { Double(span.seconds) } else { nil } }
    case "epss": return canMeet(literals, above: .atLeast) { if case .number(let share) = $0 { share } else { nil } }
    default: return NamedFacts(condition, literals).canBeMet
    }
  }

  // MARK: - Conditions of which a finding has one value

  /// The values that a known fact can have; nil for conditions of which it can have several or any.
  private static func values(of condition: String) -> [String]? {
    switch condition {
    case "severity": Severity.names
    case "newness": [Newness.introduced, .surfaced, .inherited, .unknown].map(\.rawValue)
    case "kind": Observation.Kind.allCases.map(\.rawValue)
    case "reachability": Reachability.allCases.map(\.rawValue)
    case "severity-disputed", "known-exploited", "fix-available", "overdue": ["true", "false"]
    default: nil
    }
  }

  private static func canMeet(_ literals: [Contradictions.Literal], among values: [String]) -> Bool {
    values.contains { value in
      literals.allSatisfy { literal in
        let answer = answer(literal.predicate, for: value)
        if literal.isWanted { return answer == .yes }
        // Who asks for unknown facts means them, whatever else cannot be said of them.
        return answer != .yes || literal.isOpen
      }
    }
  }

  /// Whether a predicate holds for a value.
  private static func answer(_ predicate: Predicate, for value: String) -> Truth {
    let listed = predicate.tests.first { $0.operator == .oneOf }?.values.map(\.description)
    let isListed = listed?.contains(value) ?? true
    // That a fact is unknown is an answer only where it is asked for.
    if value == "unknown" { return listed.map { $0.contains(value) } == true ? .yes : .unknown }
    let isInside = predicate.condition != "severity" || isInside(predicate, Severity(name: value))
    return Truth(isListed && isInside)
  }

  private static func isInside(_ predicate: Predicate, _ severity: Severity?) -> Bool {
    guard let severity else { return false }
    return predicate.tests.allSatisfy { test in
      guard let limit = test.values.first.flatMap({ Severity(name: $0.description) }) else { return true }
      return switch test.operator {
      case .atLeast: severity >= limit
      case .atMost: severity <= limit
      case .oneOf, .over, .by, .scope: true
      }
    }
  }

  // MARK: - Conditions with a limit

  /// Whether a number may be above all limits that must hold and not above those that must not.
  private static func canMeet(
    _ literals: [Contradictions.Literal], above operator: FieldTest.Operator, _ number: (FieldTest.Value) -> Double?
  ) -> Bool {
    func limits(_ isWanted: Bool) -> [Double] {
      literals.filter { $0.isWanted == isWanted }.compactMap { literal in
        literal.predicate.tests.first { $0.operator == `operator` }?.values.first.flatMap(number)
      }
    }
    let (least, most) = (limits(true).max() ?? 0, limits(false).min() ?? .infinity)
    return least < most
  }
}

extension Contradictions.Literal {
  /// Whether the predicate, which must not hold, is about the analysis as well, so that a finding with the value may not meet it.
  fileprivate var isOpen: Bool {
    !isWanted && predicate.tests.contains { $0.operator == .by || $0.operator == .scope }
  }
}
