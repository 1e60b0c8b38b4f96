import Model

extension Condition {
  static let vex = Condition(
    "vex",
    "The status of the VEX statement in force. A statement that the policy does not trust counts for rules, "
      + "never for exceptions. If the finding has several vulnerabilities, one is enough for rules, and exceptions need all.",
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
      let answers = vex.results.map { answer($0, wanted, vex, partialMatch) }
      guard partialMatch == .yes else { return answers.isEmpty ? .no : Truth.all(answers) }
      let isStated = vex.untrusted.contains { wanted.contains($0.statement.status) }
      return isStated ? .yes : Truth.any(answers)
    })
}

/// Whether the statement in force for one vulnerability has one of the wanted statuses.
private func answer(
  _ result: VEXResult, _ wanted: Set<Statement.Status>, _ vex: VEXAssessment, _ partialMatch: Truth
) -> Truth {
  guard result.conflict.isEmpty else { return .unknown }
  guard let statement = result.inForce, wanted.contains(statement.status) else { return .no }
  return partialMatch == .yes || vex.isTrusted(statement) ? .yes : .no
}
