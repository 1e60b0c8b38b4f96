import Model

/// Finds expressions that hold for no finding of which all facts are known and stated alike by all of its scanners.
///
/// The search expands the expression into its alternatives, as in a semantic tableau: each is a list of predicates that must hold or
/// must not hold. An alternative is closed by the first predicate that contradicts the ones before it about the same condition. It gives
/// up after a fixed number of steps, and then assumes that the expression can hold.
struct Contradictions {
  /// A predicate that must hold, or must not.
  struct Literal {
    let predicate: Predicate
    let isWanted: Bool
  }

  /// One way in which an expression may hold.
  private struct Alternative {
    var pending: [(expression: Expression, isWanted: Bool)]
    var literals: [String: [Literal]] = [:]
  }

  private static let mostSteps = 2000

  /// The conditions about which the expression contradicts itself, one for each alternative; nil when it can hold.
  static func conditions(in expression: Expression) -> Set<String>? {
    var open = [Alternative(pending: [(expression, true)])]
    var (closed, steps) = (Set<String>(), 0)
    while var alternative = open.popLast() {
      switch step(&alternative, &steps) {
      case .holds: return nil
      case .closed(let condition): closed.insert(condition)
      case .branches(let parts, let isWanted):
        for part in parts {
          var branch = alternative
          branch.pending.append((part, isWanted))
          open.append(branch)
        }
      }
    }
    return closed
  }

  private enum Step {
    case holds
    case closed(by: String)
    case branches([Expression], isWanted: Bool)
  }

  /// Takes predicates until the alternative is complete, contradicts itself or splits into several.
  private static func step(_ alternative: inout Alternative, _ steps: inout Int) -> Step {
    while let (expression, isWanted) = alternative.pending.popLast() {
      if case .all(let parts) = expression { steps += parts.count }
      if case .any(let parts) = expression { steps += parts.count }
      steps += 1
      guard steps <= mostSteps else { return .holds }
      switch (expression, isWanted) {
      case (.not(let part), _): alternative.pending.append((part, !isWanted))
      case (.all(let parts), true), (.any(let parts), false):
        alternative.pending += parts.map { ($0, isWanted) }
      case (.all(let parts), false), (.any(let parts), true): return .branches(parts, isWanted: isWanted)
      case (.predicate(let predicate), _):
        let name = predicate.condition
        alternative.literals[name, default: []].append(Literal(predicate: predicate, isWanted: isWanted))
        guard Facts.canMeet(alternative.literals[name] ?? []) else { return .closed(by: name) }
      }
    }
    return .holds
  }
}
