import Patterns

/// Ids of scanners' rules as policies write them: one id, or a pattern in which `*` matches any run of bytes.
package struct RulePattern: Hashable, Sendable {
  private let wildcard: Wildcard

  package init(_ text: String) { wildcard = Wildcard(text) }

  package var text: String { wildcard.text }

  package func matches(_ id: String) -> Bool { wildcard.matches(id) }
}
