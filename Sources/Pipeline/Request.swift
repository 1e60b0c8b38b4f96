import Model

/// What `gatehouse check` is asked, whole: nothing on the way to a verdict looks at the clock, the environment or the
/// working tree behind this value's back.
package struct Request: Sendable {
  /// Where the policy is read from. The working tree is only for a local preview.
  package enum PolicySource: String, CaseIterable, Sendable { case base, worktree }

  package var repository = "."
  /// Repositories of another user that may be read all the same.
  package var trustedRepositories: [String] = []
  /// Full ids or full refs; nil: from the CI's environment.
  package var base: String?
  package var head: String?
  /// Judge the index against HEAD (a commit that is being made).
  package var isStaged = false
  /// Judge unrelated histories: every line of head counts as new.
  package var allowsUnrelated = false
  /// Policy files; paths in the repository, read from the base. Empty: `.gatehouse/`.
  package var policies: [String] = []
  package var policySource = PolicySource.base
  /// VEX documents besides those of the base commit.
  package var vex: [String] = []
  package var reports: [String] = []
  /// Reports of the base commit: what was there before.
  package var baseReports: [String] = []
  /// The commit that all reports were made from, for formats that cannot say so.
  package var scanned: String?
  /// The format of all reports; nil: told from their bytes.
  package var inputFormat: String?
  /// Prefixes of absolute paths in reports that stand for the repository root.
  package var roots: [String] = []
  package var now: Timestamp
  package var environment: [String: String] = [:]
  /// Who is told what is being read.
  package var progress: Progress?

  package init(now: Timestamp) { self.now = now }
}
