import Model

extension Condition {
  static let vex = Condition(
    "vex",
    "What the VEX statement in force says of it. A statement that the policy does not trust counts for a rule and never for an exception.",
    .oneOrMany(Reader<Statement.Status>.word("VEX status", Statement.Status.allCases)),
    says: { $0.map(\.rawValue).joined(separator: " or ") },
    actual: { facts in
      if !facts.risk.vex.conflict.isEmpty { return "contradictory statements" }
      return facts.risk.vex.inForce.map { $0.status.rawValue + (facts.isStatementTrusted ? "" : ", not trusted") }
        ?? "no statement"
    },
    examples: [
      .holds("[affected, under_investigation]", "vex: { status: affected, issuer: a }"),
      .fails("affected", "vex: { status: fixed, issuer: a }"), .fails("affected", "kind: sca"),
    ],
    test: { wanted, facts in
      guard facts.risk.vex.conflict.isEmpty else { return .unknown }
      guard let statement = facts.risk.vex.inForce, wanted.contains(statement.status) else { return .no }
      return facts.isStatementTrusted ? .yes : facts.mixed
    })
}
