/// A report file, and whether it is accepted as evidence.
package struct ReportEvidence: Hashable, Codable, Sendable {
  package enum State: String, Codable, Sendable {
    /// Read in full, made from the head commit, and recent enough.
    case present
    case missing
    /// Older than the policy allows.
    case stale
    /// Made from another commit.
    case wrongCommit = "wrong-commit"
    /// The tool states that it did not finish.
    case failed
    /// The tool states that it could not read what the change touches.
    case partial
    /// The report does not show that anything was scanned.
    case empty
    /// The report does not state which commit was scanned.
    case unbound
  }

  package var file: String
  package var format: String
  package var tool: String?
  package var kinds: Set<Observation.Kind>
  /// The SHA-256 digest of the file's bytes, `sha256:…`.
  package var digest: String
  package var observations: Int
  package var state: State
  package var time: Timestamp?
  package var commit: String?
  /// The part of the repository that the report covers.
  package var coverage = Coverage()
  /// Why the state is not `present`; nil when it is.
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

/// Required evidence that is missing. A gap keeps the verdict from being pass.
package struct Gap: Hashable, Codable, Sendable {
  package var kind: Observation.Kind?
  package var tools: [String]
  package var paths: [String]
  package var state: ReportEvidence.State
  package var reason: Diagnostic
  /// What closes it where that is not another scan.
  package var remedy: String?
  /// The position of the requirement in the policy.
  package var at: SourcePosition

  package init(
    kind: Observation.Kind?, tools: [String] = [], paths: [String] = [], state: ReportEvidence.State,
    reason: Diagnostic, remedy: String? = nil, at: SourcePosition
  ) {
    (self.kind, self.tools, self.paths, self.state) = (kind, tools, paths, state)
    (self.reason, self.remedy, self.at) = (reason, remedy, at)
  }
}

extension ReportEvidence {
  /// What makes the report count where another scan alone is no help: a file that could not be read is repaired, one whose name
  /// is not UTF-8 is renamed, and a side-car or manifest that contradicts the report is put right.
  package var remedy: String? {
    switch state {
    case .partial: reason?.help
    case .failed where reason?.position?.file.isSame(as: file) == false: reason?.help
    case .failed where reason?.code == .encodingInvalid: reason?.help
    default: nil
    }
  }
}
