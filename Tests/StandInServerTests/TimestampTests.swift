import Testing

@testable import StandInServer

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
}
