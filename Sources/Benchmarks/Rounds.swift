/// What something took.
struct Cost: Sendable {
  /// From start to end.
  var seconds: Double
  /// Of all processors together; 0 where that was not measured.
  var cpuSeconds = 0.0
  /// The most memory held at a time, in bytes; 0 where that was not measured.
  var peak = 0.0

  /// The median of each time, and the highest peak. `costs` are not empty.
  static func median(of costs: [Cost]) -> Cost {
    Cost(
      seconds: costs.map(\.seconds).sorted()[costs.count / 2],
      cpuSeconds: costs.map(\.cpuSeconds).sorted()[costs.count / 2], peak: costs.map(\.peak).max() ?? 0)
  }
}

/// One thing to measure.
struct Subject: Sendable {
  let name: String
  /// Does it once.
  let run: @Sendable () async throws -> Cost
}

/// One thing to measure inside of this process.
struct Stage: Sendable {
  let name: String
  /// How many bytes it reads or writes.
  let bytes: Int
  /// Does it once; gives a number that depends on all of the work, so that none of it can be left out.
  let work: @Sendable () async throws -> Int

  var subject: Subject {
    Subject(name: name) {
      let clock = ContinuousClock()
      let start = clock.now
      guard try await work() > 0 else { throw UselessStage(name: name) }
      return Cost(seconds: (clock.now - start) / .seconds(1))
    }
  }
}

/// Measures subjects one after the other, again and again, so that a machine that slows down slows them all.
enum Rounds {
  /// The medians of each subject.
  ///
  /// - Parameter warmsUp: whether one more round goes before, which is not counted.
  static func medians(of subjects: [Subject], rounds: Int, warmsUp: Bool = true) async throws -> [Cost] {
    var costs = Array(repeating: [Cost](), count: subjects.count)
    for round in (warmsUp ? 0 : 1)...rounds {
      for (position, subject) in subjects.enumerated() {
        let cost = try await subject.run()
        if round > 0 { costs[position].append(cost) }
      }
    }
    return costs.map(Cost.median)
  }
}

/// A stage that did nothing, so that its time would mean nothing.
struct UselessStage: Error, CustomStringConvertible {
  let name: String

  var description: String { "The stage '\(name)' found nothing to do" }
}
