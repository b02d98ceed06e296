import Testing

@testable import JobModel

@Suite("Times of creation")
struct TimestampTests {
  @Test(
    "each is later than the one before",
    arguments: zip(
      [
        "1969-12-31T23:59:59Z", "2024-02-28T23:59:59Z", "2024-02-29T23:59:59Z", "2026-04-20T08:00:00Z",
        "2026-04-20T08:00:00.5Z", "2026-04-20T10:00:00+02:00",
      ],
      [
        "1970-01-01T00:00:00Z", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z", "2026-04-20T08:00:00.5Z",
        "2026-04-20T08:00:00.51Z", "2026-04-20T07:00:00-02:00",
      ]))
  func order(earlier: String, later: String) throws {
    #expect(try #require(Timestamp(parsing: earlier)) < #require(Timestamp(parsing: later)))
  }

  @Test("zones and zeros do not change the moment")
  func equal() {
    #expect(Timestamp(parsing: "2026-04-20T08:00:00.50Z") == Timestamp(parsing: "2026-04-20t10:00:00.5+02:00"))
    #expect(Timestamp(parsing: "2026-12-31T23:30:00-01:00") == Timestamp(parsing: "2027-01-01T00:30:00.000000000000Z"))
  }

  @Test(
    "other texts are no times",
    arguments: [
      "", "2026-04-20", "2026-04-20T08:00:00", "2026-13-20T08:00:00Z", "2026-04-20 08:00:00Z", "2026-04-20T08:00:00.Z",
      "2026-04-20T08:00:00+0200", "2026-04-20T08:00:00Z ", "２026-04-20T08:00:00Z",
    ])
  func malformed(text: String) {
    #expect(Timestamp(parsing: text) == nil)
  }

  @Test(
    "a time is written as it was read",
    arguments: [
      "0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "2000-02-29T12:34:56Z",
      "2026-11-24T00:05:00Z", "2100-02-28T23:59:00Z", "2100-03-01T00:00:00Z", "9999-12-31T23:59:59Z",
    ])
  func written(text: String) throws {
    #expect(try #require(Timestamp(parsing: text)).description == text)
  }

  @Test("days follow each other through 800 years, weeks without a gap")
  func days() {
    var before = CalendarDay(number: -200_000)
    for number in -199_999...100_000 {
      let day = CalendarDay(number: number)
      #expect(day.dayOfWeek == (before.dayOfWeek + 1) % 7)
      let isNext = day.year == before.year && day.month == before.month && day.day == before.day + 1
      let isNextMonth = day.day == 1 && (day.month == before.month % 12 + 1) && before.day >= 28
      #expect(isNext || isNextMonth)
      #expect(Timestamp(seconds: number * 86_400).dayNumber == number)
      before = day
    }
    #expect(CalendarDay(number: 0).dayOfWeek == 4)
  }
}
