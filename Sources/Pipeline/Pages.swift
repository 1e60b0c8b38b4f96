import Model

/// The page of one diagnostic code.
package func codePage(_ code: DiagnosticCode) -> String { "\(code.name)\n\n\(code.meaning)\n" }

/// All codes, as `docs/codes.md` has them.
package func codePages() -> String {
  let rows = DiagnosticCode.all.map { "| `\($0.name)` | \($0.meaning) |" }.sorted()
  return """
    # Diagnostic codes

    What Gatehouse can say, by its stable code; `gatehouse explain CODE` prints one. This page is printed from the code
    (`make docs`), and a test holds the two together.

    | code | what it means, and what to do |
    |---|---|
    \(rows.joined(separator: "\n"))

    """
}
