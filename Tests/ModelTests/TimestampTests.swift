import Model
import Testing

struct TimestampTests {
  @Test(arguments: [
    ("2024-01-01T10:00:00+09:00", "2024-01-01T01:00:00Z"),
    ("2023-07-17T18:28:47.696004345-06:00", "2023-07-18T00:28:47Z"),
    ("2024-02-29t23:59:60z", "2024-02-29T23:59:59Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
  ])
  func `a moment is read with its offset and written in UTC`(text: String, utc: String) throws {
    #expect(try #require(Timestamp(text)).description == utc)
  }

  @Test(arguments: [
    ("2024-01-01T00:00:00Z", 0), ("2024-01-01T00:00:00.5Z", 500_000_000_000_000_000),
    ("2024-01-01T00:00:00.500Z", 500_000_000_000_000_000), ("2024-01-01T00:00:00.000000001+01:00", 1_000_000_000),
    ("2024-01-01T00:00:00.0000000000000000019Z", 1),
  ])
  func `the fraction of a second is read exactly`(text: String, fraction: UInt64) {
    #expect(Timestamp.fraction(in: text) == fraction)
  }

  @Test(arguments: [
    "2024-01-01", "2024-01-01T00:00:00", "2023-02-29T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:00:00.Z",
    "2024-01-01T00:00:00+0900", "2024-01-01 00:00:00Z", "2024-13-01T00:00:00Z", "",
  ])
  func `a bare day, a time without a zone and a day that never was are refused`(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(arguments: [("24h", 86400), ("7d", 604_800), ("30m", 1800), ("45s", 45), ("2w", 1_209_600)])
  func `a span is digits and one unit`(text: String, seconds: Int64) {
    #expect(TimeSpan(text)?.seconds == seconds)
  }

  @Test(arguments: ["", "d", "7", "7 d", "-7d", "1234567d", "7y", "٧d"])
  func `anything else is no span`(text: String) { #expect(TimeSpan(text) == nil) }

  @Test func `days go there and back`() {
    for number in stride(from: -719_000, to: 2_900_000, by: 97) {
      let (year, month, day) = Day(number: number).civil
      #expect(Day(year: year, month: month, day: day)?.number == number)
    }
  }

  @Test func `a moment knows its day on both sides of the epoch`() throws {
    #expect(try #require(Timestamp("1969-12-31T23:59:59Z")).day.description == "1969-12-31")
    #expect(try #require(Timestamp("1970-01-01T00:00:00Z")).day.number == 0)
  }
}

struct SuggestionTests {
  @Test(arguments: [
    ("severty", "severity"), ("Newnes", "newness"), ("wehn", "when"), ("owner", "owners"),
  ])
  func `a typo finds the word that was meant`(typo: String, meant: String) {
    #expect(nearest(to: typo, among: ["severity", "newness", "when", "owners", "effect"]) == meant)
  }

  @Test(arguments: ["", "x", "banana", "sev"])
  func `a word that is far from all of them finds none`(word: String) {
    #expect(nearest(to: word, among: ["severity", "newness", "effect"]) == nil)
  }
}
