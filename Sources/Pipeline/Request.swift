import Model

/// The complete input of `gatehouse check`. The pipeline does not read the clock, the environment or the working tree
/// by other means.
package struct Request: Sendable {
  /// The source of the policy. The working tree is for local previews only.
  package enum PolicySource: String, CaseIterable, Sendable { case base, worktree }

  package var repository = "."
  /// Repositories that another user owns and that may be read.
  package var trustedRepositories: [String] = []
  /// Full commit ids or full ref names; nil when they come from the CI environment.
  package var base: String?
  package var head: String?
  /// Whether to judge the index against HEAD, before a commit is made.
  package var isStaged = false
  /// Whether to judge unrelated histories, where every line of the head counts as new.
  package var allowsUnrelated = false
  /// Policy files. Paths inside the repository are read from the base. Empty means `.gatehouse/`.
  package var policies: [String] = []
  package var policySource = PolicySource.base
  /// The severity from which on findings are denied in a try without a policy; nil when a policy judges.
  package var failOn: Severity?
  /// VEX documents in addition to those of the base commit.
  package var vex: [String] = []
  /// The dialect of CODEOWNERS; nil to take it from the CI environment or the places of the files.
  package var dialect: String?
  package var reports: [String] = []
  /// Reports of the base commit, which show which findings existed before.
  package var baseReports: [String] = []
  /// The commit from which all reports were made, for formats that do not state it.
  package var scanned: String?
  /// The commit from which all reports of the base were made, likewise.
  package var baseScanned: String?
  /// The format of all reports; nil when it is detected from their content.
  package var inputFormat: String?
  /// Prefixes of absolute paths in reports that are replaced by the repository root.
  package var roots: [String] = []
  /// Absolute folders in which the repository is checked out here, which absolute paths of reports may begin with.
  package var checkouts: [String] = []
  /// The maximal number of commits of the base branch in which the first day of findings is looked for.
  package var historyLimit = Request.defaultHistoryLimit
  /// The commit of the ledger that is believed, when a past run is made again; nil is the present one.
  package var ledger: PastLedger?
  /// Whether an output shows the hashes of the lines of findings.
  package var wantsLineHashes = false
  /// Whether the waivers that the base has had are read even where none of today's is for a finding, for an offer of another one.
  package var wantsWaiverHistory = false
  /// What to do where no report was given, as the command that asks words it.
  package var helpWithoutReports = "pass the scanners' reports, or the folder they are in: gatehouse check reports/"
  package var now: Timestamp
  package var environment: [String: String] = [:]
  /// Called while reports are read.
  package var progress: Progress?

  package init(now: Timestamp) { self.now = now }

  /// The ledger as it was at a past run.
  package struct PastLedger: Sendable {
    /// Nil when there was none.
    package var commit: String?
  }

  /// Where the change is judged. A CI job judges as such even if it names the index: what a command line says cannot lower what
  /// a policy requires of CI.
  package var place: CheckPlace { isStaged && !isUnattended(environment) ? .hook : .ci }

  package static let defaultHistoryLimit = 25_000
}
