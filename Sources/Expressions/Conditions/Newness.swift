import Model

extension Condition {
  static let newness = Condition(
    "newness",
    "Whether this change introduced the finding: introduced, surfaced (same code, new advisory or rule) or inherited. "
      + "Rules count unknown as introduced; an exception never applies on unknown.",
    reads: Field("newness", .word),
    as: .words("newness", Newness.allCases.filter { $0 != .resolved }),
    actual: { $0.risk.newness.newness.rawValue },
    examples: [
      .holds("[introduced, surfaced]", "newness: surfaced"), .fails("[introduced]", "newness: inherited"),
      .holds("introduced", "newness: unknown"), .unknown("inherited", "newness: unknown"),
      .unknown("surfaced", "newness: unknown"),
    ],
    parse: { tests in tests.words().map { Set($0.compactMap(Newness.init)) } },
    test: { wanted, context, partialMatch in
      let actual = context.risk.newness.newness
      if wanted.contains(actual) { return .yes }
      if actual == .unknown, partialMatch == .yes, wanted.contains(.introduced) { return .yes }
      return actual == .unknown ? .unknown : .no
    })
}
