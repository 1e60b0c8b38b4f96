import Documents
import Expressions
import Interning
import Model

/// The findings that the base branch had when the gate was adopted, which suppresses them until one day.
///
/// It is read from the base only, and it never suppresses what a change brings.
package struct Baseline: Sendable {
  /// The day on which the findings were listed.
  let created: Day
  /// The last day on which they are suppressed, in UTC.
  package let until: Day
  let entries: [Entry]
  /// The findings that the ids mean today, as far as history tells; the others mean the findings that have them.
  private var meant: [ExactText: Set<InternedString>] = [:]
  private let end: YAMLNode

  /// One finding of the list.
  struct Entry: Sendable {
    let id: String
    let at: SourcePosition
  }

  init(created: Day, until: Day, entries: [Entry], end: YAMLNode) {
    (self.created, self.until, self.entries, self.end) = (created, until, entries, end)
  }

  package var isEmpty: Bool { entries.isEmpty }
  package var count: Int { entries.count }

  /// The ids of the list.
  package var ids: Set<ExactText> { Set(entries.map { ExactText($0.id) }) }

  /// States which findings have each id today.
  package mutating func resolve(_ meant: [ExactText: Set<InternedString>]) { self.meant.merge(meant) { $1 } }

  /// This list, whose ids mean what they mean in another one.
  package func resolved(like other: Baseline?) -> Baseline {
    var copy = self
    copy.meant = other?.meant ?? [:]
    return copy
  }
}

extension Baseline {
  /// Finds the entry of a finding.
  struct Index: Sendable {
    private let byFinding: [String: Int]
    private let baseline: Baseline

    init?(_ baseline: Baseline?) {
      guard let baseline, !baseline.isEmpty else { return nil }
      self.baseline = baseline
      var found: [String: Int] = [:]
      for (position, entry) in baseline.entries.enumerated() {
        let names = baseline.meant[ExactText(entry.id)].map { $0.map(\.wrappedValue) } ?? [entry.id]
        for name in names { found[name] = position }
      }
      byFinding = found
    }

    func position(of finding: Finding) -> Int? {
      byFinding[finding.id] ?? finding.aliases.lazy.compactMap { byFinding[$0] }.first
    }

    /// The claim of the baseline to suppress the finding, with what keeps it from doing so; nil when it does not list it.
    func claim(on context: EvaluationContext, _ parts: FindingParts) -> Claim? {
      guard let position = position(of: context.finding) else { return nil }
      return Claim(
        suppressor: Suppressor(
          Suppression(
            kind: .baseline, at: baseline.entries[position].at,
            reason: "found on \(baseline.created), when the gate was adopted", until: baseline.until),
          obstacle: obstacle(for: context)),
        covered: Set(parts.all.indices))
    }

    private func obstacle(for context: EvaluationContext) -> Suppressor.Obstacle? {
      let today = context.now.day
      if today < baseline.created { return .notInForce(from: baseline.created) }
      if today > baseline.until { return .expired(on: baseline.until, daysAgo: today - baseline.until) }
      let brought: NewnessSet = [.introduced, .surfaced]
      guard context.risk.newness.possible.isOne(of: brought) == .yes else { return nil }
      return .notApplicable(because: "the finding is new since then: \(context.risk.newness.newness.rawValue)")
    }
  }

  /// Warnings about a list that has ended or ends soon, and a note on the findings of it that are gone.
  ///
  /// - Parameter expiring: The time before the end from which on it is reported.
  package func audit(_ judgements: [Judgement], expiring: TimeSpan, on today: Day) -> [Diagnostic] {
    guard let index = Index(self) else { return [] }
    var found: [Diagnostic] = []
    var (present, blocking) = (Set<Int>(), 0)
    for judgement in judgements.indices {
      guard let position = index.position(of: judgements[judgement].risk.finding) else { continue }
      present.insert(position)
      if judgements[judgement].effect == .deny { blocking += 1 }
    }
    if today > until {
      let because =
        blocking == 0 ? [] : ["\(counted(blocking, "finding")) of it \(blocking == 1 ? "blocks" : "block") again"]
      found.append(ended(because: because))
    } else if until - today <= expiring.days, !present.isEmpty {
      found.append(
        end.diagnostic(
          .baselineExpired,
          "\(ending(seenOn: today)), and "
            + "\(counted(present.count, "finding")) of it \(present.count == 1 ? "is" : "are") still there",
          severity: .warning,
          help: "fix \(present.count == 1 ? "it" : "them") \(until == today ? "today" : "before that day")"))
    }
    let gone = entries.count - present.count
    if gone > 0, !present.isEmpty {
      let is1 = gone == 1
      found.append(
        end.diagnostic(
          .baselineUnused,
          "\(gone) of the \(entries.count) findings of the baseline \(is1 ? "is" : "are") in no report",
          severity: .note,
          help: "if \(is1 ? "it is" : "they are") fixed, delete \(is1 ? "its line" : "their lines")"))
    }
    return found
  }

  /// The warning that the list has ended or ends soon, where nobody knows which of its findings are still there.
  package func warningAboutEnd(expiring: TimeSpan, on today: Day) -> Diagnostic? {
    if isEmpty || until - today > expiring.days { return nil }
    guard today <= until else { return ended(because: []) }
    return end.diagnostic(
      .baselineExpired, "\(ending(seenOn: today)), and lists \(counted(count, "finding"))", severity: .warning,
      help: "fix what it lists before that day, waive it, or agree on a later one")
  }

  private func ended(because reasons: [String]) -> Diagnostic {
    end.diagnostic(
      .baselineExpired, "the baseline ended on \(until)", severity: .warning, because: reasons,
      help: "fix what it listed, waive it, or agree on a later day; delete the file when nothing is left")
  }

  private func ending(seenOn today: Day) -> String {
    "the baseline ends \(until == today ? "today" : "in \(counted(until - today, "day")), on \(until)")"
  }

  /// How `new` differs, one sentence for each kind of difference.
  package static func differences(from old: Baseline?, to new: Baseline?) -> [String] {
    let (before, after) = (old?.ids ?? [], new?.ids ?? [])
    let (added, removed) = (after.subtracting(before).count, before.subtracting(after).count)
    return [
      added == 0 ? nil : "it adds \(counted(added, "finding")) to the baseline",
      removed == 0 ? nil : "it removes \(counted(removed, "finding")) from the baseline",
      old.flatMap { old in
        new.flatMap { old.until == $0.until ? nil : "it ends the baseline on \($0.until), not \(old.until)" }
      },
    ].compactMap(\.self)
  }
}

private func counted(_ count: Int, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s")" }
