import Model

extension Predicate {
  /// The constants as text for explanations: `at least high`, `over 30d`, `a or b`.
  package var wanted: String {
    let label = Condition.named(condition)?.label ?? { $0.description }
    return tests.map { $0.words(label) }.joined(
      separator: tests.contains { $0.operator == .by || $0.operator == .scope } ? " " : ", ")
  }
}

extension FieldTest {
  fileprivate func words(_ label: (Value) -> String) -> String {
    let choice = values.map(label).joined(separator: " or ")
    return switch `operator` {
    case .oneOf: choice
    case .atLeast: "at least \(choice)"
    case .atMost: "at most \(choice)"
    case .over: "over \(choice)"
    case .by: "by \(choice)"
    case .scope: "in \(choice) dependencies"
    }
  }

  /// The constants in the syntax of a policy.
  fileprivate var yaml: String {
    let list = values.map(\.yaml).joined(separator: ", ")
    return values.count == 1 ? list : "[\(list)]"
  }
}

extension FieldTest.Value {
  /// The value in YAML, quoted when YAML could read it as another type.
  fileprivate var yaml: String {
    guard case .word(let word) = self else { return description }
    let isPlain = word.utf8.first.map { (97...122).contains($0 | 0x20) } ?? false
    let isSafe =
      isPlain
      && word.utf8.allSatisfy { (97...122).contains($0 | 0x20) || (48...57).contains($0) || $0 == 45 || $0 == 95 }
    if isSafe, !["true", "false", "null", "yes", "no", "on", "off"].contains(word.lowercased()) { return word }
    return "\"" + word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

extension Expression {
  /// The expression in the syntax of a policy, on one line. Decoding it again gives the same expression, except for
  /// source positions.
  package var yaml: String {
    switch self {
    case .predicate(let predicate): "{ \(predicate.yaml) }"
    case .all(let parts): "{ all: [\(parts.map(\.yaml).joined(separator: ", "))] }"
    case .any(let parts): "{ any: [\(parts.map(\.yaml).joined(separator: ", "))] }"
    case .not(let part): "{ not: \(part.yaml) }"
    }
  }

  /// The greatest number of constants that one evaluation compares. It limits the work per finding, and is known before
  /// any report is read.
  package var cost: Int {
    predicates.reduce(0) { $0 + $1.tests.reduce(1) { $0 + $1.values.count } }
  }
}

extension Predicate {
  fileprivate var yaml: String {
    guard tests.count != 1 || tests[0].operator != .oneOf || isWrittenOut else {
      return "\(condition): \(tests[0].yaml)"
    }
    return "\(condition): { \(tests.map { "\($0.operator.rawValue): \($0.yaml)" }.joined(separator: ", ")) }"
  }

  /// Whether the condition is always written as a mapping of operators, because it has no short form.
  private var isWrittenOut: Bool {
    let kind = Condition.named(condition)?.field.kind
    return kind == .severity || condition == Condition.reachability.name
  }
}

// MARK: - Traces

extension Expression {
  /// Every predicate with its answer and the actual value, as text for explanations.
  ///
  /// - Parameter trace: The answers that `CompiledExpression.trace` returned.
  package func steps(_ trace: TruthList, for context: EvaluationContext) -> [Reason.Step] {
    var steps: [Reason.Step] = []
    add(to: &steps, trace, context, prefix: "")
    return steps
  }

  private func add(to steps: inout [Reason.Step], _ trace: TruthList, _ context: EvaluationContext, prefix: String) {
    switch self {
    case .predicate(let predicate):
      let actual = Condition.named(predicate.condition)?.actual(context) ?? "unknown"
      let outcome = steps.count < trace.count ? trace[steps.count] : .unknown
      steps.append(
        Reason.Step(
          prefix + predicate.condition, wanted: predicate.wanted, actual: actual, outcome: outcome, at: predicate.at))
    case .all(let parts), .any(let parts): for part in parts { part.add(to: &steps, trace, context, prefix: prefix) }
    case .not(let part): part.add(to: &steps, trace, context, prefix: prefix + "not ")
    }
  }
}
