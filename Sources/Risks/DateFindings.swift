import Interning
import Model

/// The facts about the repository that decide the newness and the age of findings.
package struct HistoryFacts: Sendable {
  /// The changes between base and head; nil when there is no base to compare with.
  package var changes: FileChanges?
  /// Whether a path is a file of the head; nil when that is not known. A path that is not a file of the head cannot
  /// count as unchanged.
  package var isInHead: (@Sendable (InternedString) -> Bool)?
  /// What the change does to packages; nil when that is not known.
  package var packages: PackageFacts?
  /// The code of head and base; nil when no one commit tells what was there before the change.
  package var code: CodeFacts?
  /// The numbers of lines of the files that have fewer than a finding names.
  package var lineCounts: [InternedString: Int]
  /// The findings of the base and their matches with those of the head; nil when the base was not scanned.
  package var base: (findings: [Finding], matches: BaseMatches)?
  /// Whether a scan like the one that made an observation examined the base; nil when that is not known. Where none did, it
  /// proves nothing that the base does not have the problem.
  package var isScannedAtBase: (@Sendable (Observation) -> Bool)?
  /// Whether a scan like the one that made an observation examined its file, which had a path before the change, at an
  /// earlier commit, and nothing but the change has touched the file since; nil when there was no such scan.
  package var isMissingEarlier: (@Sendable (Observation, InternedString) -> Bool)?
  /// Whether a scan like the one that made an observation was made of the base and did not examine the file of the observation,
  /// which the change renames; nil when that is not known.
  package var isPassedOverAtBase: (@Sendable (Observation) -> Bool)?
  /// Whether the change touches a file that the base branch has touched since a commit, given by its full id. Then what lies in no
  /// file may have been gone in between. Nil when that is not known.
  package var isTouchedAgain: (@Sendable (String) -> Bool)?
  package var now: Timestamp
  /// The committer date of the base commit, which is a lower bound on the age of findings
  /// that existed before the change.
  package var baseTime: Timestamp?
  /// What the records of the base branch say.
  package var ledger: LedgerFacts

  package init(
    changes: FileChanges? = nil, isInHead: (@Sendable (InternedString) -> Bool)? = nil,
    lineCounts: [InternedString: Int] = [:], packages: PackageFacts? = nil,
    base: (findings: [Finding], matches: BaseMatches)? = nil, isScannedAtBase: (@Sendable (Observation) -> Bool)? = nil,
    isMissingEarlier: (@Sendable (Observation, InternedString) -> Bool)? = nil,
    code: CodeFacts? = nil, now: Timestamp,
    baseTime: Timestamp? = nil, ledger: LedgerFacts = LedgerFacts()
  ) {
    (self.changes, self.isInHead, self.lineCounts, self.packages) = (changes, isInHead, lineCounts, packages)
    (self.base, self.isScannedAtBase, self.now, self.baseTime) = (base, isScannedAtBase, now, baseTime)
    (self.isMissingEarlier, self.code) = (isMissingEarlier, code)
    self.ledger = ledger
  }
}

/// Determines the newness and the first-seen time of findings, one result for each in the same order.
///
/// After these come the findings of the base that the head no longer has, with newness `resolved`, ordered by id. They
/// never block.
package func dateFindings(_ findings: [ArenaRef<Finding>], in facts: HistoryFacts) -> [DatedFinding] {
  dateFindings(findings, newness: proveNewness(of: findings, in: facts), in: facts)
}

/// The first-seen time of findings whose newness is known.
///
/// - Parameters:
///   - newness: The newness of each finding.
///   - arrivals: What git proves of when each finding's line or entry came to the base branch; empty when that was not
///     looked for.
package func dateFindings(
  _ findings: [ArenaRef<Finding>], newness: [Interned<NewnessResult>], arrivals: [InternedOptional<Arrival>] = [],
  in facts: HistoryFacts
) -> [DatedFinding] {
  let present = findings.indices.map { index in
    let before = facts.base.flatMap { base in base.matches.partners[index].map { base.findings[$0.base].firstSeen } }
    let firstSeen = FirstSeen(
      of: findings[index].wrappedValue, matching: before ?? nil, newness[index].wrappedValue.possible,
      arrivals.isEmpty ? .none : arrivals[index], facts)
    return DatedFinding(finding: findings[index], firstSeen: firstSeen, newness: newness[index])
  }
  return present + resolved(facts)
}

private func resolved(_ facts: HistoryFacts) -> [DatedFinding] {
  guard let (findings, matches) = facts.base else { return [] }
  let newness = Interned(NewnessResult(.resolved, because: "the base has it and the head has not"))
  let gone = matches.resolved.map { findings[$0] }.sorted { $0.$id < $1.$id }
  return gone.map { finding in
    DatedFinding(
      finding: ArenaRef(finding), firstSeen: FirstSeen(of: finding, matching: nil, .resolved, .none, facts),
      newness: newness)
  }
}

extension FirstSeen {
  /// The best proof, or an earlier time that a report states.
  ///
  /// A stated time never makes a finding younger than what is proven: it is a claim, and scanners that keep no memory
  /// state the time of their run. Stated times in the future are ignored.
  ///
  /// - Parameter before: The time that a report on the base states.
  fileprivate init(
    of finding: Finding, matching before: Timestamp?, _ newness: NewnessSet, _ arrival: InternedOptional<Arrival>,
    _ facts: HistoryFacts
  ) {
    self = .recorded(finding, .proven(finding, newness, arrival, facts), newness, facts)
    let (ofFinding, ofBase) = (past(finding.firstSeen, facts), past(before, facts))
    guard let stated = ofFinding.map({ min($0, ofBase ?? $0) }) ?? ofBase, stated < time else { return }
    time = stated
    // A lower bound stays one: the report may have seen the problem later than it came.
    if source != .atLeastSince { source = .report }
  }

  /// What the records of the base branch say, unless git proves an earlier time. Both prove that the problem was there
  /// without a break since.
  private static func recorded(
    _ finding: Finding, _ git: FirstSeen, _ newness: NewnessSet, _ facts: HistoryFacts
  ) -> FirstSeen {
    var seen = git
    if newness != .introduced, let since = past(facts.ledger.since(finding), facts), since <= git.time {
      seen = FirstSeen(since, .ledger, arrival: git.$arrival)
    }
    if let ever = past(facts.ledger.everSince(finding), facts), ever < seen.time {
      seen.everSeen = ever
    }
    return seen
  }

  /// What git proves.
  private static func proven(
    _ finding: Finding, _ newness: NewnessSet, _ arrival: InternedOptional<Arrival>, _ facts: HistoryFacts
  ) -> FirstSeen {
    // What the change brings is not on the base branch yet.
    if newness == .introduced { return FirstSeen(facts.now, .now) }
    if let found = arrival.wrappedValue {
      if let published = past(finding.published, facts), published > found.time {
        return FirstSeen(published, .published, arrival: arrival)
      }
      return FirstSeen(found.time, found.isLowerBound ? .atLeastSince : .git, arrival: arrival)
    }
    if let base = facts.baseTime, base <= facts.now, newness.isSubset(of: .ofBase) {
      return FirstSeen(base, .atLeastSince)
    }
    // It may be as old as the base, or have surfaced now.
    if newness == .notIntroduced { return FirstSeen(facts.now, .atLeastSince) }
    return FirstSeen(facts.now, .now)
  }
}

/// A time that is not in the future.
private func past(_ time: Timestamp?, _ facts: HistoryFacts) -> Timestamp? {
  time.flatMap { $0 <= facts.now ? $0 : nil }
}
