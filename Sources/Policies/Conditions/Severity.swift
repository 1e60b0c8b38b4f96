import Model

extension Condition {
  static let severity = Condition(
    "severity", "How bad it is, the highest that any witness states. Stated by nobody is unknown, not low.", .range,
    says: \.description, actual: { $0.finding.severity.name },
    examples: [
      .holds("{ at-least: high }", "severity: critical"), .fails("{ at-least: high }", "severity: medium"),
      .unknown("{ at-least: high }", "severity: unknown"), .holds("{ at-most: low }", "severity: low"),
      .holds("{ is: [low, unknown] }", "severity: unknown"), .unknown("{ is: [low] }", "severity: unknown"),
      .fails("{ is: unknown }", "severity: low"),
    ],
    test: { range, facts in range.contains(facts.finding.severity) })
}

/// Severities by their ends, or one by one.
private struct Range: Sendable, CustomStringConvertible {
  var atLeast: Severity?
  var atMost: Severity?
  var named: [Severity?]?

  func contains(_ severity: Severity?) -> Truth {
    // Asked for by name, `unknown` is an answer like any other.
    let isNamed = named.map { $0.contains(severity) ? Truth.yes : severity == nil && $0 != [nil] ? .unknown : .no }
    let isInside = Truth(severity.map { $0 >= atLeast ?? .none && $0 <= atMost ?? .critical })
    if let isNamed { return atLeast == nil && atMost == nil ? isNamed : Truth.all([isNamed, isInside]) }
    return isInside
  }

  var description: String {
    [
      atLeast.map { "at least \($0.name)" }, atMost.map { "at most \($0.name)" },
      named.map { $0.map(\.name).joined(separator: " or ") },
    ].compactMap { $0 }.joined(separator: ", ")
  }
}

extension Reader where Value == Range {
  fileprivate static let range: Reader<Range> = Reader.mapping("severity") { fields in
    let range = Range(
      atLeast: fields.optional("at-least", .knownSeverity, "This severity or a worse one."),
      atMost: fields.optional("at-most", .knownSeverity, "This severity or a milder one."),
      named: fields.optional("is", .oneOrMany(Reader<Severity?>.severity), "One of these; `unknown` is none stated."))
    guard let node = fields.node else { return range }
    if !["at-least", "at-most", "is"].contains(where: fields.has) {
      fields.problems.invalid(node, "severity is compared with nothing", help: "write `severity: { at-least: high }`")
    }
    if let atLeast = range.atLeast, let atMost = range.atMost, atLeast > atMost {
      fields.problems.invalid(node, "nothing is at least \(atLeast.name) and at most \(atMost.name)")
    }
    return range
  }
}
