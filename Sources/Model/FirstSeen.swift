/// The time when a problem was first seen, and the source of that time. Author dates of commits are not used.
package struct FirstSeen: Hashable, Codable, Sendable {
  package enum Source: String, Codable, Sendable {
    case ledger
    /// A report states the time.
    case report
    /// No record exists; the time is that of the current run.
    case now
    /// A lower bound on the age. It can show that an SLA is missed, and cannot show that it is met.
    case atLeastSince = "at-least-since"
  }

  package var time: Timestamp
  package var source: Source

  package init(_ time: Timestamp, _ source: Source) { (self.time, self.source) = (time, source) }
}
