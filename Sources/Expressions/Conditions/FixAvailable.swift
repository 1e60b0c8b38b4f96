import Model

extension Condition {
  static let fixAvailable = Condition(
    "fix-available",
    "Whether a version without the problem exists. Unknown when no observation states whether one exists.",
    reads: Field("fixedVersions", .flag), as: .flag,
    actual: { context in
      context.finding.fixedVersions.map { $0.isEmpty ? "no fixed version" : "fixed in \($0.joined(separator: ", "))" }
        ?? "unknown"
    },
    examples: [
      .holds("true", "fixed-versions: [2.0.0]"), .fails("true", "fixed-versions: []"), .unknown("true", "kind: sca"),
      .holds("false", "fixed-versions: []"),
    ],
    parse: \.flag,
    test: { wanted, context, _ in Truth(context.finding.fixedVersions.map { !$0.isEmpty == wanted }) })
}
