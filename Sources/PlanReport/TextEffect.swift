import JobDiff
import JobModel

/// Says for people what a change brings about.
struct TextEffect {
  private let effect: Effect

  init(_ effect: Effect) {
    self.effect = effect
  }

  /// On one line: `24 → 288 runs/day`, `1 → 2 CPU cores`, `stops the trigger, 24 → 0 runs/day`.
  var text: SafeText<Terminal> {
    [gate, runs, effect.millicores.map(Self.cores)].compactMap(\.self).joined(separator: ", ")
  }

  /// When the next runs are: `2026-11-24 00:05, 00:10, 2026-11-25 00:05 UTC`; nil when that is not known.
  var nextRuns: SafeText<Terminal>? {
    guard !effect.nextRuns.isEmpty else { return nil }
    var day: Substring = ""
    let times = effect.nextRuns.map { time -> SafeText<Terminal> in
      let text = time.description
      let date = text.prefix(10)
      defer { day = date }
      let clock = text.dropFirst(11).prefix(5)
      return date == day ? "\(String(clock))" : "\(String(date)) \(String(clock))"
    }
    return "\(times.joined(separator: ", ")) UTC"
  }

  private var gate: SafeText<Terminal>? {
    switch effect.gate {
    case .starts(let name)?: "starts \(name)"
    case .stops(let name)?: "stops \(name)"
    case nil: nil
    }
  }

  /// In runs a day where every day has the same number of them, on both sides.
  private var runs: SafeText<Terminal>? {
    let unit: SafeText<Terminal> = effect.runsPerDay == nil ? "year" : "day"
    guard let runs = effect.runsPerDay ?? effect.runsPerYear else { return nil }
    if runs.before == runs.after { return "still \(runs.after) runs/\(unit)" }
    return "\(runs.before) → \(runs.after) runs/\(unit)"
  }

  private static func cores(_ millicores: Effect.Amounts) -> SafeText<Terminal> {
    "\(thousandths(millicores.before)) → \(thousandths(millicores.after)) CPU cores"
  }

  /// A number of thousandths as a decimal: `1`, `0.5`, `0.488`.
  private static func thousandths(_ number: Int) -> String {
    let rest = number % 1000
    guard rest > 0 else { return String(number / 1000) }
    var digits = String(1000 + rest).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(number / 1000).\(digits)"
  }
}
