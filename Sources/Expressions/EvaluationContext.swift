import Model

/// The input of a condition: a risk, and the dates that the policy adds to it.
package struct EvaluationContext: Sendable {
  package var risk: Risk
  /// The deadline; nil when the policy sets none for the finding.
  package var due: DueDate?
  /// The day of `now` in the policy's time zone.
  package var today: Day
  package var now: Timestamp
  /// Whether conditions see the finding where its file was before the change moved it.
  package var isBeforeMove = false

  package init(risk: Risk, due: DueDate? = nil, today: Day, now: Timestamp) {
    (self.risk, self.due, self.today, self.now) = (risk, due, today, now)
  }

  package var finding: Finding { risk.finding }

  /// The facts as if the change had introduced the finding where its file is now.
  package var afterMove: EvaluationContext {
    var context = self
    context.risk.newness = NewnessResult(.introduced, because: "the change moves its file")
    return context
  }

  /// The facts as if the change had introduced the finding where its file was.
  package var beforeMove: EvaluationContext {
    var context = afterMove
    context.isBeforeMove = true
    return context
  }

  /// The path of an observation in the repository; nil when it has none, or when it is inside a container image.
  func repositoryPath(of observation: Observation) -> String? {
    let path = observation.repositoryPath
    guard isBeforeMove, let move = risk.move, path == finding.location.$path else { return path.wrappedValue }
    return move.from
  }

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
