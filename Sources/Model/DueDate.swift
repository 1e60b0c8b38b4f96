/// The last day of a deadline, as far as it is known.
package struct DueDate: Hashable, Codable, Sendable {
  /// What is known of the true last day.
  package enum Certainty: String, Codable, Sendable {
    case exact
    /// The deadline may have ended before `day`, because only a lower bound of the age is known.
    case orEarlier = "or-earlier"
    /// The deadline may end after `day`, because it is not known when it began.
    case orLater = "or-later"
    case unknown
  }

  package var day: Day
  package var certainty: Certainty

  package init(_ day: Day, _ certainty: Certainty = .exact) { (self.day, self.certainty) = (day, certainty) }

  /// Whether the deadline is over on a day. The last day is part of it.
  package func isOver(on today: Day) -> Truth {
    switch (certainty, today > day) {
    case (.exact, let isPast): Truth(isPast)
    case (.orEarlier, true): .yes
    case (.orLater, false): .no
    case (.orEarlier, false), (.orLater, true), (.unknown, _): .unknown
    }
  }
}
