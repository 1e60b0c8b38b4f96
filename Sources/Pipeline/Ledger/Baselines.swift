import Git
import Ledger
import Model

extension LedgerFacts {
  /// How many records and bytes of the ledger, and commits of the base branch, are looked at.
  private static let (recordLimit, byteLimit, lineLimit, baselineLimit) = (500, 256 << 20, 2000, 50)

  /// The records of the base branch up to a commit, nearest first; none without a ledger.
  ///
  /// Only what is found within the limits takes part; without a record nothing is proven.
  init(at revision: ResolvedRevision?, _ past: Request.PastLedger?, in repository: Repository) throws(Diagnostic) {
    self.init(base: revision?.commit.description)
    guard let base = revision?.commit, let (ledger, tip) = try repository.trustedLedger(past)
    else { return }
    let line = try repository.firstParents(of: base, limit: Self.lineLimit)
    let positions = Dictionary(line.enumerated().map { ($1.description, $0) }) { first, _ in first }
    var (found, bytes) = ([(position: Int, baseline: Baseline)](), 0)
    for entry in try ledger.files(at: tip).reversed().prefix(Self.recordLimit) where bytes < Self.byteLimit {
      bytes += try ledger.size(of: entry)
      let record = try ledger.record(entry)
      guard record.imported == nil, record.verdict != .undecided, let commit = record.head?.commit,
        let position = positions[commit]
      else { continue }
      found.append((position, Baseline(record, commit)))
    }
    // Of one commit the latest record comes first, because the order of the ledger is kept.
    let nearest = found.enumerated().sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
    baselines = nearest.prefix(Self.baselineLimit).map(\.element.baseline)
  }
}

extension LedgerFacts {
  /// Adds the ids that findings had at the nearest record, so that a file that was renamed since does not hide them.
  mutating func addNames(
    of findings: [Finding], _ comparison: Comparison, in repository: Repository
  ) throws(Diagnostic) {
    guard let commit = baselines.first.flatMap({ CommitID($0.commit) }) else { return }
    earlierNames = try FindingNames(findings: findings, comparison: comparison, repository: repository)
      .earlierNames(at: commit)
  }
}

extension RecordedFinding {
  fileprivate var entry: LedgerFacts.Entry { LedgerFacts.Entry(since: recorded, severity: severity, aliases: aliases) }
}

extension LedgerFacts.Baseline {
  fileprivate init(_ record: Record, _ commit: String) {
    // A finding that the judged change resolved was no longer there.
    let findings = record.findings.filter { $0.newness != Newness.resolved.rawValue }
    self.init(
      commit: commit, time: record.time, kinds: Set(record.inputs.flatMap(\.kinds)),
      findings: Dictionary(
        findings.map { ($0.id, $0.entry) }
          + findings.flatMap { finding in finding.aliases.map { ($0, finding.entry) } }
      ) { first, _ in first })
  }
}
