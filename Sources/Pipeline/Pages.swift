import Expressions
import Model

/// A page of the documentation that is printed from the code, so that it cannot disagree with it.
package enum DocumentationPage: String, CaseIterable, Sendable {
  case codes, conditions, formats, schema

  package var text: String {
    switch self {
    case .codes: codePages()
    case .conditions: conditionPage()
    case .formats: formatPage()
    case .schema: policySchemaText()
    }
  }
}

/// What one diagnostic code means, and what to do.
package func codePage(_ code: DiagnosticCode) -> String { "\(code.name)\n\n\(code.meaning)\n" }

/// All diagnostic codes: the page `docs/codes.md`.
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
