import Model

/// What a condition is asked about: a risk, and what the policy works out for it.
package struct EvaluationContext: Sendable {
  package var risk: Risk
  /// The last day in time; nil where the policy sets no deadline.
  package var due: Day?
  /// The day of `now` in the policy's time zone.
  package var today: Day
  package var now: Timestamp

  package init(risk: Risk, due: Day? = nil, today: Day, now: Timestamp) {
    (self.risk, self.due, self.today, self.now) = (risk, due, today, now)
  }

  package var finding: Finding { risk.finding }

  /// Yes when it holds for every observation of the finding, no when for none, else `partialMatch`.
  func across(_ partialMatch: Truth, _ holds: (Observation) -> Bool) -> Truth {
    let count = finding.observations.count(where: holds)
    if count == 0 { return .no }
    return count == finding.observations.count ? .yes : partialMatch
  }
}
