import Model

extension Condition {
  static let rule = Condition(
    "rule",
    "The scanner's rule, by its exact id or with `*`. If only some observations match, rules count it as yes "
      + "and exceptions as no.",
    reads: Field("observations.ruleId", .text), as: .words(.rulePattern),
    actual: { Set($0.finding.observations.map(\.ruleId)).sorted().joined(separator: " and ") },
    examples: [
      .holds("[\"python.lang.*\"]", "rule: python.lang.security.eval"), .fails("eval", "rule: python.lang.eval"),
      .holds("generic.secret", "rule: generic.secret"),
    ],
    parse: { tests in tests.words()?.map { RulePattern($0) } },
    test: { wanted, context, partialMatch in
      context.across(partialMatch) { observation in wanted.contains { $0.matches(observation.ruleId) } }
    })
}
