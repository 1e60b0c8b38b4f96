import Model

extension Condition {
  static let kind = Condition(
    "kind",
    "The kind of scan: sast, sca, secret, iac and others. If only some observations match, rules count it as yes "
      + "and exceptions as no.",
    reads: Field("kind", .word), as: .words("kind of finding", Observation.Kind.allCases),
    actual: { Set($0.finding.observations.map(\.kind.rawValue)).sorted().joined(separator: " and ") },
    examples: [.holds("[sast, secret]", "kind: secret"), .fails("sca", "kind: container")],
    parse: { tests in tests.words().map { Set($0.compactMap(Observation.Kind.init)) } },
    test: { wanted, context, partialMatch in context.across(partialMatch) { wanted.contains($0.kind) } })
}
