/// When a cron expression fires: five fields, or a name such as `@hourly`, under one reading.
package struct CronSchedule: Sendable {
  /// Two programs whose rules schedulers commonly follow. They differ in when the two day fields widen each other, in `N/S`,
  /// and in whether Sunday may be 7.
  package enum Reading: CaseIterable, Sendable {
    /// Vixie cron and its descendants.
    case vixie
    /// The Go library robfig/cron.
    case robfig
  }

  /// The values that fire, as bits.
  private let minutes: UInt64
  private let hours: UInt64
  private let daysOfMonth: UInt64
  private let months: UInt64
  /// Sunday is bit 0.
  private let daysOfWeek: UInt64
  /// Whether one of the two day fields is enough. Otherwise both have to agree.
  private let isEitherDayEnough: Bool
  /// The first step that reaches past the end of its range, as written, so that only the range's first value fires.
  package let idleStep: String?

  private static let names = [
    "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
  ]

  /// Nil when the reading does not know the expression: a time zone, seconds, `@every`, `L`, a value out of range.
  package init?(_ text: String, as reading: Reading) {
    var fields = text.split { $0 == " " || $0 == "\t" }
    if fields.count == 1, let written = Self.names[String(fields[0])] { fields = written.split(separator: " ") }
    guard fields.count == 5, let minutes = CronField(fields[0], .minute, reading),
      let hours = CronField(fields[1], .hour, reading), let daysOfMonth = CronField(fields[2], .dayOfMonth, reading),
      let months = CronField(fields[3], .month, reading), let daysOfWeek = CronField(fields[4], .dayOfWeek, reading)
    else { return nil }
    self.minutes = minutes.values
    self.hours = hours.values
    self.daysOfMonth = daysOfMonth.values
    self.months = months.values
    self.daysOfWeek = daysOfWeek.values
    isEitherDayEnough = !daysOfMonth.isOpen && !daysOfWeek.isOpen
    idleStep = [minutes, hours, daysOfMonth, months, daysOfWeek].lazy.compactMap(\.idleStep).first
  }

  /// Whether the two fire at the same times, for ever.
  package func firesLike(_ other: CronSchedule) -> Bool {
    // Every date of a leap year falls on every day of the week, so these are all the days there are.
    var firesAtAll = false
    for (month, length) in zip(1..., [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
      for dayOfMonth in 1...length {
        for dayOfWeek in 0...6 {
          let fires = fires(month: month, dayOfMonth: dayOfMonth, dayOfWeek: dayOfWeek)
          guard fires == other.fires(month: month, dayOfMonth: dayOfMonth, dayOfWeek: dayOfWeek) else { return false }
          firesAtAll = firesAtAll || fires
        }
      }
    }
    return !firesAtAll || (minutes == other.minutes && hours == other.hours)
  }

  /// How often it fires in the 365 days from 1 January 2001, a Monday.
  package var runsPerYear: Int {
    var (days, number) = (0, 0)
    for (month, length) in zip(1..., [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
      for dayOfMonth in 1...length {
        number += 1
        if fires(month: month, dayOfMonth: dayOfMonth, dayOfWeek: number % 7) { days += 1 }
      }
    }
    return days * minutes.nonzeroBitCount * hours.nonzeroBitCount
  }

  /// Whether there is a day, in whatever year, on which it fires.
  package var firesEver: Bool { hasDay(that: true) }

  /// How often it fires on each day; nil when it fires on some days and not on others.
  package var runsPerDay: Int? {
    if !firesEver { return 0 }
    return hasDay(that: false) ? nil : minutes.nonzeroBitCount * hours.nonzeroBitCount
  }

  /// Whether there is a day, in whatever year, on which it fires, or one on which it does not.
  private func hasDay(that fires: Bool) -> Bool {
    zip(1..., [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]).contains { month, length in
      (1...length).contains { day in
        (0...6).contains { self.fires(month: month, dayOfMonth: day, dayOfWeek: $0) == fires }
      }
    }
  }

  /// The next `count` times after `moment`, in UTC and to the minute; fewer when it does not fire so often in 40 years.
  package func times(after moment: Timestamp, count: Int) -> [Timestamp] {
    var times: [Timestamp] = []
    var earliest = moment.minuteOfDay + 1
    // No schedule that fires at all pauses for longer: 29 February on one day of the week, around a year such as 2100.
    for number in moment.dayNumber..<moment.dayNumber + 40 * 366 {
      let day = CalendarDay(number: number)
      if fires(month: day.month, dayOfMonth: day.day, dayOfWeek: day.dayOfWeek) {
        for minute in earliest..<max(earliest, 1440) where hours >> (minute / 60) & minutes >> (minute % 60) & 1 == 1 {
          times.append(Timestamp(seconds: number * 86_400 + minute * 60))
          if times.count == count { return times }
        }
      }
      earliest = 0
    }
    return times
  }

  /// The five fields with each value written once, `*` for all of them; nil when the two day fields could not say so any more
  /// whether either is enough.
  var normalText: String? {
    // Written out, two day fields that leave out days widen each other.
    let areBothChosen = daysOfMonth.nonzeroBitCount < 31 && daysOfWeek.nonzeroBitCount < 7
    guard isEitherDayEnough || !areBothChosen else { return nil }
    return [
      Self.text(minutes, in: 0...59), Self.text(hours, in: 0...23),
      Self.text(daysOfMonth, in: 1...31, isShortened: !isEitherDayEnough), Self.text(months, in: 1...12),
      Self.text(daysOfWeek, in: 0...6, isShortened: !isEitherDayEnough),
    ].joined(separator: " ")
  }

  private static func text(_ values: UInt64, in bounds: ClosedRange<Int>, isShortened: Bool = true) -> String {
    let numbers = bounds.filter { values >> $0 & 1 == 1 }
    if isShortened, numbers.count == bounds.count { return "*" }
    var runs: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = runs.last, last.upperBound == number - 1 {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
  }

  /// Whether both day fields choose days, so that either is enough.
  package var joinsDays: Bool { isEitherDayEnough }

  private func fires(month: Int, dayOfMonth: Int, dayOfWeek: Int) -> Bool {
    guard months >> month & 1 == 1 else { return false }
    let (first, second) = (daysOfMonth >> dayOfMonth & 1 == 1, daysOfWeek >> dayOfWeek & 1 == 1)
    return isEitherDayEnough ? first || second : first && second
  }
}

/// One field of a cron expression.
private struct CronField {
  enum Unit {
    case minute, hour, dayOfMonth, month, dayOfWeek
  }

  private(set) var values: UInt64 = 0
  /// Whether the field leaves the choice of the day to the other day field.
  private(set) var isOpen = false
  /// The first part whose step reaches past the end of its range.
  private(set) var idleStep: String?

  init?(_ text: Substring, _ unit: Unit, _ reading: CronSchedule.Reading) {
    let bounds = Self.bounds(of: unit, reading)
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      var step = 1
      if pieces.count == 2 {
        guard let number = Self.number(pieces[1]), number > 0 else { return nil }
        step = number
      }
      guard let range = Self.range(pieces[0], hasStep: pieces.count == 2, unit, bounds, reading) else { return nil }
      for value in stride(from: range.lowerBound, through: range.upperBound, by: step) {
        values |= 1 << (unit == .dayOfWeek && value == 7 ? 0 : UInt64(value))
      }
      if step > 1, range.lowerBound + step > range.upperBound { idleStep = idleStep ?? String(part) }
      if reading == .robfig, Self.isAny(pieces[0]), step == 1 { isOpen = true }
    }
    if reading == .vixie, text.hasPrefix("*") || text.hasPrefix("?") { isOpen = true }
  }

  private static func bounds(of unit: Unit, _ reading: CronSchedule.Reading) -> ClosedRange<Int> {
    switch unit {
    case .minute: 0...59
    case .hour: 0...23
    case .dayOfMonth: 1...31
    case .month: 1...12
    case .dayOfWeek: reading == .vixie ? 0...7 : 0...6
    }
  }

  private static func isAny(_ text: Substring) -> Bool { text == "*" || text == "?" }

  private static func range(
    _ text: Substring, hasStep: Bool, _ unit: Unit, _ bounds: ClosedRange<Int>, _ reading: CronSchedule.Reading
  ) -> ClosedRange<Int>? {
    if text == "*" { return bounds }
    // A question mark says "no matter which" of the one day field when the other decides.
    if text == "?" { return unit == .dayOfMonth || unit == .dayOfWeek ? bounds : nil }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(ends.count), let first = value(ends[0], unit), bounds.contains(first) else { return nil }
    guard ends.count == 2 else {
      if !hasStep { return first...first }
      return reading == .robfig ? first...bounds.upperBound : nil
    }
    guard let last = value(ends[1], unit), bounds.contains(last), first <= last else { return nil }
    return first...last
  }

  private static func value(_ text: Substring, _ unit: Unit) -> Int? {
    let names: [String] =
      switch unit {
      case .month: ["", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
      case .dayOfWeek: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
      case .minute, .hour, .dayOfMonth: []
      }
    return text.isEmpty ? nil : number(text) ?? names.firstIndex(of: text.lowercased())
  }

  /// One or two digits.
  private static func number(_ text: Substring) -> Int? {
    guard (1...2).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }
}
