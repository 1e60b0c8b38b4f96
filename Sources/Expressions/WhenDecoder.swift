import Model
import Settings

extension ConfigDecoder where Value == Expression {
  /// Decodes a `when` or `unless`. The schema refers to one shared definition, because conditions can be nested.
  package static let when: ConfigDecoder<Expression> = ConfigDecoder(.definition("when")) { node, problems in
    conditions.decode(node, &problems)
  }

  /// Decodes the mapping of conditions in a `when`. All of its keys must hold.
  package static let conditions: ConfigDecoder<Expression> = ConfigDecoder.mapping("a condition") { fields in
    var parts = Condition.all.compactMap { condition in
      fields.decodeIfPresent(condition.name, condition.predicate, condition.sentence).map { Expression.predicate($0) }
    }
    if let all = fields.decodeIfPresent(
      "all", .list(of: ConfigDecoder<Expression>.nested), "Holds when all of these conditions hold.")
    {
      parts.append(.all(all))
    }
    if let any = fields.decodeIfPresent(
      "any", .list(of: ConfigDecoder<Expression>.nested), "Holds when at least one of these conditions holds.")
    {
      parts.append(.any(any))
    }
    if let not = fields.decodeIfPresent("not", .nested, "Holds when this condition does not hold.") {
      parts.append(.not(not))
    }
    if let node = fields.node, case .mapping(let pairs) = node.value, pairs.isEmpty {
      fields.problems.reportInvalid(
        node, "an empty condition would match every finding", help: "to mean that, write `severity: { at-least: none }`"
      )
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  /// Decodes a condition inside `all`, `any` or `not`. Reports conditions that are nested more than 8 deep.
  private static let nested: ConfigDecoder<Expression> = ConfigDecoder(.definition("when")) { node, problems in
    guard problems.depth < 8 else {
      problems.reportInvalid(node, "conditions are nested more than 8 deep", help: "split the rule in two")
      return nil
    }
    problems.depth += 1
    defer { problems.depth -= 1 }
    return conditions.decode(node, &problems)
  }
}

extension Condition {
  fileprivate var predicate: ConfigDecoder<Predicate> {
    decoder.map { [name] tests, node, _ in Predicate(condition: name, tests: tests, at: node.position) }
  }
}
