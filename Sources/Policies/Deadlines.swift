import Expressions
import Model

/// The deadlines of findings (`sla` in a policy). A deadline is counted in days and includes its last day.
package struct Deadlines: Sendable {
  /// The day from which on a deadline is counted.
  package enum Start: String, CaseIterable, Sendable {
    case firstSeen = "first-seen"
    /// The day on which the vulnerability was published, even if that was before the package came. Other problems are
    /// counted from the day on which they were first seen.
    case disclosed
    /// The day on which the finding was first seen, and only while a fixed version exists. Other problems than those of
    /// packages can always be fixed.
    case fixAvailable = "fix-available"
  }

  package var start = Start.firstSeen
  /// The deadline for each severity. A severity without an entry has no deadline; an unknown severity (nil) without one
  /// has the shortest.
  package var due: [Severity?: TimeSpan]
  /// Shorter deadlines for findings that match a condition.
  var tighten: [Tightening]
  /// The time zone in which days begin and end, in seconds east of UTC.
  package var zone: Int
  /// The days that count.
  package var calendar: WorkingDays
  /// Whether days on which a valid waiver covered the whole finding do not count.
  package var pausesUnderWaivers = false
  /// Whether the deadline of a finding that was gone and came back is counted from its return, and not from the earliest
  /// record that has it.
  package var restartsOnReturn = true

  /// A deadline that replaces a longer one for the findings for which `when` holds.
  struct Tightening: Sendable {
    var when: Expression
    var due: TimeSpan
  }
}

extension Deadlines {
  /// The last day of the deadline for a finding, in the policy's time zone; nil when the finding has no deadline.
  ///
  /// - Parameters:
  ///   - conditions: The compiled conditions of `tighten`, in the same order.
  ///   - pauses: The days on which the deadline is paused; they may overlap.
  func due(
    for context: EvaluationContext, _ conditions: [CompiledExpression], pauses: [ClosedRange<Day>] = []
  ) -> DueDate? {
    let severity = context.finding.severity
    var span = due[severity] ?? (severity == nil ? due.values.min() : nil)
    // An unknown condition does not shorten the deadline: it is shortened once the facts are known.
    for (tightening, condition) in zip(tighten, conditions) where span.map({ tightening.due < $0 }) ?? true {
      if condition.truth(for: context, partialMatch: .yes) == .yes { span = tightening.due }
    }
    guard let span, let (start, certainty) = beginning(for: context) else { return nil }
    return DueDate(calendar.day(span.days + paused(pauses, from: start, to: context.today), after: start), certainty)
  }

  /// The day from which on the deadline of a finding is counted; nil when it does not run.
  private func beginning(for context: EvaluationContext) -> (day: Day, certainty: DueDate.Certainty)? {
    let (finding, seen) = (context.finding, context.risk.firstSeen)
    let isBound = seen.source == .atLeastSince
    var first: (day: Day, certainty: DueDate.Certainty) = (day(of: seen.time), isBound ? .orEarlier : .exact)
    if !restartsOnReturn, let ever = seen.everSeen { first = (day(of: ever), .exact) }
    guard finding.kind.isDependency else { return first }
    switch start {
    case .firstSeen: return first
    case .disclosed:
      if let published = finding.published, published <= context.now { return (day(of: published), .exact) }
      // It was published before anybody saw it.
      return (first.day, .orEarlier)
    case .fixAvailable:
      guard let fixes = finding.fixedVersions else {
        return (first.day, first.certainty == .exact ? .orLater : .unknown)
      }
      return fixes.isEmpty ? nil : first
    }
  }

  /// The number of counted days after the first that lie in a pause.
  private func paused(_ pauses: [ClosedRange<Day>], from start: Day, to today: Day) -> Int {
    guard !pauses.isEmpty else { return 0 }
    var (count, next) = (0, start + 1)
    for pause in pauses.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      let last = min(pause.upperBound, today)
      next = max(next, pause.lowerBound)
      while next <= last {
        if calendar.counts(next) { count += 1 }
        next = next + 1
      }
    }
    return count
  }

  /// The day of a moment in the policy's time zone.
  func day(of moment: Timestamp) -> Day { (moment + TimeSpan(seconds: Int64(zone))).day }
}
