import Documents
import Git
import Ledger
import Model
import System

/// The records of the ledger, one row each, oldest first.
///
/// - Parameter isJSON: Whether to print one JSON object per line instead of a table.
package func showLedger(_ request: LedgerRequest, asJSON isJSON: Bool) -> CommandOutput {
  listing(request) { repository throws(Diagnostic) in
    guard let tip = try repository.ledger.tip() else { throw missingLedger }
    var lines: [UInt8] = []
    for entry in try repository.ledger.files(at: tip) {
      let record = try repository.ledger.record(entry)
      guard let id = RecordID(path: entry.path) else { continue }
      lines += try isJSON ? summary(record, id) : Array(row(record, id).utf8)
    }
    return lines
  }
}

/// One record as it is stored, or for people.
package func showRecord(_ request: LedgerRequest, beginning prefix: String, asJSON isJSON: Bool) -> CommandOutput {
  listing(request) { repository throws(Diagnostic) in
    let entry = try repository.ledger.entry(beginning: prefix)
    let record = try repository.ledger.record(entry)
    return try isJSON ? record.bytes() : Array(page(record, RecordID(path: entry.path)).utf8)
  }
}

func listing(_ request: LedgerRequest, _ body: (Repository) throws(Diagnostic) -> [UInt8]) -> CommandOutput {
  do throws(Diagnostic) { return CommandOutput(lines: try body(try request.open())) } catch {
    return CommandOutput(diagnostics: [error])
  }
}

/// A record without its findings.
private func summary(_ record: Record, _ id: RecordID) throws(Diagnostic) -> [UInt8] {
  var json = JSONWriter()
  json.object { json in
    json.field("id", id.description)
    json.field("time", record.time.description)
    json.field("purpose", record.purpose.rawValue)
    json.field("verdict", record.verdict.rawValue)
    json.field("base", record.base?.commit)
    json.field("head", record.head?.commit)
    json.field("deny", record.count(of: .deny))
    json.field("warn", record.count(of: .warn))
    json.field("allow", record.count(of: .allow))
    json.field("suppressed", record.suppressedCount)
    json.field("imported", record.imported)
  }
  json.newline()
  return Array(json.text.utf8)
}

private func row(_ record: Record, _ id: RecordID) -> String {
  let head = record.head?.commit.map { String($0.prefix(7)) } ?? "-"
  let purpose = record.imported == nil ? record.purpose.rawValue : "imported"
  return "\(id)  \(record.verdict.rawValue)  \(purpose)  \(head)  \(record.countText)\n"
}

private func page(_ record: Record, _ id: RecordID?) -> String {
  var lines = [
    "\(id?.description ?? "") \(record.verdict.rawValue)",
    "time      \(record.time)",
    "purpose   \(record.purpose.rawValue)",
    "base      \(record.base?.commit ?? "-")",
    "head      \(record.head?.commit ?? "-")",
    "findings  \(record.countText)",
    "decision  \(record.decision)",
  ]
  if let imported = record.imported { lines.append("imported  \(imported): only its author vouches for it") }
  lines += record.inputs.map { "\($0.role.rawValue)  \($0.name)  \($0.digest)" }
  lines += record.waivers.map { "waiver  \($0)" }
  lines += record.findings.map { finding in
    let effect = finding.suppressed.map { "suppressed by \($0.rawValue)" } ?? finding.effect.rawValue
    let seen = "since \(finding.firstSeen.time.day) (\(finding.firstSeen.source.rawValue))"
    return "\(finding.id)  \(finding.severity.name)  \(finding.newness)  \(effect)  \(seen)"
  }
  return lines.joined(separator: "\n") + "\n"
}

extension Record {
  /// The number of findings by effect, for people.
  var countText: String {
    "\(count(of: .deny)) deny, \(count(of: .warn)) warn, \(count(of: .allow)) allow, \(suppressedCount) suppressed"
  }
}
