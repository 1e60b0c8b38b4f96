import Patterns

/// A valid line of a CODEOWNERS file.
package struct CodeownersRule: Hashable, Sendable {
  /// A section of GitLab's dialect.
  package struct Section: Hashable, Sendable {
    /// The position of the section, in the order of the first headers.
    package let number: Int
    package let name: String
    /// Whether GitLab merges a change without the approval of its owners: all of its entries are optional.
    package let isOptional: Bool
    /// The number of approvals that the entry's header asks for; 0 when it names none.
    package let approvals: Int
  }

  /// The pattern as written, including escapes and without `!`.
  package let pattern: String
  /// The owners as written, in order: a user, a team or group, an e-mail address, or a role of GitLab. An empty list
  /// removes ownership.
  package let owners: [String]
  /// The line number, from 1.
  package let line: Int
  /// The bytes of the pattern in the file.
  let bytes: Range<Int>
  /// The section; nil in other dialects than GitLab's.
  package let section: Section?
  /// Whether the rule takes files out of its section, with `!` in GitLab's dialect.
  package let isExclusion: Bool
  /// The earlier lines with an equal pattern, which have no effect but for the order in GitLab's dialect.
  package let replaced: [Int]

  init(
    pattern: String, owners: [String], line: Int, bytes: Range<Int>, section: Section? = nil, isExclusion: Bool = false,
    replaced: [Int] = []
  ) {
    (self.pattern, self.owners, self.line, self.bytes) = (pattern, owners, line, bytes)
    (self.section, self.isExclusion, self.replaced) = (section, isExclusion, replaced)
  }
}

/// A valid line and its compiled pattern.
struct CodeownersLine {
  enum Pattern {
    /// Nil for a pattern that the forge accepts but that matches nothing.
    case glob(Glob?)
    /// A regular expression; an inverted one matches the paths that it does not match.
    case expression(RegularExpression, isInverted: Bool)
  }

  let rule: CodeownersRule
  let pattern: Pattern
}
