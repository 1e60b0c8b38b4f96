/// The one-to-one matches between the findings of the head and those of the base. A finding of the head without a match
/// is new.
package struct BaseMatches: Sendable {
  package struct Partner: Sendable {
    /// The position among the base's findings.
    package let base: Int
    /// The reason for the match, as one sentence.
    package let because: String

    package init(base: Int, because: String) { (self.base, self.because) = (base, because) }
  }

  /// One element for each finding of the head; nil where no finding of the base matches it.
  package var partners: [Partner?]
  /// One element for each finding of the base: whether a finding of the head matches it.
  package var isMatched: [Bool]
  /// The number of findings at the beginning of the base's that came to the base branch after the commit that base and head
  /// have in common. The head cannot have resolved them.
  package var laterCount: Int
  /// One element for each finding of the head: whether the base reported the same version of
  /// its package at the same location.
  package var isPackageInBase: [Bool]

  package init(partners: [Partner?], isMatched: [Bool], isPackageInBase: [Bool], laterCount: Int = 0) {
    (self.partners, self.isMatched, self.isPackageInBase) = (partners, isMatched, isPackageInBase)
    self.laterCount = laterCount
  }

  /// The positions of the base's findings that were there before the change and are gone.
  package var resolved: [Int] { isMatched.indices.filter { $0 >= laterCount && !isMatched[$0] } }
}
