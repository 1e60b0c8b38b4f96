import Expressions
import Model

/// The deadlines of findings (`sla` in a policy). A deadline is counted in days and includes its last day.
package struct Deadlines: Sendable {
  /// The deadline for each severity, counted from the day on which the finding was first seen. A severity without an
  /// entry has no deadline; an unknown severity (nil) without one has the shortest.
  package var due: [Severity?: TimeSpan]
  /// Shorter deadlines for findings that match a condition.
  var tighten: [Tightening]
  /// The time zone in which days begin and end, in seconds east of UTC.
  package var zone: Int
  /// Whether only Monday to Friday count.
  package var countsBusinessDays: Bool

  /// A deadline that replaces a longer one for the findings for which `when` holds.
  struct Tightening: Sendable {
    var when: Expression
    var due: TimeSpan
  }
}

extension Deadlines {
  /// The last day of the deadline for a finding, in the policy's time zone; nil when the finding has no deadline.
  ///
  /// - Parameter conditions: The compiled conditions of `tighten`, in the same order.
  func due(for context: EvaluationContext, _ conditions: [CompiledExpression]) -> Day? {
    let severity = context.finding.severity
    var span = due[severity] ?? (severity == nil ? due.values.min() : nil)
    // An unknown condition does not shorten the deadline: it is shortened once the facts are known.
    for (tightening, condition) in zip(tighten, conditions) where span.map({ tightening.due < $0 }) ?? true {
      if condition.truth(for: context, partialMatch: .yes) == .yes { span = tightening.due }
    }
    guard let span else { return nil }
    let start = day(of: context.risk.firstSeen.time)
    return countsBusinessDays ? start.adding(businessDays: span.days) : start + span.days
  }

  /// The day of a moment in the policy's time zone.
  func day(of moment: Timestamp) -> Day { (moment + TimeSpan(seconds: Int64(zone))).day }
}

extension Day {
  /// The day of the week from 0 (Monday) to 6 (Sunday). Day number 0, 1970-01-01, was a Thursday.
  private var weekday: Int { ((number % 7) + 10) % 7 }

  /// The day that is `count` business days (Monday to Friday) after this one.
  func adding(businessDays count: Int) -> Day {
    // Saturday and Sunday are counted from the Friday before them.
    let start = weekday > 4 ? self + (4 - weekday) : self
    let days = start.weekday + count
    return start + (days / 5 * 7 + days % 5 - start.weekday)
  }
}
