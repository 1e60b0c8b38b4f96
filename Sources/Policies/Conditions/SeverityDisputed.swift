import Model

extension Condition {
  static let severityDisputed = Condition(
    "severity-disputed", "Whether the witnesses state different severities.", .flag, says: \.description,
    actual: { $0.finding.isSeverityDisputed.description },
    examples: [
      .holds("true", "severity-disputed: true"), .fails("true", "severity-disputed: false"),
      .holds("false", "severity-disputed: false"),
    ],
    test: { wanted, facts in Truth(facts.finding.isSeverityDisputed == wanted) })
}
