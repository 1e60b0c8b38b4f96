import Model

extension Condition {
  static let newness = Condition(
    "newness",
    "Whether this change brought it: introduced, surfaced (same code, new advisory or rule), inherited. "
      + "Unknown counts as introduced.",
    .oneOrMany(Reader<Newness>.word("newness", Newness.allCases.filter { $0 != .resolved })),
    says: { $0.map(\.rawValue).joined(separator: " or ") }, actual: { $0.risk.newness.newness.rawValue },
    examples: [
      .holds("[introduced, surfaced]", "newness: surfaced"), .fails("[introduced]", "newness: inherited"),
      .holds("introduced", "newness: unknown"), .fails("inherited", "newness: unknown"),
      .unknown("surfaced", "newness: unknown"),
    ],
    test: { wanted, facts in
      let actual = facts.risk.newness.newness
      if wanted.contains(actual) || (actual == .unknown && wanted.contains(.introduced)) { return .yes }
      return actual == .unknown && wanted.contains(.surfaced) ? .unknown : .no
    })
}
