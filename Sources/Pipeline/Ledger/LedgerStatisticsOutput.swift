import Documents
import Ledger
import Model

/// Time to remediate, deadlines kept, and open findings by severity and owner, from the baselines of the ledger.
package func ledgerStatistics(_ request: LedgerRequest, asJSON isJSON: Bool) -> CommandOutput {
  listing(request) { repository throws(Diagnostic) in
    guard let tip = try repository.ledger.tip() else { throw missingLedger }
    var records: [Record] = []
    for entry in try repository.ledger.files(at: tip) { records.append(try repository.ledger.record(entry)) }
    let statistics = LedgerStatistics(records)
    guard isJSON else { return Array(statistics.text.utf8) }
    var json = JSONWriter(.pretty)
    json.object { $0.members(of: statistics) }
    json.newline()
    return Array(json.text.utf8)
  }
}

extension JSONWriter {
  fileprivate mutating func members(of statistics: LedgerStatistics) {
    field("schemaVersion", 1)
    field("baselines", statistics.baselines)
    field("from", statistics.from?.description)
    field("to", statistics.to?.description)
    objects("remediated", statistics.remediations) { json, one in
      json.field("severity", one.severity.name)
      json.field("count", one.count)
      json.field("medianDays", one.medianDays)
      json.field("ninthDecileDays", one.ninthDecileDays)
      json.field("withDeadline", one.withDeadline)
      json.field("kept", one.kept)
    }
    objects("open", statistics.months) { json, month in
      json.field("month", month.month)
      for name in Severity.names { json.field(name, month.open[name] ?? 0) }
    }
    objects("owners", statistics.owners) { json, owner in
      json.field("owner", owner.owner.isEmpty ? nil : owner.owner)
      json.field("open", owner.open)
      json.field("overdue", owner.overdue)
    }
  }
}

extension LedgerStatistics {
  fileprivate var text: String {
    guard let from, let to else { return "the ledger has no baseline; `gatehouse ledger record` makes one\n" }
    var lines = ["\(baselines) baselines from \(from.day) to \(to.day)"]
    for one in remediations {
      lines.append(
        "remediated  \(one.severity.name)  \(one.count), half within \(one.medianDays) days, nine of ten within "
          + "\(one.ninthDecileDays)" + (one.withDeadline > 0 ? ", \(one.kept) of \(one.withDeadline) in time" : ""))
    }
    for month in months {
      let counts = Severity.names.compactMap { name in month.open[name].map { "\($0) \(name)" } }
      lines.append("open  \(month.month)  \(counts.isEmpty ? "none" : counts.joined(separator: ", "))")
    }
    for owner in owners {
      let name = owner.owner.isEmpty ? "(no owner)" : owner.owner
      lines.append("owner  \(name)  \(owner.open) open" + (owner.overdue > 0 ? ", \(owner.overdue) overdue" : ""))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
