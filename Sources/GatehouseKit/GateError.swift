import Console
import Model

/// Why a report, a policy or a CODEOWNERS file cannot be used. It has at least one problem.
public struct GateError: Error, Sendable, CustomStringConvertible {
  public struct Problem: Sendable, Hashable {
    /// A stable code that `docs/codes.md` explains, such as `format-unknown`.
    public let code: String
    /// What is wrong, in one sentence.
    public let text: String
    /// File, line and column, as far as they are known: `policy.yaml:4:11`.
    public let position: String?
    /// What to do.
    public let help: String?
  }

  public let problems: [Problem]
  /// The problems as the command line shows them, with excerpts of the source.
  public let description: String

  init(_ diagnostics: [Diagnostic]) {
    problems = diagnostics.map {
      Problem(code: $0.code.name, text: $0.text, position: $0.position?.description, help: $0.help)
    }
    description = diagnostics.map { $0.rendered() }.joined(separator: "\n")
  }
}
