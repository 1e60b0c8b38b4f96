import Interning

/// A finding and what the history of the repository says of it: whether this change brought it, and since when it is known.
///
/// It depends on the commits and reports alone, not on a policy, so it is worked out once and judged by any number of policies.
package struct DatedFinding: Hashable, Codable, Sendable {
  @ArenaRef package var finding: Finding
  package var firstSeen: FirstSeen
  @Interned package var newness: NewnessResult

  package init(finding: ArenaRef<Finding>, firstSeen: FirstSeen, newness: Interned<NewnessResult>) {
    (_finding, self.firstSeen, _newness) = (finding, firstSeen, newness)
  }
}
