/// A moment in UTC with a precision of one second, read from RFC 3339 and written as RFC 3339 with `Z`.
public struct Timestamp: Hashable, Comparable, Codable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
  package var seconds: Int64

  package init(seconds: Int64) { self.seconds = seconds }

  public static func < (one: Timestamp, other: Timestamp) -> Bool { one.seconds < other.seconds }

  /// The UTC day that contains this moment.
  package var day: Day { Day(number: Int((seconds - floorModulo(seconds, 86400)) / 86400)) }

  package static func + (moment: Timestamp, span: TimeSpan) -> Timestamp {
    Timestamp(seconds: moment.seconds + span.seconds)
  }
  package static func - (moment: Timestamp, span: TimeSpan) -> Timestamp {
    Timestamp(seconds: moment.seconds - span.seconds)
  }
}

/// A duration as policies spell it: `24h`, `7d`, `30m`, `2w`.
package struct TimeSpan: Hashable, Comparable, Codable, Sendable {
  package var seconds: Int64

  package init(seconds: Int64) { self.seconds = seconds }
  package static func days(_ count: Int) -> TimeSpan { TimeSpan(seconds: Int64(count) * 86400) }
  package static func < (one: TimeSpan, other: TimeSpan) -> Bool { one.seconds < other.seconds }

  /// Parses `7d`, `24h`, `30m`, `45s` or `2w`: at most six digits and one unit. Nil for anything else.
  package init?(_ text: some StringProtocol) {
    guard let unit = text.last, let factor = TimeSpan.units[unit] else { return nil }
    let digits = text.dropLast()
    guard (1...6).contains(digits.count), digits.utf8.allSatisfy({ (48...57).contains($0) }), let count = Int64(digits)
    else { return nil }
    seconds = count * factor
  }

  private static let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604_800]

  /// How far the clock of another machine may be ahead before its timestamps are rejected.
  package static let clockSkew = TimeSpan(seconds: 300)

  package var days: Int { Int(seconds / 86400) }
}

extension TimeSpan: CustomStringConvertible {
  /// The duration in the largest unit that divides it exactly: `14d`, `36h`.
  package var description: String {
    // No loop over a table of the units: the compiler orders its instructions by the folder of the sources, and the bytes of a
    // release must not depend on that.
    guard seconds != 0, seconds % 60 == 0 else { return "\(seconds)s" }
    if seconds % 86_400 == 0 { return "\(seconds / 86_400)d" }
    return seconds % 3600 == 0 ? "\(seconds / 3600)h" : "\(seconds / 60)m"
  }
}

/// A day of the proleptic Gregorian calendar, without a time zone.
package struct Day: Hashable, Comparable, Codable, Sendable {
  /// Days since 1970-01-01.
  package var number: Int

  package init(number: Int) { self.number = number }

  /// Nil when the day does not exist (2025-02-29) or the year is outside 1...9999.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    let candidate = Day(number: daysFromCivil(year: year, month: month, day: day))
    guard candidate.civil == (year, month, day) else { return nil }
    self = candidate
  }

  /// Parses `YYYY-MM-DD`; nil for anything else.
  package init?(_ text: some StringProtocol) {
    guard let parsed = Day(bytes: Array(text.utf8)[...]) else { return nil }
    self = parsed
  }

  package static func < (one: Day, other: Day) -> Bool { one.number < other.number }
  package static func + (day: Day, count: Int) -> Day { Day(number: day.number + count) }
  package static func - (one: Day, other: Day) -> Int { one.number - other.number }

  /// The first moment of the day, in UTC.
  package var start: Timestamp { Timestamp(seconds: Int64(number) * 86400) }

  package var civil: (year: Int, month: Int, day: Int) { civilFromDays(number) }
}

extension Day: CustomStringConvertible {
  package var description: String {
    let (year, month, day) = civil
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

extension Timestamp: CustomStringConvertible {
  public var description: String {
    let second = Int(floorModulo(seconds, 86400))
    return "\(day)T\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))Z"
  }
}

// MARK: - Parsing (RFC 3339 §5.6)

extension Timestamp {
  /// Parses an RFC 3339 date-time with its offset; nil for a date alone or a time without an
  /// offset. Fractions are dropped.
  package init?(_ text: some StringProtocol) {
    guard let parsed = Timestamp(bytes: Array(text.utf8)[...]) else { return nil }
    self = parsed
  }

  /// The fraction of a second in a valid RFC 3339 date-time, in units of 10^-18 seconds. Further digits are dropped.
  package static func fraction(in text: some StringProtocol) -> UInt64 {
    let digits = text.utf8.drop { $0 != UInt8(ascii: ".") }.dropFirst().prefix { (48...57).contains($0) }.prefix(18)
    let value = digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 48) }
    return (digits.count..<18).reduce(value) { value, _ in value * 10 }
  }

  package init?(bytes: ArraySlice<UInt8>) {
    let b = bytes.startIndex
    guard bytes.count >= 20, bytes.count <= 64, let day = Day(bytes: bytes[b..<b + 10]),
      bytes[b + 10] | 0x20 == UInt8(ascii: "t"), bytes[b + 13] == colon, bytes[b + 16] == colon,
      let hour = digits(bytes[(b + 11)..<(b + 13)]), let minute = digits(bytes[(b + 14)..<(b + 16)]),
      let second = digits(bytes[(b + 17)..<(b + 19)]), hour < 24, minute < 60, second <= 60
    else { return nil }
    // A leap second is valid only in the last minute of a UTC day. It is read as the second before it.
    if second == 60, minute != 59 { return nil }
    var rest = bytes[(b + 19)...]
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix { (48...57).contains($0) }
      guard !fraction.isEmpty else { return nil }
      rest = rest[fraction.endIndex...]
    }
    guard let offset = zone(rest) else { return nil }
    seconds = day.start.seconds + Int64(hour * 3600 + minute * 60 + min(second, 59) - offset)
  }
}

extension Day {
  fileprivate init?(bytes: ArraySlice<UInt8>) {
    let b = bytes.startIndex
    guard bytes.count == 10, bytes[b + 4] == dash, bytes[b + 7] == dash, let year = digits(bytes[b..<b + 4]),
      let month = digits(bytes[(b + 5)..<(b + 7)]), let day = digits(bytes[(b + 8)...])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

private let (dash, colon) = (UInt8(ascii: "-"), UInt8(ascii: ":"))

/// The offset from UTC in seconds, positive to the east, from `Z` or `+hh:mm`.
private func zone(_ bytes: ArraySlice<UInt8>) -> Int? {
  guard let first = bytes.first else { return nil }
  let b = bytes.startIndex
  if bytes.count == 1 { return first | 0x20 == UInt8(ascii: "z") ? 0 : nil }
  guard bytes.count == 6, bytes[b + 3] == colon, let hours = digits(bytes[(b + 1)..<(b + 3)]),
    let minutes = digits(bytes[(b + 4)...]), hours < 24, minutes < 60
  else { return nil }
  switch first {
  case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
  case dash: return -(hours * 3600 + minutes * 60)
  default: return nil
  }
}

private func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
  var value = 0
  for byte in bytes {
    guard (48...57).contains(byte) else { return nil }
    value = value * 10 + Int(byte - 48)
  }
  return value
}

// Conversion between civil dates and day numbers: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".

private func daysFromCivil(year: Int, month: Int, day: Int) -> Int {
  let y = month <= 2 ? year - 1 : year
  let era = (y >= 0 ? y : y - 399) / 400
  let ofEra = y - era * 400
  let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
}

private func civilFromDays(_ number: Int) -> (year: Int, month: Int, day: Int) {
  let z = number + 719_468
  let era = (z >= 0 ? z : z - 146_096) / 146_097
  let ofEra = z - era * 146_097
  let year = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146_096) / 365
  let ofYear = ofEra - (365 * year + year / 4 - year / 100)
  let shifted = (5 * ofYear + 2) / 153
  let month = shifted < 10 ? shifted + 3 : shifted - 9
  return (year + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * shifted + 2) / 5 + 1)
}

private func floorModulo(_ value: Int64, _ divisor: Int64) -> Int64 {
  let rest = value % divisor
  return rest < 0 ? rest + divisor : rest
}

private func padded(_ value: Int, _ width: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
