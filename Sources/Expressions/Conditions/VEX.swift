import Model

extension Condition {
  static let vex = Condition(
    "vex",
    "The status of the VEX statement in force. A statement that the policy does not trust counts for rules, "
      + "never for exceptions.",
    reads: Field("vex.status", .word), as: .words("VEX status", Statement.Status.allCases),
    actual: { context in
      let vex = context.risk.vex
      if !vex.conflict.isEmpty { return "contradictory statements" }
      let all =
        (vex.inForce.map { [$0.status.rawValue] } ?? [])
        + vex.untrusted.map { "\($0.statement.status.rawValue), not trusted" }
      return all.isEmpty ? "no statement" : all.joined(separator: "; ")
    },
    examples: [
      .holds("[affected, under_investigation]", "vex: { status: affected, issuer: a }"),
      .fails("affected", "vex: { status: fixed, issuer: a }"), .fails("affected", "kind: sca"),
    ],
    parse: { tests in tests.words().map { Set($0.compactMap(Statement.Status.init)) } },
    test: { wanted, context, partialMatch in
      if context.risk.$vex == .noStatement { return .no }
      let vex = context.risk.vex
      guard vex.conflict.isEmpty else { return .unknown }
      if let statement = vex.inForce, wanted.contains(statement.status) { return .yes }
      return vex.untrusted.contains { wanted.contains($0.statement.status) } ? partialMatch : .no
    })
}
