import Model

extension Condition {
  static let component = Condition(
    "package", "Which package it is in, as a purl in which `*` stands for anything. Without a version, every version.",
    .oneOrMany(Reader<PackagePattern>.package), says: { $0.map(\.text).joined(separator: " or ") },
    actual: { facts in
      facts.finding.component.map { "\($0.name) \($0.version ?? "")" } ?? "no package"
    },
    examples: [
      .holds("[\"pkg:npm/vendor/*\"]", "package: pkg:npm/vendor/x@1.0.0"),
      .holds("pkg:npm/%40acme/x@1.*", "package: \"pkg:npm/%40acme/x@1.2.3\""),
      .fails("pkg:npm/x@2.*", "package: pkg:npm/x@1.0.0\nkind: sca"), .fails("pkg:npm/x", "kind: sast"),
      .unknown("pkg:npm/x", "kind: sca"),
    ],
    test: { wanted, facts in
      guard let component = facts.finding.component else { return facts.finding.kind.isDependency ? .unknown : .no }
      return Truth.any(wanted.map { $0.matches(component) })
    })
}
