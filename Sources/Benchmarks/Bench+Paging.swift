import Benchmarking
import FoundationEssentials
import Subprocess

/// Reading the live jobs from the API.
extension Bench {
  /// Long lists of jobs, from a stand-in that takes its time for each page.
  func paging(in path: String) async throws -> Results.Section {
    let pages = 50
    let costs = try await withStandIn(["--synthetic", "\(pages * 200)"], folder: path) { url in
      try await Paging(jobs: pages * 200, url: url).withStages { stages in
        try await Rounds.medians(of: stages.map(\.subject), rounds: min(rounds, 3))
      }
    }
    return Results.Section(
      "a list of \(pages) pages, 50 ms each, over loopback; \(min(rounds, 3)) rounds",
      [
        Row("paging-both-ends", "read from both ends", costs[1].seconds, .seconds, goal: .atMost(1.45)),
        Row("paging-sequential", "read from the beginning", costs[0].seconds, .seconds, goal: .atMost(2.7)),
      ])
  }

  /// A whole plan against a stand-in in a process of its own, beside fetching and reading alone.
  func overlap(in path: String) async throws -> Results.Section {
    let count = 10_000 / scale
    let folder = try CorpusFolder(Corpus(jobs: count), at: path)
    let served = try folder.writeServed()
    let nothing = path + "/nothing"
    try FileManager.default.createDirectory(atPath: nothing, withIntermediateDirectories: true)
    let costs = try await withStandIn([served], folder: path) { url in
      let jobdrift = tools.program("jobdrift")
      let asking = ["-w", "acme", "--api-url", url]
      return try await Rounds.medians(
        of: [
          tools.subject("plan", [jobdrift, "plan", folder.specs] + asking, endingWith: 2),
          // The live jobs are no one's business then, so that nothing is said of them.
          tools.subject(
            "fetching", [jobdrift, "plan", nothing, "--allow-empty", "--ownership", "label=owner=nobody"] + asking),
          tools.subject("reading", [jobdrift, "validate", folder.specs]),
        ], rounds: min(rounds, 3))
    }
    let (plan, fetching, reading) = (costs[0].seconds, costs[1].seconds, costs[2].seconds)
    let hidden = (fetching + reading - plan) / min(fetching, reading)
    return Results.Section(
      "plan of \(count) specs against a stand-in, 50 ms a page; \(min(rounds, 3)) rounds",
      [
        Row(
          "overlap", "share of the shorter of fetching and reading that costs no time", hidden * 100, .share,
          goal: .atLeast(90),
          detail: "plan \(plan.asTime); fetching alone \(fetching.asTime), reading alone \(reading.asTime)")
      ])
  }

  /// Runs `body` with the address of a stand-in that serves `jobs`, each page 50 ms late; it is gone afterwards.
  private func withStandIn<R: Sendable>(
    _ jobs: [String], folder: String, _ body: @Sendable (String) async throws -> R
  ) async throws -> R {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let port = folder + "/port"
    let options = ["--port", "0", "--port-file", port, "--workspace", "acme", "--fault", "slow=50ms"]
    let outcome = try await Subprocess.run(
      .name("env"), arguments: Arguments([tools.program("blaxel-standin")] + jobs + options), input: .none,
      output: .discarded, error: .discarded
    ) { execution in
      do {
        let result = try await body("http://127.0.0.1:\(try await portNumber(in: port))/v0")
        try execution.send(signal: .terminate)
        return result
      } catch {
        // It may have ended by itself.
        try? execution.send(signal: .terminate)
        throw error
      }
    }
    return outcome.closureResult
  }

  /// The port that a stand-in writes to a file when it is ready.
  private func portNumber(in path: String) async throws -> Int {
    for _ in 0..<600 {
      if let text = try? String(contentsOf: URL(filePath: path), encoding: .utf8),
        let port = Int(text.filter(\.isNumber))
      {
        return port
      }
      try await Task.sleep(for: .milliseconds(100))
    }
    throw Tools.Failure(description: "blaxel-standin did not start")
  }
}
