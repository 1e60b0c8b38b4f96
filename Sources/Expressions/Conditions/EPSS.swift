import Model

extension Condition {
  static let epss = Condition(
    "epss",
    "The probability of exploitation in the next 30 days (FIRST's EPSS), from 0 to 1. "
      + "A missing value is unknown, not 0.",
    reads: Field("epss", .number, unit: "probability"),
    as: .mapping("epss", example: "epss: { at-least: 0.2 }") { fields in
      fields.decode("at-least", .share, "A probability of this value or higher.", example: "0.2")
        .map { [FieldTest(.atLeast, [.number($0)])] }
    },
    actual: { $0.finding.epss?.description ?? "unknown" },
    examples: [
      .holds("{ at-least: 0.2 }", "epss: 0.2"), .fails("{ at-least: 0.2 }", "epss: 0.19"),
      .unknown("{ at-least: 0.2 }", "kind: sca"),
    ],
    parse: { tests in if case .number(let share) = tests.values(.atLeast)?.first { share } else { nil } },
    test: { wanted, context, _ in Truth(context.finding.epss.map { $0 >= wanted }) })
}
