import Interning

/// The time when a problem was first seen, and the source of that time. Author dates of commits are not used.
public struct FirstSeen: Hashable, Codable, Sendable {
  package enum Source: String, Codable, Sendable {
    case ledger
    /// The line, or the entry of a lock file, came to the first-parent line of the base branch at that time.
    case git
    /// The vulnerability was published at that time, after the line or entry had come to the base branch.
    case published
    /// A report states the time, and nothing proves an earlier one.
    case report
    /// No record exists; the time is that of the current run.
    case now
    /// A lower bound on the age. It can show that an SLA is missed, and cannot show that it is met.
    case atLeastSince = "at-least-since"
  }

  public var time: Timestamp
  package var source: Source
  /// When the line or the entry came to the base branch, as git proves it; nil when that was not looked for or not found.
  @InternedOptional public var arrival: Arrival?
  /// The earliest time of a record that has the finding, when it was gone since and came back; nil otherwise.
  @InternedOptional public var everSeen: Timestamp?

  package init(
    _ time: Timestamp, _ source: Source, arrival: InternedOptional<Arrival> = .none, everSeen: Timestamp? = nil
  ) {
    (self.time, self.source, _arrival) = (time, source, arrival)
    _everSeen = InternedOptional(everSeen)
  }
}
