import Model

extension Condition {
  static let overdue = Condition(
    "overdue", "Whether its last day by `sla` is over. \"At least since\" is enough to be late, not to be in time.",
    .flag,
    says: \.description,
    actual: { facts in
      guard let due = facts.due else { return "no deadline" }
      return facts.today > due ? "\(facts.today - due) days over" : "due \(due)"
    },
    examples: [
      .holds("true", "severity: high\nfirst-seen: 2026-01-01"),
      .fails("true", "severity: high\nfirst-seen: 2026-11-01"),
      .unknown("true", "severity: high\nfirst-seen: 2026-11-01\nfirst-seen-source: at-least-since"),
      .fails("true", "severity: low\nfirst-seen: 2020-01-01"),
    ],
    test: { wanted, facts in
      guard let due = facts.due else { return Truth(!wanted) }
      if facts.today > due { return Truth(wanted) }
      return facts.risk.firstSeen.source == .atLeastSince ? .unknown : Truth(!wanted)
    })
}
