/// The reference page of all conditions (`policies/conditions.md`), generated from the conditions and their examples.
package func conditionPage() -> String {
  let sections = Condition.all.map { condition in
    let rows = condition.examples.map { example in
      "| `\(condition.name): \(example.wanted)` | \(cell(example.given)) | \(example.outcome.rawValue) |"
    }
    return """
      ## \(condition.name)

      \(condition.sentence)

      Reads `\(condition.field.path)`, a \(condition.field.kind.rawValue)\(condition.field.unit.map { " (\($0))" } ?? "").

      | asked | of a finding with | answer |
      |---|---|---|
      \(rows.joined(separator: "\n"))

      """
  }
  return """
    # Conditions

    What a rule can ask of a finding, under `when` and `unless`. All keys of one mapping must hold; `all`, `any` and `not` combine
    others, at most 8 deep. An answer is yes, no or unknown; a rule that denies counts unknown as yes unless it says
    `if-unknown: skip`, and an exception is never granted on unknown. The examples are run by the tests, at 2026-11-22 with
    a deadline of 30 days for high.

    \(sections.joined(separator: "\n"))
    """
}

/// The facts of a finding as one cell of a Markdown table.
private func cell(_ given: String) -> String {
  given.split(separator: "\n").map { "`\($0)`" }.joined(separator: " ")
}
