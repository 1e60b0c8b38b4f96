/// A report file and whether it may be taken as evidence.
package struct ReportEvidence: Hashable, Codable, Sendable {
  package enum State: String, Codable, Sendable {
    /// Read in full, bound to the head commit, young enough.
    case present
    case missing
    /// Older than the policy allows.
    case stale
    /// Made from another commit.
    case wrongCommit = "wrong-commit"
    /// The tool says that it did not finish.
    case failed
    /// Nothing proves that anything was scanned.
    case empty
    /// Nothing says which commit was scanned.
    case unbound
  }

  package var file: String
  package var format: String
  package var tool: String?
  package var kinds: Set<Observation.Kind>
  /// `sha256:…` of the bytes.
  package var digest: String
  package var observations: Int
  package var state: State
  package var time: Timestamp?
  package var commit: String?
  /// What of the repository it speaks of.
  package var coverage = Coverage()
  /// Why the state is not `present`.
  package var reason: Diagnostic?

  package init(
    file: String, format: String, tool: String? = nil, kinds: Set<Observation.Kind> = [], digest: String,
    observations: Int, state: State, time: Timestamp? = nil, commit: String? = nil, reason: Diagnostic? = nil
  ) {
    (self.file, self.format, self.tool, self.kinds, self.digest) = (file, format, tool, kinds, digest)
    (self.observations, self.state, self.time) = (observations, state, time)
    (self.commit, self.reason) = (commit, reason)
  }
}

/// What of the repository a report says that it looked at. What nobody says excludes nothing.
package struct Coverage: Hashable, Codable, Sendable {
  /// Folders and files, as the side-car names them; "" is the whole repository.
  package var folders: [String]?
  /// The files that the tool lists as scanned: all of them, not only those with results.
  package var files: [String]?

  package init(folders: [String]? = nil, files: [String]? = nil) { (self.folders, self.files) = (folders, files) }
}

/// A cell of the required evidence that is not there: one more reason why the verdict cannot be pass (law 1).
package struct Gap: Hashable, Codable, Sendable {
  package var kind: Observation.Kind?
  package var tools: [String]
  package var paths: [String]
  package var state: ReportEvidence.State
  package var reason: Diagnostic
  /// Where the policy asks for it.
  package var at: SourcePosition

  package init(
    kind: Observation.Kind?, tools: [String] = [], paths: [String] = [], state: ReportEvidence.State, reason: Diagnostic,
    at: SourcePosition
  ) {
    (self.kind, self.tools, self.paths, self.state) = (kind, tools, paths, state)
    (self.reason, self.at) = (reason, at)
  }
}
