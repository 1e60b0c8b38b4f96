import Model
import Patterns

/// Whose CODEOWNERS it is: hosts agree on the name of the file and on little else, so each has its own reader.
///
/// A dialect is one file in `Dialects`, one case here and one line in each switch below.
package enum Dialect: String, CaseIterable, Sendable {
  case github

  /// Where the host looks for the file, in its order; the first found is the only one used.
  package var standardLocations: [String] {
    switch self {
    case .github: GitHub.standardLocations
    }
  }

  /// A valid line: what is shown of it and what it matches; nil for a pattern that the host accepts but that matches nothing.
  typealias Line = (rule: Codeowners.Rule, glob: Glob?)

  func read(_ lines: inout CodeownersLines) -> [Line] {
    switch self {
    case .github: GitHub.read(&lines)
    }
  }
}
