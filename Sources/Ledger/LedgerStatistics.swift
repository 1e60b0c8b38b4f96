import Model

/// What the records of a branch say about its findings over time. Only records say it: nothing is estimated.
///
/// They are made from baselines (`gatehouse ledger record`) that are not imported and not undecided, in the order of their
/// times. A finding is remediated when the first baseline that has all findings of its kind lacks it.
package struct LedgerStatistics: Sendable {
  /// The time from the first sight of a finding to its remediation.
  package struct Remediation: Sendable, Equatable {
    package var severity: Severity?
    package var count: Int
    package var medianDays: Int
    /// At most so many days for nine of ten.
    package var ninthDecileDays: Int
    /// Remediated not later than on the day of the deadline, of those that had one.
    package var kept: Int
    package var withDeadline: Int
  }

  /// The findings that were open at the last baseline of a month.
  package struct Month: Sendable, Equatable {
    /// `YYYY-MM`.
    package var month: String
    /// By severity, `unknown` included.
    package var open: [String: Int]
  }

  /// An owner's findings at the last baseline.
  package struct Owner: Sendable, Equatable {
    /// Empty for findings that nobody owns.
    package var owner: String
    package var open: Int
    /// Past the deadline.
    package var overdue: Int
  }

  /// The number of baselines.
  package var baselines = 0
  package var from: Timestamp?
  package var to: Timestamp?
  package var remediations: [Remediation] = []
  package var months: [Month] = []
  package var owners: [Owner] = []

  package init(_ records: [Record]) {
    let baselines = records.filter { $0.purpose == .baseline && $0.imported == nil && $0.verdict != .undecided }
      .sorted { $0.time < $1.time }
    self.baselines = baselines.count
    (from, to) = (baselines.first?.time, baselines.last?.time)
    remediations = Self.remediations(closed(in: baselines))
    months = Self.months(baselines)
    owners = baselines.last.map(Self.owners) ?? []
  }

  private struct Closed {
    let finding: RecordedFinding
    let at: Timestamp
    var days: Int { max(0, at.day - finding.firstSeen.time.day) }
  }

  private func closed(in baselines: [Record]) -> [Closed] {
    var (open, closed) = ([String: RecordedFinding](), [Closed]())
    for record in baselines {
      let kinds = Set(record.inputs.flatMap(\.kinds))
      let present = Set(record.findings.map(\.id))
      // A finding whose file was renamed goes on under its new id.
      for finding in record.findings {
        for alias in finding.aliases where !present.contains(alias) { open[alias] = nil }
      }
      for (id, finding) in open where !present.contains(id) && kinds.contains(finding.kind) {
        closed.append(Closed(finding: finding, at: record.time))
        open[id] = nil
      }
      for finding in record.findings { open[finding.id] = finding }
    }
    return closed
  }

  private static func remediations(_ closed: [Closed]) -> [Remediation] {
    let bySeverity = Dictionary(grouping: closed) { $0.finding.severity.name }
    return Severity.names.compactMap { name in
      guard let group = bySeverity[name] else { return nil }
      let days = group.map(\.days).sorted()
      let due = group.filter { $0.finding.due != nil }
      return Remediation(
        severity: Severity(name: name), count: group.count, medianDays: days[(days.count - 1) / 2],
        ninthDecileDays: days[(days.count * 9 + 9) / 10 - 1],
        kept: due.count { closed in closed.finding.due.map { closed.at.day <= $0 } ?? false }, withDeadline: due.count)
    }
  }

  private static func months(_ baselines: [Record]) -> [Month] {
    var months: [Month] = []
    for record in baselines {
      let month = Month(
        month: String(record.time.description.prefix(7)),
        open: Dictionary(record.findings.map { ($0.severity.name, 1) }, uniquingKeysWith: +))
      if months.last?.month == month.month { months.removeLast() }
      months.append(month)
    }
    return months
  }

  private static func owners(_ record: Record) -> [Owner] {
    var owners: [String: Owner] = [:]
    for finding in record.findings {
      for name in finding.owners.isEmpty ? [""] : finding.owners {
        var owner = owners[name] ?? Owner(owner: name, open: 0, overdue: 0)
        owner.open += 1
        if let due = finding.due, record.time.day > due { owner.overdue += 1 }
        owners[name] = owner
      }
    }
    return owners.values.sorted { $0.owner.utf8.lexicographicallyPrecedes($1.owner.utf8) }
  }
}
