import JobModel

/// Moments as header fields write them (RFC 9110 §5.6.7).
enum HTTPDate {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Seconds since 1970; nil when it is none of the three forms:
  ///
  ///     Sun, 06 Nov 1994 08:49:37 GMT
  ///     Sunday, 06-Nov-94 08:49:37 GMT
  ///     Sun Nov  6 08:49:37 1994
  static func seconds(_ text: String) -> Int? {
    let words = text.split { " ,-".contains($0) }.map(String.init)
    switch words.count {
    case 6 where words[5] == "GMT": return seconds(year: words[3], month: words[2], day: words[1], time: words[4])
    case 5: return seconds(year: words[4], month: words[1], day: words[2], time: words[3])
    default: return nil
    }
  }

  private static func seconds(year: String, month: String, day: String, time: String) -> Int? {
    guard let month = months.firstIndex(of: month), let number = Int(year), let day = Int(day), (1...31).contains(day)
    else { return nil }
    // Two digits are of the century that puts them less than 50 years ahead.
    let year = year.count == 4 ? number : number < 70 ? 2000 + number : 1900 + number
    func digits(_ number: Int, _ count: Int) -> String {
      String(repeating: "0", count: max(0, count - String(number).count)) + String(number)
    }
    return Timestamp(parsing: "\(digits(year, 4))-\(digits(month + 1, 2))-\(digits(day, 2))T\(time)Z")?.seconds
  }
}
