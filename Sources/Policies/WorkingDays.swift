import Model

/// The days that count for a deadline: all, or those from Monday to Friday that are no holidays.
package struct WorkingDays: Sendable {
  /// Whether only Monday to Friday count.
  package var areBusinessDays = false
  /// Days that do not count, distinct and ascending; only with business days.
  package var holidays: [Day] = []

  /// The day that is `count` counted days after another one. Weekends and holidays as the start are counted from the
  /// counted day before them.
  func day(_ count: Int, after start: Day) -> Day {
    guard areBusinessDays else { return start + count }
    let first = start.lastWeekday
    var day = first.adding(businessDays: count)
    for holiday in holidays.drop(while: { $0 <= first }) {
      if holiday > day { break }
      if !holiday.isWeekend { day = day.adding(businessDays: 1) }
    }
    return day
  }

  /// Whether a day counts.
  func counts(_ day: Day) -> Bool { !areBusinessDays || !day.isWeekend && !holidays.contains(day) }
}

extension Day {
  /// The day of the week from 0 (Monday) to 6 (Sunday). Day number 0, 1970-01-01, was a Thursday.
  private var weekday: Int { ((number % 7) + 10) % 7 }

  fileprivate var isWeekend: Bool { weekday > 4 }

  /// This day, or the Friday before a weekend.
  fileprivate var lastWeekday: Day { isWeekend ? self + (4 - weekday) : self }

  /// The day that is `count` business days (Monday to Friday) after this one. Saturday and Sunday are counted from the
  /// Friday before them.
  func adding(businessDays count: Int) -> Day {
    let start = lastWeekday
    let days = start.weekday + count
    return start + (days / 5 * 7 + days % 5 - start.weekday)
  }
}
