/// One thing to time.
struct Stage {
  let name: String
  /// How many bytes it reads or writes.
  let bytes: Int
  /// Does it once; gives a number that depends on all of the work, so that none of it can be left out.
  let work: () async throws -> Int
}

/// Times stages one after the other, again and again, so that a machine that slows down slows them all.
enum Rounds {
  /// The median of each stage, in seconds, after one round that is not counted.
  static func medians(of stages: [Stage], rounds: Int) async throws -> [Double] {
    let clock = ContinuousClock()
    var times = Array(repeating: [Duration](), count: stages.count)
    for round in 0...rounds {
      for (position, stage) in stages.enumerated() {
        let start = clock.now
        guard try await stage.work() > 0 else { throw UselessStage(name: stage.name) }
        if round > 0 { times[position].append(clock.now - start) }
      }
    }
    return times.map { $0.sorted()[$0.count / 2] / .seconds(1) }
  }
}

/// A stage that did nothing, so that its time would mean nothing.
struct UselessStage: Error, CustomStringConvertible {
  let name: String

  var description: String { "The stage '\(name)' found nothing to do" }
}
