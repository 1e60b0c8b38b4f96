import Expressions
import Model

extension Policy {
  /// A warning about findings whose deadline may have passed, and which the rules about `overdue` skip, because it is
  /// not known since when they exist. Nil when there are none.
  package func deadlineNotice(_ judgements: [Judgement]) -> Diagnostic? {
    let places = rules.map { rule in
      rule.condition.predicates.indices.filter { rule.condition.predicates[$0].condition == Condition.overdue.name }
    }
    guard places.contains(where: { !$0.isEmpty }) else { return nil }
    var (count, first) = (0, Int?.none)
    for index in judgements.indices where !judgements[index].isSuppressed {
      let skipped = judgements[index].outcome.rules.first { outcome in
        outcome.application == .skipped && places[outcome.rule].contains { outcome.trace[$0] == .unknown }
      }
      guard let skipped else { continue }
      (count, first) = (count + 1, min(first ?? skipped.rule, skipped.rule))
    }
    guard count > 0, let first else { return nil }
    let text =
      count == 1
      ? "1 finding of the past has no known first day, so no deadline"
      : "\(count) findings of the past have no known first day, so no deadline"
    return Diagnostic(.deadlineUnknown, text, severity: .warning, at: rules[first].at)
  }
}
