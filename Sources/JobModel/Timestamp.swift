/// A moment as RFC 3339 §5.6 writes it, exact to the nanosecond.
///
///     2026-04-20T08:00:00.5+02:00
package struct Timestamp: Hashable, Comparable, Sendable {
  /// Since 1970-01-01T00:00:00Z.
  package let seconds: Int
  /// What comes on top of the seconds, less than 1,000,000,000.
  package let nanoseconds: Int

  /// Counted from 1970-01-01T00:00:00Z.
  package init(seconds: Int, nanoseconds: Int = 0) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Nil when `text` is not a time with a zone.
  ///
  /// Digits beyond the ninth of a fraction do not count.
  package init?(parsing text: String) {
    let bytes = Array(text.utf8)
    func number(_ bounds: Range<Int>) -> Int? {
      guard bounds.upperBound <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[bounds] {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        value = value * 10 + Int(byte) - 0x30
      }
      return value
    }
    guard bytes.count >= 20, let year = number(0..<4), let month = number(5..<7), (1...12).contains(month),
      let day = number(8..<10), let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
    else { return nil }
    let punctuation = [4, 7, 10, 13, 16].map { bytes[$0] }
    guard punctuation == Array("--T::".utf8) || punctuation == Array("--t::".utf8) else { return nil }

    let rest = bytes[20...]
    let fraction = bytes[19] == UInt8(ascii: ".") ? rest.prefix { $0 >= 0x30 && $0 <= 0x39 } : rest.prefix(0)
    let zone = bytes[(fraction.isEmpty ? 19 : fraction.endIndex)...]
    var offset = 0
    if zone.elementsEqual("Z".utf8) || zone.elementsEqual("z".utf8) {
      offset = 0
    } else if zone.count == 6, let sign = zone.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      bytes[zone.startIndex + 3] == UInt8(ascii: ":"), let hours = number(zone.startIndex + 1..<zone.startIndex + 3),
      let minutes = number(zone.startIndex + 4..<zone.startIndex + 6)
    {
      offset = (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
    } else {
      return nil
    }
    seconds = Self.days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
    let digits = fraction.prefix(9).reduce(0) { $0 * 10 + Int($1) - 0x30 }
    nanoseconds = (fraction.count..<max(9, fraction.count)).reduce(digits) { value, _ in value * 10 }
  }

  package static func < (first: Timestamp, second: Timestamp) -> Bool {
    (first.seconds, first.nanoseconds) < (second.seconds, second.nanoseconds)
  }

  /// Days from 1970-01-01 in the proleptic Gregorian calendar; years are counted from March, so that the leap day is
  /// the last of its year.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shiftedYear = month > 2 ? year : year - 1
    let shiftedMonth = month > 2 ? month - 3 : month + 9
    let leapDays = shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400
    return shiftedYear * 365 + leapDays + (153 * shiftedMonth + 2) / 5 + day - 719_469
  }
}

/// A day of the proleptic Gregorian calendar.
package struct CalendarDay: Hashable, Sendable {
  package let year: Int
  /// From 1.
  package let month: Int
  /// From 1.
  package let day: Int
  /// From 0, Sunday.
  package let dayOfWeek: Int

  /// The day with this number, counted from 1970-01-01; not before the year 0.
  package init(number: Int) {
    // Counted from 1 March of the year 0, in cycles of 400 years.
    let shifted = number + 719_468
    let cycle = shifted / 146_097
    let dayOfCycle = shifted % 146_097
    let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0)
    // 1970-01-01 was a Thursday.
    dayOfWeek = (number % 7 + 11) % 7
  }
}

extension Timestamp: CustomStringConvertible {
  /// The number of the day in UTC, counted from 1970-01-01.
  package var dayNumber: Int { Self.floored(seconds, by: 86_400) }

  /// The minute of the day in UTC.
  package var minuteOfDay: Int { (seconds - dayNumber * 86_400) / 60 }

  /// To the second, in UTC: `2026-04-20T08:00:00Z`.
  package var description: String {
    let day = CalendarDay(number: dayNumber)
    let time = seconds - dayNumber * 86_400
    func digits(_ number: Int, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
    return "\(digits(day.year, 4))-\(digits(day.month, 2))-\(digits(day.day, 2))"
      + "T\(digits(time / 3600, 2)):\(digits(time / 60 % 60, 2)):\(digits(time % 60, 2))Z"
  }

  private static func floored(_ number: Int, by divisor: Int) -> Int {
    number >= 0 ? number / divisor : -((divisor - 1 - number) / divisor)
  }
}
