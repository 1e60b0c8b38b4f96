import Model

extension Condition {
  static let kind = Condition(
    "kind",
    "What sort of scan found it: sast, sca, secret, iac and so on. Where only some of the observations match, as with `tool`.",
    reads: Field("kind", .word), as: .words("kind of finding", Observation.Kind.allCases),
    actual: { Set($0.finding.observations.map(\.kind.rawValue)).sorted().joined(separator: " and ") },
    examples: [.holds("[sast, secret]", "kind: secret"), .fails("sca", "kind: container")],
    parse: { tests in tests.words().map { Set($0.compactMap(Observation.Kind.init)) } },
    test: { wanted, context, partialMatch in context.across(partialMatch) { wanted.contains($0.kind) } })
}
