import Documents
import Model

/// One thing a rule can ask of a finding: its key under `when`, its sentence, and its proof.
struct Condition: Sendable {
  let name: String
  let sentence: String
  let reader: Reader<Expression>
  let examples: [Example]

  /// The condition's value and a finding, both as YAML, and what comes of them. The tests run them, the reference page shows them.
  struct Example: Sendable {
    let wanted: String
    let given: String
    let outcome: Truth

    static func holds(_ wanted: String, _ given: String) -> Example {
      Example(wanted: wanted, given: given, outcome: .yes)
    }
    static func fails(_ wanted: String, _ given: String) -> Example {
      Example(wanted: wanted, given: given, outcome: .no)
    }
    static func unknown(_ wanted: String, _ given: String) -> Example {
      Example(wanted: wanted, given: given, outcome: .unknown)
    }
  }

  init<Wanted>(
    _ name: String, _ sentence: String, _ reader: Reader<Wanted>, says: @escaping @Sendable (Wanted) -> String,
    actual: @escaping @Sendable (Facts) -> String, examples: [Example],
    test: @escaping @Sendable (Wanted, Facts) -> Truth
  ) {
    (self.name, self.sentence, self.examples) = (name, sentence, examples)
    self.reader = reader.map { wanted, node, _ in
      .test(
        Expression.Test(condition: name, wanted: says(wanted), node: node, truth: { test(wanted, $0) }, actual: actual))
    }
  }
}

extension Condition {
  /// Every condition there is. A file in `Conditions/` that is not listed fails a test.
  static let all: [Condition] = [
    severity, severityDisputed, newness, kind, path, owner, tool, rule, cwe, id, component, reachability,
    knownExploited,
    epss, fixAvailable, overdue, age, vex,
  ]
}

extension Reader where Value == Expression {
  /// What a rule asks. The schema has it once, for it may stand inside itself.
  static let when: Reader<Expression> = Reader(.definition("when")) { node, problems in conditions.read(node, &problems)
  }

  /// The keys of a `when`; all of them must hold.
  static let conditions: Reader<Expression> = Reader.mapping("a condition") { fields in
    var parts = Condition.all.compactMap { fields.optional($0.name, $0.reader, $0.sentence) }
    if let all = fields.optional("all", .list(of: Reader<Expression>.nested), "All of these hold.") {
      parts.append(.all(all))
    }
    if let any = fields.optional("any", .list(of: Reader<Expression>.nested), "At least one of these holds.") {
      parts.append(.any(any))
    }
    if let not = fields.optional("not", .nested, "This does not hold.") { parts.append(.not(not)) }
    if let node = fields.node, case .mapping(let pairs) = node.value, pairs.isEmpty {
      fields.problems.invalid(
        node, "an empty condition would match every finding", help: "to mean that, write `severity: { at-least: none }`"
      )
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  /// A condition inside `all`, `any` or `not`.
  private static let nested: Reader<Expression> = Reader(.definition("when")) { node, problems in
    guard problems.depth < 8 else {
      problems.invalid(node, "conditions are nested more than 8 deep", help: "split the rule in two")
      return nil
    }
    problems.depth += 1
    defer { problems.depth -= 1 }
    return conditions.read(node, &problems)
  }
}
