/// Which finding of the base each finding of the head is, one to one. What no evidence ties to the base is new.
package struct BaseMatches: Sendable {
  package struct Partner: Sendable {
    /// Position among the base's findings.
    package let base: Int
    /// One sentence.
    package let because: String

    package init(base: Int, because: String) { (self.base, self.because) = (base, because) }
  }

  /// One for each finding of the head; nil where the base has no such finding.
  package var partners: [Partner?]
  /// For each finding of the base, whether the head still has it.
  package var isMatched: [Bool]
  /// For each finding of the head, whether the base reported the same version of its package in the same place.
  package var isPackageInBase: [Bool]

  package init(partners: [Partner?], isMatched: [Bool], isPackageInBase: [Bool]) {
    (self.partners, self.isMatched, self.isPackageInBase) = (partners, isMatched, isPackageInBase)
  }
}
