import Expressions
import Model

/// A documentation page that is generated from the code, so that both agree.
package enum DocumentationPage: String, CaseIterable, Sendable {
  case codes, conditions, formats, schema

  package var text: String {
    switch self {
    case .codes: codePages()
    case .conditions: conditionPage()
    case .formats: formatPage()
    case .schema: SchemaFile.policy.schema
    }
  }
}

/// The name and meaning of one diagnostic code.
package func codePage(_ code: DiagnosticCode) -> String { "\(code.name)\n\n\(code.meaning)\n" }

/// The table of all diagnostic codes, which is the page `docs/codes.md`.
package func codePages() -> String {
  let rows = DiagnosticCode.all.map { "| `\($0.name)` | \($0.meaning) |" }.sorted()
  return """
    # Diagnostic codes

    Every message of Gatehouse has a stable code; `gatehouse explain code CODE` explains one. This page is printed from the code
    (`make docs`), and a test compares the two.

    | code | what it means, and what to do |
    |---|---|
    \(rows.joined(separator: "\n"))

    """
}
