#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How time and memory grow with the number of jobs.
package struct Growth: Hashable, Sendable {
  /// What one size cost.
  package struct Point: Hashable, Sendable {
    package let jobs: Int
    package let seconds: Double
    /// The most memory held at a time, in bytes.
    package let peak: Double

    package init(jobs: Int, seconds: Double, peak: Double) {
      self.jobs = jobs
      self.seconds = seconds
      self.peak = peak
    }
  }

  /// By the number of jobs, rising.
  package let points: [Point]

  /// What every run holds, however few jobs there are, in bytes.
  package let base: Double

  package init(_ points: [Point], base: Double = 0) {
    self.points = points.sorted { $0.jobs < $1.jobs }
    self.base = base
  }

  /// The exponent by which time grows.
  package var timeExponent: Double? { exponent { $0.seconds } }

  /// The exponent by which memory grows, beyond what every run holds: that would hide how the rest grows.
  package var memoryExponent: Double? { exponent { $0.peak - base } }

  /// The exponent by which `cost` grows with the number of jobs: 1 for what grows as they do. The slope of the straight line with
  /// the least squares through the logarithms; nil with fewer than two sizes, or costs that are not above 0.
  package func exponent(of cost: (Point) -> Double) -> Double? {
    guard points.count > 1, points.allSatisfy({ $0.jobs > 0 && cost($0) > 0 }) else { return nil }
    let (x, y) = (points.map { log(Double($0.jobs)) }, points.map { log(cost($0)) })
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let spread = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    guard spread > 0 else { return nil }
    return zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / spread
  }
}
