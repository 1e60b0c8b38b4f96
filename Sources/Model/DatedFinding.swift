import Interning

/// A finding with its newness and the time it was first seen.
///
/// Both depend on the commits and the reports only, not on a policy, so they are computed once and used for any number
/// of policies.
public struct DatedFinding: Hashable, Codable, Sendable {
  @ArenaRef public var finding: Finding
  public var firstSeen: FirstSeen
  @Interned public var newness: NewnessResult

  package init(finding: ArenaRef<Finding>, firstSeen: FirstSeen, newness: Interned<NewnessResult>) {
    (_finding, self.firstSeen, _newness) = (finding, firstSeen, newness)
  }
}
