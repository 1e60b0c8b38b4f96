import Interning
import Model

/// What the files say at places of the head (true), or of the commit with which it is compared (false). Files are read when they
/// are asked for.
package struct CodeFacts: Sendable {
  /// A digest of the lines of a place, without blanks; nil where they cannot be read.
  package var digest: @Sendable (Location, Bool) -> InternedString?
  /// How the names in the lines of a place are used before it; nil where that cannot be read.
  package var uses: @Sendable (Location, Bool) -> NameUses?

  package init(
    digest: @escaping @Sendable (Location, Bool) -> InternedString?,
    uses: @escaping @Sendable (Location, Bool) -> NameUses? = { _, _ in nil }
  ) {
    (self.digest, self.uses) = (digest, uses)
  }
}

/// How the names in a line get their values in the function around it.
package struct NameUses: Hashable, Sendable {
  /// The last line before it that gives a value to a name in it, for each name that has one there.
  package let bindings: [InternedString]
  /// The lines before it that use such names in other ways, as a check does.
  package let others: Set<InternedString>

  package init(bindings: [InternedString], others: Set<InternedString>) {
    (self.bindings, self.others) = (bindings, others)
  }

  /// Whether the names have the values that they had, as far as the function tells, and no line that used them is lost.
  package func keeps(_ base: NameUses) -> Bool { bindings == base.bindings && base.others.isSubset(of: others) }
}
