import Diagnostics
package import JobModel

/// How old saved live jobs may be.
package struct AgeLimit: Sendable {
  /// In seconds; more than none.
  private let mostSeconds: Int
  /// The time of the run.
  private let now: Timestamp

  /// How far the clock of the machine that saved the jobs may be ahead, in seconds.
  private static let mostAhead = 300

  package init(seconds: Int, at now: Timestamp) {
    mostSeconds = seconds
    self.now = now
  }

  /// Why the live jobs in a file are too old; nil when they are not.
  func finding(about file: LiveFile) -> Diagnostic? {
    guard let takenAt = file.snapshot?.takenAt else {
      return Diagnostic(
        .staleSnapshot, "'\(file.name)' does not say how old it is",
        help: "save the live jobs with 'jobdrift snapshot', or leave out --max-age")
    }
    let age = now.seconds - takenAt.seconds
    if age > mostSeconds {
      return Diagnostic(
        .staleSnapshot, "'\(file.name)' was taken at \(takenAt), more than \(limit) before \(now)",
        help: "save the live jobs again with 'jobdrift snapshot'")
    }
    if age < -Self.mostAhead {
      return Diagnostic(
        .staleSnapshot, "'\(file.name)' was taken at \(takenAt), which is after \(now)",
        help: "check the clocks of both machines, and the time given with --now")
    }
    return nil
  }

  /// The limit in words.
  private var limit: String {
    let units = [(86_400, "day"), (3600, "hour"), (60, "minute")]
    let (size, name) = units.first { mostSeconds.isMultiple(of: $0.0) } ?? (1, "second")
    let count = mostSeconds / size
    return "\(count) \(name)\(count == 1 ? "" : "s")"
  }
}
