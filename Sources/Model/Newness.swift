import Interning

/// Whether this change brought a problem, worked out locally.
package enum Newness: String, CaseIterable, Codable, Sendable {
  /// This change's code or manifest brings it.
  case introduced
  /// The same code as before; a new advisory or rule reports it now.
  case surfaced
  /// It was there before the change.
  case inherited
  /// The base had it, the head has not.
  case resolved
  /// Nothing to compare with: counts as introduced, and the report says so.
  case unknown
}

/// A newness and its proof, in one sentence.
package struct NewnessResult: Hashable, Codable, Sendable {
  package var newness: Newness
  @Interned package var because: String

  package init(_ newness: Newness, because: String) { (self.newness, _because) = (newness, InternedString(because)) }
}
