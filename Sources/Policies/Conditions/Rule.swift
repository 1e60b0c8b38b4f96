import Model

extension Condition {
  static let rule = Condition(
    "rule", "The scanner's rule, by its exact id or with `*`. Where only some of the witnesses match, as with `tool`.",
    .oneOrMany(Reader<String>.text.map { text, _, _ in Wildcard(text) }),
    says: { $0.map(\.text).joined(separator: " or ") },
    actual: { Set($0.finding.witnesses.map(\.ruleId)).sorted().joined(separator: " and ") },
    examples: [
      .holds("[\"python.lang.*\"]", "rule: python.lang.security.eval"), .fails("eval", "rule: python.lang.eval"),
      .holds("generic.secret", "rule: generic.secret"),
    ],
    test: { wanted, facts in facts.across { witness in wanted.contains { $0.matches(witness.ruleId) } } })
}
