import Model

/// The input of a condition: a risk, and the dates that the policy adds to it.
package struct EvaluationContext: Sendable {
  package var risk: Risk
  /// The last day of the deadline; nil when the policy sets none for the finding.
  package var due: Day?
  /// The day of `now` in the policy's time zone.
  package var today: Day
  package var now: Timestamp

  package init(risk: Risk, due: Day? = nil, today: Day, now: Timestamp) {
    (self.risk, self.due, self.today, self.now) = (risk, due, today, now)
  }

  package var finding: Finding { risk.finding }

  /// Yes when all observations of the finding satisfy a test, no when none does, otherwise `partialMatch`.
  func across(_ partialMatch: Truth, _ holds: (Observation) -> Bool) -> Truth {
    let count = finding.observations.count(where: holds)
    if count == 0 { return .no }
    return count == finding.observations.count ? .yes : partialMatch
  }

  /// Combines the answers of all observations of the finding: when they differ, one yes is enough if `partialMatch` is
  /// yes, and all must be yes if it is no.
  func combined(_ partialMatch: Truth, _ test: (Observation) -> Truth) -> Truth {
    let settling: Truth = partialMatch == .yes ? .yes : .no
    var result: Truth = !settling
    for index in finding.observations.indices {
      let answer = test(finding.observations[index])
      if answer == settling { return settling }
      if answer == .unknown { result = .unknown }
    }
    return result
  }
}
