import Model

extension Condition {
  static let kind = Condition(
    "kind",
    "What sort of looking found it: sast, sca, secret, iac and so on. Where only some of the witnesses match, as with `tool`.",
    .oneOrMany(Reader<Observation.Kind>.word("kind of finding", Observation.Kind.allCases)),
    says: { $0.map(\.rawValue).joined(separator: " or ") },
    actual: { Set($0.finding.witnesses.map(\.kind.rawValue)).sorted().joined(separator: " and ") },
    examples: [.holds("[sast, secret]", "kind: secret"), .fails("sca", "kind: container")],
    test: { wanted, facts in facts.across { wanted.contains($0.kind) } })
}
