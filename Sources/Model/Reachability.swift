import Interning

/// Whether the vulnerable code can run, as evidence says. No analysis is `unknown`, never `unreachable` (law 2).
package enum Reachability: String, CaseIterable, Codable, Sendable {
  /// Called, or seen to run.
  case reachable
  /// In the artifact; nothing says whether it can run.
  case present
  /// Some analysis says that it cannot run.
  case unreachable
  case unknown
}

/// The grounds for a reachability: who looked, how deep, and how much of the code was seen.
package struct ReachabilityEvidence: Hashable, Codable, Sendable {
  /// `called-with-trace`, `called`, `imported`, `linked`, `loaded`, `required`.
  @Interned package var level: String
  @Interned package var tool: String
  /// What was looked at: `direct` dependencies only, or `transitive` ones too.
  @InternedOptional package var scope: String?
  @InternedOptional package var commit: String?
  /// Whether the analysis says that it saw all code; nil when it says nothing.
  package var isComplete: Bool?

  package init(level: String, tool: String, scope: String? = nil, commit: String? = nil, isComplete: Bool? = nil) {
    (_level, _tool, _scope, _commit) = (InternedString(level), InternedString(tool), .init(scope), .init(commit))
    self.isComplete = isComplete
  }
}
