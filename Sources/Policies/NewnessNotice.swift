import Expressions
import Model

extension Policy {
  /// A warning about findings in unchanged packages that rules about `newness` skip, because nobody scanned the base, so
  /// that it is not known whether they surfaced. Nil when there are none.
  package func newnessNotice(_ judgements: [Judgement]) -> Diagnostic? {
    let places = rules.map { rule in
      rule.condition.predicates.indices.filter { rule.condition.predicates[$0].condition == Condition.newness.name }
    }
    guard places.contains(where: { !$0.isEmpty }) else { return nil }
    var (count, first) = (0, Int?.none)
    for index in judgements.indices where judgements[index].risk.newness.possible == .notIntroduced {
      guard !judgements[index].isSuppressed, judgements[index].effect != .deny else { continue }
      let skipped = judgements[index].outcome.rules.first { outcome in
        outcome.application == .skipped && places[outcome.rule].contains { outcome.trace[$0] == .unknown }
      }
      guard let skipped else { continue }
      (count, first) = (count + 1, min(first ?? skipped.rule, skipped.rule))
    }
    guard let first else { return nil }
    let findings = count == 1 ? "1 finding in a package" : "\(count) findings in packages"
    return Diagnostic(
      .newnessUnknown, "\(findings) that the change does not touch may have surfaced since the base",
      severity: .warning,
      at: rules[first].at, because: ["nobody scanned the base"],
      help:
        "scan the base as well and pass its reports with --base-report: what they already have is old, and the rest "
        + "is new")
  }
}
