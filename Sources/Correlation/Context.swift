import Model

/// What is known of the repository and the world when findings become risks.
package struct Context: Sendable {
  /// Who answers for a path by the CODEOWNERS of the base; asked once for each path.
  package var owners: @Sendable (String?) -> Owners
  /// What the change does, by path at head; nil: there is no base to compare with.
  package var changes: [String: FileChange]?
  /// Whether a path is a file of the head; nil: nobody can tell. What is in no file of the head cannot be called untouched.
  package var isInHead: (@Sendable (Text) -> Bool)?
  /// What the scanners said of the base; nil: nobody scanned it.
  package var baseFindings: [Finding]?
  /// The statements that the policy trusts.
  package var statements: [Statement]
  /// The repository's own product, by every name it has: statements may speak of packages inside it.
  package var products: [Statement.Product]
  package var now: Timestamp
  /// When the base commit reached its branch: a lower bound on the age of what was there before.
  package var baseTime: Timestamp?

  package init(
    owners: @escaping @Sendable (String?) -> Owners = { _ in .unmatched }, changes: [String: FileChange]? = nil,
    isInHead: (@Sendable (Text) -> Bool)? = nil, baseFindings: [Finding]? = nil, statements: [Statement] = [],
    products: [Statement.Product] = [], now: Timestamp, baseTime: Timestamp? = nil
  ) {
    (self.owners, self.changes, self.isInHead, self.baseFindings) = (owners, changes, isInHead, baseFindings)
    (self.statements, self.products, self.now, self.baseTime) = (statements, products, now, baseTime)
  }
}
