import Model
import Settings

extension Condition {
  static let severity = Condition(
    "severity", "The highest severity that an observation states. If none states one, it is unknown, not low.",
    reads: Field("severity", .severity), as: .range, actual: { $0.finding.severity.name },
    examples: [
      .holds("{ at-least: high }", "severity: critical"), .fails("{ at-least: high }", "severity: medium"),
      .unknown("{ at-least: high }", "severity: unknown"), .holds("{ at-most: low }", "severity: low"),
      .holds("{ is: [low, unknown] }", "severity: unknown"), .unknown("{ is: [low] }", "severity: unknown"),
      .fails("{ is: unknown }", "severity: low"),
    ],
    parse: { SeverityRange($0) }, test: { range, context, _ in range.contains(context.finding.severity) })
}

/// A test of the severity: a range, a list of values, or both.
private struct SeverityRange: Sendable {
  let atLeast: Severity?
  let atMost: Severity?
  let named: [Severity?]?

  init(_ tests: [FieldTest]) {
    atLeast = tests.words(.atLeast)?.first.flatMap { Severity(name: $0) }
    atMost = tests.words(.atMost)?.first.flatMap { Severity(name: $0) }
    named = tests.words()?.map { Severity(name: $0) }
  }

  func contains(_ severity: Severity?) -> Truth {
    // When a policy lists `unknown`, an unknown severity matches like any other value.
    let isNamed = named.map { $0.contains(severity) ? Truth.yes : severity == nil && $0 != [nil] ? .unknown : .no }
    let isInside = Truth(severity.map { $0 >= atLeast ?? .none && $0 <= atMost ?? .critical })
    if let isNamed { return atLeast == nil && atMost == nil ? isNamed : Truth.all([isNamed, isInside]) }
    return isInside
  }
}

extension ConfigDecoder where Value == [FieldTest] {
  fileprivate static let range: ConfigDecoder<[FieldTest]> = ConfigDecoder.mapping(
    "severity", example: "severity: { at-least: high }"
  ) { fields in
    let atLeast = fields.decodeIfPresent("at-least", .knownSeverity, "This severity or a higher one.")
    let atMost = fields.decodeIfPresent("at-most", .knownSeverity, "This severity or a lower one.")
    let named = fields.decodeIfPresent(
      "is", .oneOrMany(ConfigDecoder<Severity?>.severity),
      "One of these severities; `unknown` means that none is stated.")
    if let node = fields.node, !fields.hasUnknownKeys, !["at-least", "at-most", "is"].contains(where: fields.contains) {
      fields.problems.reportInvalid(
        node, "severity is compared with nothing", help: "write `severity: { at-least: high }`")
    }
    if let node = fields.node, let atLeast, let atMost, atLeast > atMost {
      fields.problems.reportInvalid(node, "nothing is at least \(atLeast.name) and at most \(atMost.name)")
    }
    return (atLeast.map { [FieldTest(.atLeast, [.word($0.name)])] } ?? [])
      + (atMost.map { [FieldTest(.atMost, [.word($0.name)])] } ?? [])
      + (named.map { [FieldTest(.oneOf, $0.map { .word($0.name) })] } ?? [])
  }
}
