import Interning

/// When a line or an entry of a file came to the first-parent line of the base branch, as git proves it.
public struct Arrival: Hashable, Codable, Sendable {
  /// The full id of the oldest commit of the first-parent line since which it is there without a break.
  @Interned package private(set) var commit: String
  /// The latest moment at which that commit can have arrived: its committer date, or that of a later commit of the
  /// first-parent line if that is earlier. Author dates are not used.
  package let time: Timestamp
  /// Whether it may be older, because the history is cut there or the walk ended.
  package let isLowerBound: Bool

  package init(commit: String, time: Timestamp, isLowerBound: Bool = false) {
    (_commit, self.time, self.isLowerBound) = (InternedString(commit), time, isLowerBound)
  }
}
