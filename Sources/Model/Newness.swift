import Interning

/// Whether the change introduced a problem.
package enum Newness: String, CaseIterable, Codable, Sendable {
  /// The code or the manifest of the change contains the problem.
  case introduced
  /// The code is unchanged; a new advisory or rule reports it now.
  case surfaced
  /// The problem existed before the change.
  case inherited
  /// The base has the problem and the head does not.
  case resolved
  /// There is nothing to compare with. It counts as introduced, and the report says so.
  case unknown
}

/// A newness with its reason, as one sentence.
package struct NewnessResult: Hashable, Codable, Sendable {
  package var newness: Newness
  @Interned package var because: String

  package init(_ newness: Newness, because: String) { (self.newness, _because) = (newness, InternedString(because)) }
}
