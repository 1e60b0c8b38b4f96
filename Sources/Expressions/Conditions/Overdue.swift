import Model

extension Condition {
  package static let overdue = Condition(
    "overdue",
    "Whether the deadline in `sla` has passed. If only a lower bound of the age is known (`at-least-since`), "
      + "a deadline that has not passed is unknown; if it is not known when the deadline began, one that has passed is.",
    reads: Field("due", .flag), as: .flag,
    actual: { context in
      guard let due = context.due else { return "no deadline" }
      let said = context.today > due.day ? "\(context.today - due.day) days over" : "due \(due.day)"
      switch due.certainty {
      case .exact: return said
      case .orEarlier: return "\(said) or earlier"
      case .orLater: return "\(said) or later"
      case .unknown: return "\(said), or at another time"
      }
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
      let isOver = due.isOver(on: context.today)
      return wanted ? isOver : !isOver
    })
}
