import ConfigValue
import Foundation
import TestSupport
import Testing

/// The same inputs give the same bytes, in processes that hash differently.
@Suite(.serialized) struct DeterminismTests {
  @Test func `A plan of random jobs comes out the same in every process`() async throws {
    var (specs, live): ([PlainValue], [PlainValue]) = ([], [])
    for seed in UInt64(0)..<200 {
      var generator = JobGenerator(seed: seed, isSparse: seed % 2 == 1)
      if seed % 7 > 0 { specs.append(generator.job(named: "job-\(seed)")) }
      if seed % 5 > 0 { live.append(generator.job(named: "job-\(seed)")) }
    }
    try await Program.withFolder { folder in
      let envelope = specs.map { job -> PlainValue in
        guard case .map(let members) = job else { return job }
        return .map([PlainValue.Member("kind", "Job")] + members)
      }
      try Data(PlainValue.list(envelope).json).write(to: folder.appending(path: "specs.json"))
      try Data(PlainValue.list(live).json).write(to: folder.appending(path: "live.json"))
      let formats = ["text", "json", "markdown", "github", "sarif"]
      var outcomes: Set<[String]> = []
      for _ in 0..<4 {
        for format in formats {
          let outcome = try await Program.run(
            ["plan", "specs.json", "--live", "live.json", "-o", format, "--now", "2026-11-23T12:00:00Z"], in: folder)
          #expect(outcome.status == 2, "\(outcome.errors.prefix(2000))")
          outcomes.insert([format, outcome.output, outcome.errors])
        }
      }
      #expect(outcomes.count == formats.count)
    }
  }
}
