import ArgumentParser

/// Times the stages of a run over made-up jobs, in interleaved rounds, and prints medians and ratios.
@main
struct Benchmarks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks", abstract: "Times the stages of a run over made-up jobs.",
    discussion: "Build it with '-c release'. The ratios hold across machines; the times do not.")

  @Option(help: ArgumentHelp("How many jobs to compare.", valueName: "n"))
  var jobs = 1_000

  @Option(help: ArgumentHelp("How many times each stage is timed.", valueName: "n"))
  var rounds = 9

  func validate() throws {
    guard (1...1_000_000).contains(jobs) else { throw ValidationError("--jobs is between 1 and 1000000") }
    guard (1...1_000).contains(rounds) else { throw ValidationError("--rounds is between 1 and 1000") }
  }

  func run() async throws {
    try await time(Stages(Corpus(jobs: jobs, seed: 7)).all, rounds: rounds, "\(jobs) jobs")
    let paging = Paging(pages: 50, delay: .milliseconds(50))
    try await paging.withStages { stages in
      try await time(stages, rounds: min(rounds, 5), "\(paging.pages) pages, each after 50 ms, over loopback")
    }
  }

  /// Prints how long each stage takes, and how much longer than the first.
  private func time(_ stages: [Stage], rounds: Int, _ title: String) async throws {
    let durations = try await Rounds.medians(of: stages, rounds: rounds)
    let unit = durations[0]
    print("\(title), \(rounds) rounds; ratios to '\(stages[0].name)'\n")
    print(Self.row("stage", "median", "bytes", "rate", "ratio"))
    for (stage, duration) in zip(stages, durations) {
      print(
        Self.row(
          stage.name, Self.decimal(duration * 1_000, "ms"), "\(stage.bytes)",
          Self.decimal(Double(stage.bytes) / duration / 1_000_000, "MB/s"), Self.decimal(duration / unit, "×")))
    }
    print("")
  }

  private static func row(_ name: String, _ numbers: String...) -> String {
    let first = name + String(repeating: " ", count: max(0, 40 - name.count))
    return numbers.reduce(first) { $0 + String(repeating: " ", count: max(1, 14 - $1.count)) + $1 }
  }

  /// Two decimals and a unit.
  private static func decimal(_ number: Double, _ unit: String) -> String {
    let hundredths = Int((number * 100).rounded())
    let fraction = String(hundredths % 100)
    return "\(hundredths / 100).\(fraction.count == 1 ? "0" : "")\(fraction) \(unit)"
  }
}
