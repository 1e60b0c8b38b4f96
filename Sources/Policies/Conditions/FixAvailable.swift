import Model

extension Condition {
  static let fixAvailable = Condition(
    "fix-available", "Whether some version is without the problem. Unknown where no witness speaks of fixes.", .flag,
    says: \.description,
    actual: { facts in
      facts.finding.fixedVersions.map { $0.isEmpty ? "no fixed version" : "fixed in \($0.joined(separator: ", "))" }
        ?? "unknown"
    },
    examples: [
      .holds("true", "fixed-versions: [2.0.0]"), .fails("true", "fixed-versions: []"), .unknown("true", "kind: sca"),
      .holds("false", "fixed-versions: []"),
    ],
    test: { wanted, facts in Truth(facts.finding.fixedVersions.map { !$0.isEmpty == wanted }) })
}
