import ConfigValue
import JobModel

/// What holds for every text that is read as cron expressions, one a line.
enum CronLaws {
  static func check(_ input: [UInt8]) throws(BrokenLaw) {
    let lines = input.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
    let texts = lines.map { String(decoding: $0, as: UTF8.self) }
    for text in texts { try check(text) }
    if texts.count == 2 { try check(texts[0], texts[1]) }
  }

  private static func check(_ text: String) throws(BrokenLaw) {
    let schedule = Schedule(text)
    let readings = CronSchedule.Reading.allCases.map { CronSchedule(text, as: $0) }
    try law("a schedule is known when a reading knows it", schedule.isKnown == readings.contains { $0 != nil })
    try law(
      "a schedule fires like itself when all readings know it",
      Schedule.fireAlike(text, text) == readings.allSatisfy { $0 != nil })
    try law(
      "an unknown schedule is a trap, and a known one is not that one",
      schedule.traps.contains(.unknown) == !schedule.isKnown)
    for reading in readings.compactMap(\.self) { try check(reading) }
    try checkNormalText(of: text, schedule)
  }

  private static func check(_ reading: CronSchedule) throws(BrokenLaw) {
    let runs = reading.runsPerYear
    try law("a year has so many minutes", (0...525_600).contains(runs))
    try law("what runs in a year fires", runs == 0 || reading.firesEver)
    try law("a schedule fires like itself", reading.firesLike(reading))
    // 2000-12-31T23:59:00Z: the year that runs are counted in comes after it.
    let (start, end) = (Timestamp(seconds: 978_307_140), Timestamp(seconds: 978_307_200 + 365 * 86_400))
    let times = reading.times(after: start, count: 40)
    try law("what fires has a next time", times.isEmpty == !reading.firesEver)
    try law("times come one after the other", zip([start] + times, times).allSatisfy { $0 < $1 })
    try law("times are whole minutes", times.allSatisfy { $0.seconds % 60 == 0 })
    let inYear = times.count { $0 < end }
    try law("the times of a year are its runs: \(inYear) of \(runs)", inYear == min(runs, times.count))
  }

  private static func checkNormalText(of text: String, _ schedule: Schedule) throws(BrokenLaw) {
    let normal = Schedule.normalText(text)
    try law("the normal form of a normal form is itself: \(normal)", Schedule.normalText(normal) == normal)
    if normal != text {
      try law("a schedule fires like its normal form: \(normal)", Schedule.fireAlike(text, normal))
      try law("a schedule runs as often as its normal form", Schedule(normal).runsPerYear == schedule.runsPerYear)
    }
  }

  private static func check(_ first: String, _ second: String) throws(BrokenLaw) {
    let areAlike = Schedule.fireAlike(first, second)
    try law("firing alike goes both ways", areAlike == Schedule.fireAlike(second, first))
    guard areAlike else { return }
    try law("what fires alike runs equally often", Schedule(first).runsPerYear == Schedule(second).runsPerYear)
    let start = Timestamp(seconds: 951_782_400)
    try law(
      "what fires alike fires at the same times",
      Schedule(first).times(after: start, count: 10) == Schedule(second).times(after: start, count: 10))
  }
}
