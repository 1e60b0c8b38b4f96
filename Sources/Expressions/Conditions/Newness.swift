import Model

extension Condition {
  package static let newness = Condition(
    "newness",
    "Whether this change introduced the finding: introduced, surfaced (same code, new advisory or rule) or inherited. "
      + "Where the facts leave several of these, the answer is yes if all of them are asked for, no if none is, and unknown "
      + "otherwise.",
    reads: Field("newness", .word),
    as: .words("newness", Newness.allCases.filter { $0 != .resolved }),
    actual: { $0.risk.newness.words },
    examples: [
      .holds("[introduced, surfaced]", "newness: surfaced"), .fails("[introduced]", "newness: inherited"),
      .unknown("introduced", "newness: unknown"), .holds("unknown", "newness: unknown"),
      .unknown("surfaced", "newness: [surfaced, inherited]"), .fails("introduced", "newness: [surfaced, inherited]"),
      .holds("[surfaced, inherited]", "newness: [surfaced, inherited]"),
    ],
    parse: { tests in
      tests.words().map { words in
        let wanted = words.compactMap(Newness.init)
        return Wanted(
          values: NewnessSet(wanted.filter { $0 != .unknown }.map(NewnessSet.init)),
          isUnknown: wanted.contains(.unknown))
      }
    },
    test: { wanted, context, _ in
      let newness = context.risk.newness
      if wanted.isUnknown, newness.newness == .unknown { return .yes }
      return newness.possible.isOne(of: wanted.values)
    })
}

/// The values that a condition asks for, and whether it asks for findings whose newness is unknown.
private struct Wanted: Sendable {
  let values: NewnessSet
  let isUnknown: Bool
}

extension NewnessResult {
  /// The newness in words, with what is possible where it is unknown: `surfaced or inherited`.
  fileprivate var words: String {
    guard newness == .unknown, possible != .all else { return newness.rawValue }
    return possible.values.map(\.rawValue).joined(separator: " or ")
  }
}
