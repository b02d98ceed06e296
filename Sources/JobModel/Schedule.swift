/// What is sure of a cron expression: that on which all common readings of it agree.
package struct Schedule: Sendable {
  /// One for each reading; nil where the reading does not know the expression.
  private let readings: [CronSchedule?]

  package init(_ text: String) {
    readings = CronSchedule.Reading.allCases.map { CronSchedule(text, as: $0) }
  }

  /// Whether at least one reading knows the expression.
  package var isKnown: Bool { readings.contains { $0 != nil } }

  /// How often it fires in a year of 365 days; nil when the readings do not agree about it.
  package var runsPerYear: Int? { agreed { $0.runsPerYear } }

  /// How often it fires on every day there is; nil when days differ, or the readings do not agree about it.
  package var runsPerDay: Int? { agreed(\.runsPerDay).flatMap(\.self) }

  /// The next `count` times after `moment`, in UTC; nil when the readings do not agree about them.
  package func times(after moment: Timestamp, count: Int) -> [Timestamp]? {
    agreed { $0.times(after: moment, count: count) }
  }

  /// Whether two expressions fire at the same times under every reading. False when a reading does not know one of them.
  package static func fireAlike(_ first: String, _ second: String) -> Bool {
    zip(Schedule(first).readings, Schedule(second).readings).allSatisfy { first, second in
      guard let first, let second else { return false }
      return first.firesLike(second)
    }
  }

  /// The expression in five fields of numbers: `*` for all values, else the values with runs as ranges. Where the readings
  /// do not agree about a field, or none knows the expression, the text as it is.
  package static func normalText(_ text: String) -> String {
    Schedule(text).agreed(\.normalText).flatMap(\.self) ?? text
  }

  private func agreed<Fact: Equatable>(_ fact: (CronSchedule) -> Fact) -> Fact? {
    let facts = readings.map { $0.map(fact) }
    return facts.allSatisfy { $0 == facts[0] } ? facts[0] : nil
  }
}

extension Schedule {
  /// A schedule that does not do what it seems to say.
  package enum Trap: Hashable, Sendable {
    /// No reading knows it.
    case unknown
    /// No day of any year fits.
    case neverFires
    /// A step reaches past the end of its range; as written.
    case idleStep(String)
    /// Both day fields are set: schedulers that agree take either, and `isSure` says whether they agree.
    case eitherDay(isSure: Bool)
  }

  /// What is misleading about the schedule, worst first.
  package var traps: [Trap] {
    let known = readings.compactMap(\.self)
    guard !known.isEmpty else { return [.unknown] }
    if !known.contains(where: \.firesEver) { return [.neverFires] }
    var traps: [Trap] = []
    if let step = known.lazy.compactMap(\.idleStep).first { traps.append(.idleStep(step)) }
    if known.contains(where: \.joinsDays) { traps.append(.eitherDay(isSure: known.allSatisfy(\.joinsDays))) }
    return traps
  }
}
