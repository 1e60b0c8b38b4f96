/// What the records of the base branch say about findings: an input of newness and of the first-seen time.
///
/// The records are those whose head is the base or a commit before it on its first-parent line, nearest first. Records of
/// other commits, imported ones and those of undecided runs take no part.
package struct LedgerFacts: Sendable {
  /// One record of the base branch.
  package struct Baseline: Sendable {
    /// The commit that was judged.
    package var commit: String
    package var time: Timestamp
    /// The kinds of which it has all findings. Of others it proves presence and not absence.
    package var kinds: Set<Observation.Kind>
    /// By the id of each finding, and by the other ids under which the record knows it.
    package var findings: [String: Entry]

    package init(commit: String, time: Timestamp, kinds: Set<Observation.Kind>, findings: [String: Entry]) {
      (self.commit, self.time, self.kinds, self.findings) = (commit, time, kinds, findings)
    }
  }

  /// A finding in a record.
  package struct Entry: Hashable, Sendable {
    /// Since when the records prove that the finding was there without a break.
    package var since: Timestamp
    package var severity: Severity?
    /// The other ids under which the record knows it.
    package var aliases: [String]

    package init(since: Timestamp, severity: Severity?, aliases: [String] = []) {
      (self.since, self.severity, self.aliases) = (since, severity, aliases)
    }
  }

  package var baselines: [Baseline]
  /// The full id of the base.
  package var base: String?
  /// The ids that findings had at the nearest record, by their ids of today, as far as these are other ones.
  package var earlierNames: [String: [String]] = [:]

  package init(_ baselines: [Baseline] = [], base: String? = nil) { (self.baselines, self.base) = (baselines, base) }

  /// Since when a finding has been recorded without a gap up to the nearest record that can tell; nil when that one does not
  /// have it, or no record can tell.
  package func since(_ finding: Finding) -> Timestamp? {
    if baselines.isEmpty { return nil }
    let names = names(of: finding)
    for baseline in baselines {
      if let entry = baseline.entry(named: names) { return entry.since }
      if baseline.kinds.contains(finding.kind) { return nil }
    }
    return nil
  }

  /// The earliest time of a record that has the finding, also if it was gone since.
  package func everSince(_ finding: Finding) -> Timestamp? {
    if baselines.isEmpty { return nil }
    let names = names(of: finding)
    return baselines.compactMap { $0.entry(named: names)?.since }.min()
  }

  /// The ids under which records may have a finding.
  package func names(of finding: Finding) -> [String] {
    [finding.id] + finding.aliases + (earlierNames[finding.id] ?? [])
  }

  /// The nearest record that has all findings of a kind; nil when there is none.
  package func baseline(for kind: Observation.Kind) -> Baseline? { baselines.first { $0.kinds.contains(kind) } }
}

extension LedgerFacts.Baseline {
  /// The entry of a finding that has one of these ids, the first of which is its own.
  package func entry(named names: [String]) -> LedgerFacts.Entry? { names.lazy.compactMap { findings[$0] }.first }
}
