import Model

extension Condition {
  package static let age = Condition(
    "age",
    "The time since the finding was first seen. If only a lower bound is known (`at-least-since`), "
      + "an age that is not over the limit is unknown.",
    reads: Field("firstSeen.time", .day),
    as: .mapping("age") { fields in
      fields.decode("over", .span, "An age greater than this.", example: "30d")
        .map { [FieldTest(.over, [.duration($0)])] }
    },
    actual: { "since \($0.risk.firstSeen.time.day) (\($0.risk.firstSeen.source.rawValue))" },
    examples: [
      .holds("{ over: 30d }", "first-seen: 2026-10-01"), .fails("{ over: 30d }", "first-seen: 2026-11-20"),
      .unknown("{ over: 30d }", "first-seen: 2026-11-20\nfirst-seen-source: at-least-since"),
    ],
    parse: { tests in if case .duration(let span) = tests.values(.over)?.first { span } else { nil } },
    test: { age, context, _ in
      if context.risk.firstSeen.time + age < context.now { return .yes }
      return context.risk.firstSeen.source == .atLeastSince ? .unknown : .no
    })
}
