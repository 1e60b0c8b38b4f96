import Model

extension Condition {
  static let severityDisputed = Condition(
    "severity-disputed", "Whether the observations state different severities.",
    reads: Field("severityDisputed", .flag), as: .flag, actual: { $0.finding.isSeverityDisputed.description },
    examples: [
      .holds("true", "severity-disputed: true"), .fails("true", "severity-disputed: false"),
      .holds("false", "severity-disputed: false"),
    ],
    parse: \.flag, test: { wanted, context, _ in Truth(context.finding.isSeverityDisputed == wanted) })
}
