import Expressions
import Model

/// Until when a finding must be gone (`sla`). Days are inclusive: on the last day it is still in time (law 9).
package struct Deadlines: Sendable {
  /// By severity; a severity without an entry has no deadline, but `unknown` without one has the shortest.
  package var due: [Severity?: TimeSpan]
  /// Shorter deadlines for some findings.
  var tighten: [Tightening]
  /// Seconds east of UTC, where days begin and end.
  package var zone: Int
  /// Only Monday to Friday count.
  package var countsBusinessDays: Bool

  struct Tightening: Sendable {
    var when: Expression
    var due: TimeSpan
  }
}

extension Deadlines {
  /// The last day in time; nil where there is no deadline.
  ///
  /// - Parameter conditions: those of `tighten`, compiled.
  func due(for context: EvaluationContext, _ conditions: [CompiledExpression]) -> Day? {
    let severity = context.finding.severity
    var span = due[severity] ?? (severity == nil ? due.values.min() : nil)
    // Unknown does not tighten: a deadline for what is known to be worse starts when it is known.
    for (tightening, condition) in zip(tighten, conditions) where span.map({ tightening.due < $0 }) ?? true {
      if condition.truth(for: context, partialMatch: .yes) == .yes { span = tightening.due }
    }
    guard let span else { return nil }
    let start = day(of: context.risk.firstSeen.time)
    return countsBusinessDays ? start.adding(businessDays: span.days) : start + span.days
  }

  func day(of moment: Timestamp) -> Day { (moment + TimeSpan(seconds: Int64(zone))).day }
}

extension Day {
  /// Monday is 0. 1970-01-01 was a Thursday.
  private var weekday: Int { ((number % 7) + 10) % 7 }

  /// The day on which the count of working days after this one is full.
  func adding(businessDays count: Int) -> Day {
    // A weekend counts as the Friday before it.
    let start = weekday > 4 ? self + (4 - weekday) : self
    let days = start.weekday + count
    return start + (days / 5 * 7 + days % 5 - start.weekday)
  }
}
