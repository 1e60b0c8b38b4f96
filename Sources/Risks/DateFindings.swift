import Interning
import Model

/// What is known of the repository when findings are compared with the base.
package struct HistoryFacts: Sendable {
  /// What the change does; nil: there is no base to compare with.
  package var changes: FileChanges?
  /// Whether a path is a file of the head; nil: nobody can tell. What is in no file of the head cannot be called untouched.
  package var isInHead: (@Sendable (InternedString) -> Bool)?
  /// What scanners reported of the base, and which of the head's findings these are; nil: nobody scanned the base.
  package var base: (findings: [Finding], matches: BaseMatches)?
  package var now: Timestamp
  /// When the base commit reached its branch: a lower bound on the age of what was there before.
  package var baseTime: Timestamp?

  package init(
    changes: FileChanges? = nil, isInHead: (@Sendable (InternedString) -> Bool)? = nil,
    base: (findings: [Finding], matches: BaseMatches)? = nil, now: Timestamp, baseTime: Timestamp? = nil
  ) {
    (self.changes, self.isInHead, self.base, self.now, self.baseTime) = (changes, isInHead, base, now, baseTime)
  }
}

/// Whether the change brought each finding, and since when it is known; one for each finding, in the same order.
///
/// After them come the findings of the base that the head no longer has, with newness `resolved`, in the order of their ids:
/// they tell what got better, and never block.
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

/// The earliest date that a report states, else a lower bound from the base's commit, else now. A report from the future
/// proves nothing.
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
