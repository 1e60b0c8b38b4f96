/// When a problem was first seen, and how that is known (law 9). Author dates never count.
package struct FirstSeen: Hashable, Codable, Sendable {
  package enum Source: String, Codable, Sendable {
    case ledger
    /// A report says so.
    case report
    /// No record: it counts from the run that sees it.
    case now
    /// A lower bound on the age: enough to fail an SLA, not to pass one.
    case atLeastSince = "at-least-since"
  }

  package var time: Timestamp
  package var source: Source

  package init(_ time: Timestamp, _ source: Source) { (self.time, self.source) = (time, source) }
}
