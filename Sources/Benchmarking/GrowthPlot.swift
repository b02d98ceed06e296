#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Draws how time and memory grow with the number of jobs, as SVG: one panel each, both axes logarithmic, every point with its
/// number, beside a dashed line that rises as the jobs do. Its colours follow whether the reader's system is light or dark.
package struct GrowthPlot {
  private static let panel = (width: 420.0, height: 320.0)
  private static let margin = (left: 64.0, right: 36.0, top: 44.0, bottom: 52.0)

  private let growth: Growth

  package init(_ growth: Growth) {
    self.growth = growth
  }

  /// The picture, with a newline at the end; panels without axes when there are fewer than two sizes.
  package var svg: String {
    let (width, height) = (2 * Self.panel.width, Self.panel.height)
    let seconds = panel("Time", growth.timeExponent, "seconds", at: 0) { $0.seconds }
    let memory = panel("Peak memory", growth.memoryExponent, "MiB", at: Self.panel.width) { $0.peak / 1_048_576 }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Int(width))" height="\(Int(height))" \
      viewBox="0 0 \(Int(width)) \(Int(height))" role="img" aria-label="Time and peak memory by the number of jobs">
      <style>
        text { font: 12px system-ui, sans-serif; fill: #24292f; }
        .title { font-weight: 600; font-size: 14px; }
        .ground { fill: #ffffff; }
        .grid { stroke: #d0d7de; stroke-width: 1; }
        .even { stroke: #6e7781; stroke-width: 1.5; stroke-dasharray: 5 4; fill: none; }
        .curve { stroke: #0969da; stroke-width: 2; fill: none; }
        .point { fill: #0969da; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .ground { fill: #0d1117; }
          .grid { stroke: #30363d; }
          .even { stroke: #8b949e; }
          .curve { stroke: #58a6ff; }
          .point { fill: #58a6ff; }
        }
      </style>
      <rect class="ground" width="100%" height="100%"/>
      \(seconds)
      \(memory)
      </svg>

      """
  }

  private func panel(
    _ title: String, _ exponent: Double?, _ unit: String, at left: Double, _ cost: (Growth.Point) -> Double
  ) -> String {
    let points = growth.points.map { (x: log10(Double($0.jobs)), y: log10(max(cost($0), 1e-6)), text: cost($0)) }
    guard let first = points.first, let last = points.last, first.x < last.x else { return "" }
    let rise = first.y + (last.x - first.x)
    let x = Axis(
      from: first.x, through: last.x, start: left + Self.margin.left, end: left + Self.panel.width - Self.margin.right)
    let y = Axis(
      from: points.map(\.y).min() ?? 0, through: max(points.map(\.y).max() ?? 0, rise),
      start: Self.panel.height - Self.margin.bottom, end: Self.margin.top)
    let heading = title + (exponent.map { ", grows with exponent " + Figures.text($0) } ?? "")
    var parts = [text(heading, x.start, 24, "start", class: "title")]
    for power in x.powers {
      parts.append(line((x[power], y.start), (x[power], y.end)))
      parts.append(text(Self.power(power), x[power], y.start + 18, "middle"))
    }
    for power in y.powers {
      parts.append(line((x.start, y[power]), (x.end, y[power])))
      parts.append(text(Self.power(power), x.start - 8, y[power] + 4, "end"))
    }
    parts.append(text("jobs", (x.start + x.end) / 2, y.start + 38, "middle"))
    let (unitX, unitY) = (Self.place(left + 16), Self.place((y.start + y.end) / 2))
    parts.append(
      "<text x=\"\(unitX)\" y=\"\(unitY)\" text-anchor=\"middle\" transform=\"rotate(-90 \(unitX) \(unitY))\">\(unit)</text>"
    )
    parts.append(curve([(x[first.x], y[first.y]), (x[last.x], y[rise])], class: "even"))
    parts.append(curve(points.map { (x[$0.x], y[$0.y]) }, class: "curve"))
    for point in points {
      parts.append(
        "<circle class=\"point\" cx=\"\(Self.place(x[point.x]))\" cy=\"\(Self.place(y[point.y]))\" r=\"4\"/>")
      let isLast = point.x == last.x
      // Below the curve, and inside of the picture.
      let (side, anchor) = isLast ? (0.0, "middle") : (8, "start")
      parts.append(text(Figures.text(point.text), x[point.x] + side, y[point.y] + (isLast ? 22 : 16), anchor))
    }
    return parts.joined(separator: "\n")
  }

  // MARK: Parts of a picture

  private func text(_ text: String, _ x: Double, _ y: Double, _ anchor: String, class name: String = "label") -> String
  {
    "<text class=\"\(name)\" x=\"\(Self.place(x))\" y=\"\(Self.place(y))\" text-anchor=\"\(anchor)\">\(text)</text>"
  }

  private func line(_ start: (Double, Double), _ end: (Double, Double)) -> String {
    "<line class=\"grid\" x1=\"\(Self.place(start.0))\" y1=\"\(Self.place(start.1))\" "
      + "x2=\"\(Self.place(end.0))\" y2=\"\(Self.place(end.1))\"/>"
  }

  private func curve(_ points: [(Double, Double)], class name: String) -> String {
    let places = points.map { Self.place($0.0) + "," + Self.place($0.1) }.joined(separator: " ")
    return "<polyline class=\"\(name)\" points=\"\(places)\"/>"
  }

  /// A coordinate, to a tenth.
  private static func place(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }

  /// A power of ten in digits: `0.01`, `1`, `1,000`.
  private static func power(_ exponent: Double) -> String {
    let power = Int(exponent)
    guard power >= 0 else { return "0." + String(repeating: "0", count: -power - 1) + "1" }
    var digits = "1" + String(repeating: "0", count: power)
    for end in stride(from: digits.count - 3, to: 0, by: -3) {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: end))
    }
    return digits
  }
}

/// Logarithms along a line on the picture.
private struct Axis {
  let start: Double
  let end: Double
  private let low: Double
  private let high: Double

  /// Widened to whole powers of ten.
  init(from low: Double, through high: Double, start: Double, end: Double) {
    self.low = low.rounded(.down)
    self.high = max(high.rounded(.up), low.rounded(.down) + 1)
    self.start = start
    self.end = end
  }

  /// Where a logarithm stands.
  subscript(logarithm: Double) -> Double {
    start + (end - start) * (logarithm - low) / (high - low)
  }

  /// The powers of ten that are marked.
  var powers: [Double] { Array(stride(from: low, through: high, by: 1)) }
}
