import Documents
import Model

extension Condition {
  static let path = Condition(
    "path", "Where it is in the repository, by patterns as in .gitignore. A finding without a file is unknown.",
    .patterns,
    says: { $0.map(\.text).joined(separator: " or ") }, actual: { $0.finding.location.path ?? "no file" },
    examples: [
      .holds("[\"services/**\", \"*.tf\"]", "path: services/pay/a.py"), .holds("\"*.tf\"", "path: infra/main.tf"),
      .fails("\"services/**\"", "path: docs/a.py"), .unknown("\"services/**\"", "kind: dast"),
    ],
    test: { wanted, facts in
      Truth(facts.finding.location.path.map { path in wanted.contains { $0.glob.matches(path) } })
    })
}

/// A pattern and how it is written.
private struct Pattern: Sendable {
  var text: String
  var glob: Glob
}

extension Reader where Value == [Pattern] {
  fileprivate static let patterns: Reader<[Pattern]> = Reader.oneOrMany(
    Reader<Glob>.glob.map { glob, node, _ in
      guard case .scalar(let text, _) = node.value else { return nil }
      return Pattern(text: text, glob: glob)
    })
}
