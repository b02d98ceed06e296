import TestSupport
import Testing

@testable import JobModel

/// When two schedules are the same, held against a clock.
@Suite struct CronTests {
  @Test(arguments: [
    ("@hourly", "0 * * * *"), ("@daily", "@midnight"), ("@weekly", "0 0 * * sun"), ("@monthly", "0 0 1 * *"),
    ("@yearly", "@annually"), ("*/60 * * * *", "0 * * * *"), ("0-59 * * * *", "* * * * *"),
    ("*/1 * * * *", "* * * * *"),
    ("0 0 * * MON-FRI", "0 0 * * 1-5"), ("0 0 * jan,Feb *", "0 0 * 1-2 *"), ("0,30 * * * *", "*/30 * * * *"),
    ("05 06 * * *", "5 6 * * *"), (" 5\t6  * * * ", "5 6 * * *"), ("0 0 ? * 1", "0 0 * * 1"),
    ("0 0 30 2 *", "7 7 31 2,4 *"), ("0 0 1-31 * *", "0 0 * * *"), ("0 0 * * 0-6", "0 0 * * *"),
    ("0 0 * * *", "0 0 * * *"),
  ])
  func `These are written differently and fire alike`(first: String, second: String) {
    #expect(Schedule.fireAlike(first, second))
    #expect(Schedule.fireAlike(second, first))
  }

  @Test(arguments: [
    ("0 * * * *", 8_760), ("*/5 * * * *", 105_120), ("@daily", 365), ("0 0 * * 1", 53), ("0 0 * * sun", 52),
    ("0 0 1 * *", 12), ("0 0 29 2 *", 0), ("0 0 1 1 1", 5), ("* * * * *", 525_600),
  ])
  func `A year has so many runs`(schedule: String, runs: Int) {
    #expect(Schedule(schedule).runsPerYear == runs)
  }

  @Test(arguments: ["0 0 */2 * 1", "0 0 * * 7", "@reboot", ""])
  func `Nobody knows how often these run`(schedule: String) {
    #expect(Schedule(schedule).runsPerYear == nil)
  }

  @Test(arguments: [
    // With both day fields set either is enough, so a full range of days makes it every day.
    ("0 0 1-31 * 1", "0 0 * * 1"),
    // A step over all days is open in one reading and set in the other.
    ("0 0 */2 * 1", "0 0 1-31/2 * 1"), ("0 0 */2 * 1", "0 0 * * *"),
    // 29 February falls on every day of the week, once in 28 years.
    ("0 0 29 2 *", "0 0 28 2 *"), ("0 0 29 2 1", "0 0 * 2 1"), ("0 0 29 2 *", "0 0 30 2 *"),
    // Sunday is 7 in one reading only, and a single value with a step too.
    ("0 0 * * 7", "0 0 * * 0"), ("5/15 * * * *", "5-59/15 * * * *"),
    ("*/45 * * * *", "0 * * * *"), ("* * * * *", "*/2 * * * *"), ("0 1 * * *", "1 0 * * *"),
  ])
  func `These do not`(first: String, second: String) {
    #expect(!Schedule.fireAlike(first, second))
    #expect(!Schedule.fireAlike(second, first))
  }

  @Test(arguments: [
    "", "@every 1h", "@reboot", "@HOURLY", "* * * *", "0 * * * * *", "TZ=UTC 0 * * * *", "60 * * * *", "* 24 * * *",
    "* * 0 * *", "* * 32 * *", "* * * 13 * ", "* * * 0 *", "* * * * 8", "*/0 * * * *", "5-1 * * * *", "a * * * *",
    "1,,2 * * * *", "-1 * * * *", "+1 * * * *", "1-2-3 * * * *", "* * L * *", "* * 15W * *", "* * * * 5#2", "? * * * *",
    "*/ * * * *", "*/2/2 * * * *", "001 * * * *", "٣ * * * *", "99999999999999999999 * * * *",
  ])
  func `What no reading is certain of is equal to nothing`(text: String) {
    #expect(!Schedule.fireAlike(text, text))
  }

  @Test func `Random schedules are the same exactly when a clock over 28 years says so`() {
    var random = SeededRandom(seed: 28)
    var same = 0
    for _ in 0..<200 {
      let first = Clock.expression(&random)
      let second = random.oneIn(2) ? Clock.expression(&random) : Clock.respelled(first, &random)
      let expected = CronSchedule.Reading.allCases.allSatisfy { reading in
        guard let a = Clock(first, reading), let b = Clock(second, reading) else { return false }
        return a.times == b.times
      }
      #expect(Schedule.fireAlike(first, second) == expected, "'\(first)' and '\(second)'")
      if expected, first != second { same += 1 }
    }
    #expect(same > 20)
  }

  @Test func `The normal form of a random schedule fires like it, and is its own normal form`() {
    var random = SeededRandom(seed: 30)
    var changed = 0
    for _ in 0..<500 {
      let text = Clock.expression(&random)
      let normal = Schedule.normalText(text)
      #expect(Schedule.normalText(normal) == normal, "'\(text)'")
      guard normal != text else { continue }
      changed += 1
      #expect(Schedule.fireAlike(text, normal), "'\(text)' and '\(normal)'")
    }
    #expect(changed > 100)
  }

  @Test(arguments: [
    ("@hourly", "0 * * * *"), ("*/60 0-23 1-31 jan-DEC ?", "0 * * * *"),
    ("*/30 5,4,3 * * mon-wed,5", "0,30 3-5 * * 1-3,5"),
    ("0 0 1-31 * 1", "0 0 1-31 * 1"), ("0 0 */2 * *", "0 0 1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31 * *"),
    ("0 0 */2 * 1", "0 0 */2 * 1"), ("0 0 * * 7", "0 0 * * 7"), ("@reboot", "@reboot"),
    ("5/15 * * * *", "5/15 * * * *"),
  ])
  func `A normal form has plain fields where that is sure`(text: String, normal: String) {
    #expect(Schedule.normalText(text) == normal)
  }
}

extension CronTests {
  @Test func `The next times of random schedules are those of the clock`() throws {
    var random = SeededRandom(seed: 29)
    let start = try #require(Timestamp(parsing: "2001-01-01T00:00:00Z")).seconds
    for _ in 0..<300 {
      let expression = Clock.expression(&random)
      let now = Timestamp(seconds: start + Int.random(in: 0..<20 * 365 * 86_400, using: &random))
      for reading in CronSchedule.Reading.allCases {
        guard let clock = Clock(expression, reading)?.times else {
          #expect(CronSchedule(expression, as: reading) == nil)
          continue
        }
        var expected: [Int] = []
        for day in clock.days where expected.count < 3 && start + (day + 1) * 86_400 > now.seconds {
          expected += clock.minutes.map { start + day * 86_400 + $0 * 60 }.filter { $0 > now.seconds }
        }
        let times = try #require(CronSchedule(expression, as: reading)).times(after: now, count: 3)
        // The clock ends after 28 years; the schedule goes on.
        #expect(Array(times.map(\.seconds).prefix(expected.count)) == Array(expected.prefix(3)), "\(expression) \(now)")
      }
    }
  }

  @Test(arguments: [
    ("0 0 29 2 *", "2096-02-29T00:00:00Z", ["2104-02-29T00:00:00Z"]),
    ("0 0 30 2 *", "2026-01-01T00:00:00Z", []),
    ("* * * * *", "2026-12-31T23:58:59Z", ["2026-12-31T23:59:00Z", "2027-01-01T00:00:00Z", "2027-01-01T00:01:00Z"]),
    ("0 0 * * *", "2026-11-23T00:00:00Z", ["2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", "2026-11-26T00:00:00Z"]),
  ])
  func `Next times are strictly later, over years without a 29 February`(
    expression: String, now: String, expected: [String]
  ) throws {
    let schedule = try #require(CronSchedule(expression, as: .vixie))
    let times = schedule.times(after: try #require(Timestamp(parsing: now)), count: max(1, expected.count))
    #expect(times.map(\.description) == expected)
  }

  @Test func `Next times are told only where the readings agree`() throws {
    let now = try #require(Timestamp(parsing: "2026-11-23T12:00:00Z"))
    #expect(Schedule("0 0 */2 * 1").times(after: now, count: 3) == nil)
    #expect(Schedule("0 0 * * 7").times(after: now, count: 3) == nil)
    #expect(Schedule("@hourly").times(after: now, count: 1) == [Timestamp(seconds: now.seconds + 3600)])
  }
}

/// Reads an expression the slow way: asks every field about every value, and every day of 28 years about itself.
private struct Clock {
  /// The days on which it fires, counted from the first, and the minutes of such a day; neither when it never fires.
  struct Times: Equatable {
    var days: [Int] = []
    var minutes: [Int] = []
  }

  let times: Times

  init?(_ expression: String, _ reading: CronSchedule.Reading) {
    let fields = expression.split(separator: " ").map(String.init)
    let limits = [(0, 59), (0, 23), (1, 31), (1, 12), (0, reading == .vixie ? 7 : 6)]
    guard zip(fields, limits).allSatisfy({ Self.isValid($0, $1, reading) }) else { return nil }
    let tables = zip(fields, limits).map { field, limits in (0...limits.1).map { Self.fires(field, $0, limits) } }
    func fires(_ position: Int, _ value: Int) -> Bool {
      tables[position][value] || (position == 4 && value == 0 && reading == .vixie && tables[4][7])
    }
    func isOpen(_ field: String) -> Bool {
      switch reading {
      case .vixie: field.hasPrefix("*")
      case .robfig: field.split(separator: ",").contains { $0 == "*" || $0 == "*/1" }
      }
    }
    let needsBoth = isOpen(fields[2]) || isOpen(fields[4])
    var times = Times()
    var number = 0
    // 1 January 2001 was a Monday.
    for year in 2001...2028 {
      for month in 1...12 {
        for day in 1...Self.length(of: month, in: year) {
          let (first, second) = (fires(2, day), fires(4, (number + 1) % 7))
          if fires(3, month), needsBoth ? first && second : first || second { times.days.append(number) }
          number += 1
        }
      }
    }
    if !times.days.isEmpty {
      times.minutes = (0..<1440).filter { fires(0, $0 % 60) && fires(1, $0 / 60) }
    }
    self.times = times
  }

  private static func length(of month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func parts(_ field: String) -> [(base: [Int], isAny: Bool, step: Int?)] {
    field.split(separator: ",").map { part in
      let pieces = part.split(separator: "/")
      return (
        pieces[0].split(separator: "-").compactMap { Int($0) }, pieces[0] == "*",
        pieces.count > 1 ? Int(pieces[1]) : nil
      )
    }
  }

  private static func isValid(_ field: String, _ limits: (Int, Int), _ reading: CronSchedule.Reading) -> Bool {
    parts(field).allSatisfy { part in
      part.base.allSatisfy { (limits.0...limits.1).contains($0) }
        && (part.base.count < 2 || part.base[0] <= part.base[1])
        && !(reading == .vixie && part.base.count == 1 && part.step != nil)
    }
  }

  private static func fires(_ field: String, _ value: Int, _ limits: (Int, Int)) -> Bool {
    parts(field).contains { part in
      let low = part.isAny ? limits.0 : part.base[0]
      let high = part.isAny ? limits.1 : part.base.count == 2 ? part.base[1] : part.step == nil ? low : limits.1
      return value >= low && value <= high && (value - low) % (part.step ?? 1) == 0
    }
  }

  // MARK: Expressions

  static func expression(_ random: inout SeededRandom) -> String {
    [
      random.pick(["0", "*", "*/30", "0,30", "0-59", "*/60", "5/15", "0-30/30"]),
      random.pick(["0", "*", "*/12", "0,12", "0-23"]),
      random.pick(["*", "*", "1", "*/2", "1-31", "1-31/2", "29", "31", "*,3", "3,*", "*/1", "30-31"]),
      random.pick(["*", "*", "2", "2,4", "1-12", "*/3", "4,6,9,11"]),
      random.pick(["*", "*", "1", "0-6", "0", "7", "1-5", "*/2", "0,2,4,6", "*/1", "1-7"]),
    ].joined(separator: " ")
  }

  /// The same in other words, or almost.
  static func respelled(_ expression: String, _ random: inout SeededRandom) -> String {
    let words = [
      "*": ["*/1", "*", "0-59", "0-23", "1-31", "1-12", "0-6"], "*/30": ["0,30", "0-59/30"], "0,30": ["0-30/30"],
      "*/60": ["0"], "0": ["*/60", "0,0"], "*/12": ["0,12"], "1-31": ["*", "1-30,31"], "*/2": ["1-31/2", "0,2,4,6"],
      "1-5": ["1,2,3,4,5"], "0-6": ["*", "0,1-6"], "1-12": ["*"], "4,6,9,11": ["11,9,6,4"],
    ]
    return expression.split(separator: " ").map { field in
      random.oneIn(2) ? random.pick(words[String(field)] ?? [String(field)]) : String(field)
    }.joined(separator: " ")
  }
}
