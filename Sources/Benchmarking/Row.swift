/// What a figure is to be.
package enum Goal: Hashable, Sendable {
  case atMost(Double)
  case atLeast(Double)
  case between(ClosedRange<Double>)

  package func isMet(by figure: Double) -> Bool {
    switch self {
    case .atMost(let bound): figure <= bound
    case .atLeast(let bound): figure >= bound
    case .between(let range): range.contains(figure)
    }
  }

  /// As a table shows it, with the unit of the figure.
  package func text(in unit: Unit) -> String {
    switch self {
    case .atMost(let bound): "≤ " + unit.text(bound)
    case .atLeast(let bound): "≥ " + unit.text(bound)
    case .between(let range): Figures.text(range.lowerBound) + "…" + unit.text(range.upperBound)
    }
  }
}

/// What a figure counts.
package enum Unit: String, Hashable, Sendable {
  /// How many times something else, measured in the same rounds.
  case times = "×"
  /// The exponent by which one thing grows with another.
  case exponent = ""
  case share = "%"
  case milliseconds = "ms"
  case seconds = "s"
  case mebibytes = "MiB"
  case megabytes = "MB"
  case megabytesPerSecond = "MB/s"

  /// Whether the figure says the same on other machines, as far as any does.
  package var isRelative: Bool {
    switch self {
    case .times, .exponent, .share: true
    case .milliseconds, .seconds, .mebibytes, .megabytes, .megabytesPerSecond: false
    }
  }

  /// A figure with its unit.
  package func text(_ figure: Double) -> String {
    self == .exponent ? Figures.text(figure) : Figures.text(figure) + " " + rawValue
  }
}

/// One thing that was measured, or was to be.
package struct Row: Hashable, Sendable {
  package enum Result: Hashable, Sendable {
    case measured(Double)
    /// Why there is no figure, such as which program is not installed.
    case missing(String)
  }

  /// Names the row to programs: lowercase words and digits with hyphens, the same from version to version.
  package let id: String
  package let title: String
  package let unit: Unit
  /// Nil for what is only told.
  package let goal: Goal?
  package let result: Result
  /// What the figure comes from, such as the two times of a ratio.
  package let detail: String

  package init(
    _ id: String, _ title: String, _ result: Result, _ unit: Unit, goal: Goal? = nil, detail: String = ""
  ) {
    self.id = id
    self.title = title
    self.unit = unit
    self.goal = goal
    self.result = result
    self.detail = detail
  }

  package init(_ id: String, _ title: String, _ figure: Double, _ unit: Unit, goal: Goal? = nil, detail: String = "") {
    self.init(id, title, .measured(figure), unit, goal: goal, detail: detail)
  }

  /// Whether the goal is reached; nil without a goal or a figure.
  package var isMet: Bool? {
    guard case .measured(let figure) = result else { return nil }
    return goal?.isMet(by: figure)
  }
}

/// Numbers as tables and plots show them.
package enum Figures {
  /// Three digits that say something, more before the point: `0.0123`, `1.23`, `45.6`, `789`, `12345`. Below a ten-thousandth, 0.
  package static func text(_ figure: Double) -> String {
    guard figure.isFinite else { return "\(figure)" }
    let size = abs(figure)
    let places = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.0995 || size == 0 ? 2 : size >= 0.00995 ? 3 : 4
    return text(figure, places: places)
  }

  /// The number with so many places, rounded, zeros at their end left out.
  private static func text(_ figure: Double, places: Int) -> String {
    let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
    let scaled = Int((abs(figure) * Double(scale)).rounded())
    var fraction = String(scaled % scale + scale).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    let sign = figure < 0 && scaled > 0 ? "-" : ""
    return sign + String(scaled / scale) + (fraction.isEmpty ? "" : "." + fraction)
  }
}
