import Documents
import Model

/// Warnings about rules, exceptions and shorter deadlines that can never apply.
struct DeadRules {
  private let files: [YAMLNode]

  init(in files: [YAMLNode]) { self.files = files }

  func warnings(about policy: Policy) -> [Diagnostic] {
    policy.rules.compactMap { warning("rule `\($0.id)`", at: $0.at, $0.when, $0.unless) }
      + policy.exceptions.compactMap { warning("exception `\($0.id)`", at: $0.at, $0.when, $0.unless) }
      + (policy.deadlines.map(warnings) ?? [])
  }

  private func warnings(about deadlines: Deadlines) -> [Diagnostic] {
    deadlines.tighten.compactMap { tightening in
      guard let at = tightening.when.predicates.first?.at else { return nil }
      if let warning = warning("this shorter deadline", at: at, tightening.when, nil) { return warning }
      guard !deadlines.isTightened(by: tightening) else { return nil }
      return diagnostic(
        "this deadline of \(tightening.due) shortens none, for those in `due` are no longer", node(at: at), at,
        because: "the shortest deadline of a finding counts", help: "set a shorter one")
    }
  }

  private func warning(
    _ subject: String, at position: SourcePosition, _ when: Expression, _ unless: Expression?
  ) -> Diagnostic? {
    let node = node(at: position)
    if let conditions = Contradictions.conditions(in: when) {
      return diagnostic(
        "\(subject) can never apply: no finding has all that `when` asks for", node?.child("when") ?? node, position,
        because: "it contradicts itself about \(list(conditions))",
        help: "use `any` if one of the conditions is enough; \(remainder)")
    }
    guard let unless, Contradictions.conditions(in: .all([when, .not(unless)])) != nil else { return nil }
    return diagnostic(
      "\(subject) can never apply: `unless` holds for all that `when` asks for", node?.child("unless") ?? node,
      position, because: "`unless` takes out what `when` asks for", help: "narrow `unless`; \(remainder)")
  }

  private func node(at position: SourcePosition) -> YAMLNode? {
    files.lazy.compactMap { $0.node(at: position) }.first
  }

  private func diagnostic(
    _ text: String, _ node: YAMLNode?, _ position: SourcePosition, because: String, help: String
  ) -> Diagnostic {
    node?.diagnostic(.policyUnfulfillable, text, severity: .warning, because: [because], help: help)
      ?? Diagnostic(.policyUnfulfillable, text, severity: .warning, at: position, because: [because], help: help)
  }

  private func list(_ conditions: Set<String>) -> String {
    conditions.sorted().map { "`\($0)`" }.joined(separator: " and ")
  }
}

/// What is left of a rule that contradicts itself.
private let remainder = "as it is, it can apply at most where a fact is unknown, or where scanners disagree"

extension Deadlines {
  /// Whether a finding may get an earlier day by a shorter deadline than by its severity alone.
  fileprivate func isTightened(by tightening: Tightening) -> Bool {
    Severity.names.contains { name in
      let span = due[Severity(name: name)] ?? (name == "unknown" ? due.values.min() : nil)
      guard name != Severity.none.name, span.map({ tightening.due < $0 }) ?? true else { return false }
      let here = Predicate(
        condition: "severity", tests: [FieldTest(.oneOf, [.word(name)])], at: SourcePosition(file: ""))
      return Contradictions.conditions(in: .all([tightening.when, .predicate(here)])) == nil
    }
  }
}
