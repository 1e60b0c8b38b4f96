import Expressions
import Model

extension Policy {
  /// Whether the effect of a rule or an exception depends on the age of findings.
  package var readsAge: Bool {
    let conditions = rules.map(\.condition) + exceptions.map(\.condition)
    let names = [Condition.overdue.name, Condition.age.name]
    return conditions.contains { $0.predicates.contains { names.contains($0.condition) } }
  }

  /// A warning about findings whose deadline may have passed, because it is not known since when they exist: the rules
  /// about `overdue` skip them, or count them as overdue (`if-unknown`). Nil when there are none.
  ///
  /// - Parameter help: What to do to learn the age.
  package func deadlineNotice(_ judgements: [Judgement], help: String? = nil) -> Diagnostic? {
    let places = rules.map { rule in
      rule.condition.predicates.indices.filter { rule.condition.predicates[$0].condition == Condition.overdue.name }
    }
    guard places.contains(where: { !$0.isEmpty }) else { return nil }
    var (count, applied, first) = (0, 0, Int?.none)
    for index in judgements.indices {
      guard judgements[index].outcome.rules.contains(where: { $0.truth == .unknown }) else { continue }
      let unknown = judgements[index].outcome.rules.first { outcome in
        outcome.truth == .unknown && places[outcome.rule].contains { outcome.trace[$0] == .unknown }
      }
      guard let unknown, !judgements[index].isSuppressed else { continue }
      if unknown.application != .skipped { applied += 1 }
      (count, first) = (count + 1, min(first ?? unknown.rule, unknown.rule))
    }
    guard count > 0, let first else { return nil }
    let findings = count == 1 ? "1 finding of the past has" : "\(count) findings of the past have"
    let because =
      applied > 0 ? ["\(applied) of them count as overdue, because the rule does not skip what is unknown"] : []
    return Diagnostic(
      .deadlineUnknown, "\(findings) no known first day, so no deadline", severity: .warning, at: rules[first].at,
      because: because, help: help)
  }
}
