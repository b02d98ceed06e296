package import ConfigValue
import Diagnostics

/// Spellings that mean the same value.
package enum Equivalences {
  /// The list that a string holds as a JSON array, with ranges that cannot be shown; nil when it holds something else.
  package static func listInText(_ text: String) -> Value? {
    let bytes = Array(text.utf8)
    guard let value = try? JSONReader.read(bytes, as: SourceID.none, names: NameTable([])), value.kind == .list else {
      return nil
    }
    return value
  }

  /// Whether two cron expressions fire at the same times under every common reading. False when a reading does not know
  /// one of them.
  package static func fireAlike(_ first: String, _ second: String) -> Bool {
    CronSchedule.Reading.allCases.allSatisfy { reading in
      guard let first = CronSchedule(first, as: reading), let second = CronSchedule(second, as: reading) else {
        return false
      }
      return first.firesLike(second)
    }
  }

  /// How often a cron expression fires in a year of 365 days; nil when the common readings do not agree about it.
  package static func runsPerYear(_ schedule: String) -> Int? {
    let counts = CronSchedule.Reading.allCases.map { CronSchedule(schedule, as: $0)?.runsPerYear }
    return counts.allSatisfy { $0 == counts[0] } ? counts[0] : nil
  }

  /// A container image with its tag: `app` is `app:latest`. References by digest are left as they are.
  package static func taggedImage(_ image: String) -> String {
    if image.isEmpty || image.contains("@") { return image }
    let lastPart = image.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    return lastPart.contains(":") ? image : image + ":latest"
  }
}
