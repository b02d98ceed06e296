import ConfigValue
import Foundation
import StandInServer
import TestSupport

/// Runs the stand-in with the live jobs of the examples.
func withExamples<R: Sendable>(_ body: @Sendable (String) async throws -> R) async throws -> R {
  let store = try JobStore.load(directory: Program.repository.appending(path: "examples/live").path)
  return try await withStandIn(jobs: store, configuration: StandInConfiguration(), body)
}

/// Runs the stand-in with `count` plain jobs and with faults.
func withJobs<R: Sendable>(
  _ count: Int, faults: [String] = [], _ body: @Sendable (String) async throws -> R
) async throws -> R {
  let jobs: [PlainValue] = (0..<count).map { number in
    [
      "metadata": ["name": .string(jobName(number)), "createdAt": "2026-01-01T00:00:00Z", "workspace": "acme"],
      "spec": ["enabled": true, "runtime": ["image": .string("job/\(jobName(number)):v1"), "memory": 1024]],
      "status": "DEPLOYED",
    ]
  }
  let store = try JobStore(json: PlainValue.list(jobs).json)
  let configuration = StandInConfiguration(faults: try faults.map { try Fault(parsing: $0) })
  return try await withStandIn(jobs: store, configuration: configuration, body)
}

/// The name of a plain job.
func jobName(_ number: Int) -> String {
  "job-" + String(String(number + 100_000).dropFirst())
}
