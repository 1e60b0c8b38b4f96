import Interning

/// Whether the vulnerable code can run, according to evidence. Without an analysis it is
/// `unknown`, never `unreachable`.
public enum Reachability: String, CaseIterable, Codable, Sendable {
  /// The code is called, or was seen to run.
  case reachable
  /// The code is in the artifact, without evidence whether it can run.
  case present
  /// An analysis states that the code cannot run.
  case unreachable
  case unknown
}

/// The evidence for a reachability: the tool, the depth of its analysis, and how much of the code it covered.
public struct ReachabilityEvidence: Hashable, Codable, Sendable {
  /// The kind of evidence: `called-with-trace`, `called`, `imported`, `linked`, `loaded`, `required`.
  @Interned package var level: String
  @Interned package var tool: String
  /// The analysed dependencies: `direct` or `transitive`.
  @InternedOptional package var scope: String?
  @InternedOptional package var commit: String?
  /// Whether the analysis states that it covered all code; nil when it states nothing.
  package var isComplete: Bool?

  package init(level: String, tool: String, scope: String? = nil, commit: String? = nil, isComplete: Bool? = nil) {
    (_level, _tool, _scope, _commit) = (InternedString(level), InternedString(tool), .init(scope), .init(commit))
    self.isComplete = isComplete
  }
}
