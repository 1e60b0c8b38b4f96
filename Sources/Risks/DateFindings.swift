import Interning
import Model

/// The facts about the repository that decide the newness and the age of findings.
package struct HistoryFacts: Sendable {
  /// The changes between base and head; nil when there is no base to compare with.
  package var changes: FileChanges?
  /// Whether a path is a file of the head; nil when that is not known. A path that is not a file of the head cannot
  /// count as unchanged.
  package var isInHead: (@Sendable (InternedString) -> Bool)?
  /// The numbers of lines of the files that have fewer than a finding names.
  package var lineCounts: [InternedString: Int]
  /// The findings of the base and their matches with those of the head; nil when the base was not scanned.
  package var base: (findings: [Finding], matches: BaseMatches)?
  package var now: Timestamp
  /// The committer date of the base commit, which is a lower bound on the age of findings
  /// that existed before the change.
  package var baseTime: Timestamp?

  package init(
    changes: FileChanges? = nil, isInHead: (@Sendable (InternedString) -> Bool)? = nil,
    lineCounts: [InternedString: Int] = [:], base: (findings: [Finding], matches: BaseMatches)? = nil, now: Timestamp, baseTime: Timestamp? = nil
  ) {
    (self.changes, self.isInHead, self.base, self.now, self.baseTime) = (changes, isInHead, base, now, baseTime)
    self.lineCounts = lineCounts
  }
}

/// Determines the newness and the first-seen time of findings, one result for each in the same order.
///
/// After these come the findings of the base that the head no longer has, with newness `resolved`, ordered by id. They
/// never block.
package func dateFindings(_ findings: [ArenaRef<Finding>], in facts: HistoryFacts) -> [DatedFinding] {
  let newness = proveNewness(of: findings, in: facts)
  let present = findings.indices.map { index in
    let finding = findings[index].wrappedValue
    let before = facts.base.flatMap { base in base.matches.partners[index].map { base.findings[$0.base].firstSeen } }
    return DatedFinding(
      finding: findings[index],
      firstSeen: firstSeen(finding.firstSeen, before ?? nil, newness[index].wrappedValue.newness, facts),
      newness: newness[index])
  }
  return present + resolved(facts)
}

private func resolved(_ facts: HistoryFacts) -> [DatedFinding] {
  guard let (findings, matches) = facts.base else { return [] }
  let newness = Interned(NewnessResult(.resolved, because: "the base has it and the head has not"))
  let gone = findings.indices.filter { !matches.isMatched[$0] }.map { findings[$0] }.sorted { $0.$id < $1.$id }
  return gone.map { finding in
    DatedFinding(
      finding: ArenaRef(finding), firstSeen: firstSeen(finding.firstSeen, nil, .resolved, facts), newness: newness)
  }
}

/// The earliest date that a report states, or else a lower bound from the base commit, or else the current time. Dates
/// in the future are ignored.
private func firstSeen(
  _ stated: Timestamp?, _ before: Timestamp?, _ newness: Newness, _ facts: HistoryFacts
) -> FirstSeen {
  func past(_ time: Timestamp?) -> Timestamp? { time.flatMap { $0 <= facts.now ? $0 : nil } }
  switch (past(stated), past(before)) {
  case (let one?, let other?): return FirstSeen(min(one, other), .report)
  case (let only?, nil), (nil, let only?): return FirstSeen(only, .report)
  case (nil, nil): break
  }
  if let base = facts.baseTime, base <= facts.now, newness == .inherited || newness == .resolved {
    return FirstSeen(base, .atLeastSince)
  }
  return FirstSeen(facts.now, .now)
}
