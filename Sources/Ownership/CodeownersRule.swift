import Patterns

/// A valid line of a CODEOWNERS file.
package struct CodeownersRule: Hashable, Sendable {
  /// The pattern as written, including escapes.
  package let pattern: String
  /// The owners as written, in order: `@user`, `@organisation/team` or an e-mail address. An empty list removes
  /// ownership.
  package let owners: [String]
  /// The line number, from 1.
  package let line: Int
}

/// A valid line and its compiled pattern; nil for a pattern that the host accepts but that matches nothing.
typealias CodeownersLine = (rule: CodeownersRule, glob: Glob?)
