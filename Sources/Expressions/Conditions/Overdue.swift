import Model

extension Condition {
  package static let overdue = Condition(
    "overdue",
    "Whether the deadline in `sla` has passed. If only a lower bound of the age is known (`at-least-since`), "
      + "a deadline that has not passed is unknown.",
    reads: Field("due", .flag), as: .flag,
    actual: { context in
      guard let due = context.due else { return "no deadline" }
      return context.today > due ? "\(context.today - due) days over" : "due \(due)"
    },
    examples: [
      .holds("true", "severity: high\nfirst-seen: 2026-01-01"),
      .fails("true", "severity: high\nfirst-seen: 2026-11-01"),
      .unknown("true", "severity: high\nfirst-seen: 2026-11-01\nfirst-seen-source: at-least-since"),
      .fails("true", "severity: low\nfirst-seen: 2020-01-01"),
    ],
    parse: \.flag,
    test: { wanted, context, _ in
      guard let due = context.due else { return Truth(!wanted) }
      if context.today > due { return Truth(wanted) }
      return context.risk.firstSeen.source == .atLeastSince ? .unknown : Truth(!wanted)
    })
}
