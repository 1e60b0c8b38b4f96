import Model

extension Condition {
  static let kind = Condition(
    "kind", "What sort of looking found it: sast, sca, secret, iac and so on.",
    .oneOrMany(Reader<Observation.Kind>.word("kind of finding", Observation.Kind.allCases)),
    says: { $0.map(\.rawValue).joined(separator: " or ") }, actual: { $0.finding.kind.rawValue },
    examples: [.holds("[sast, secret]", "kind: secret"), .fails("sca", "kind: container")],
    test: { wanted, facts in Truth(wanted.contains(facts.finding.kind)) })
}
