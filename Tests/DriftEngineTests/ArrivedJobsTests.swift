import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import TestSupport
import Testing

@testable import DriftEngine

/// What is told of live jobs one by one.
@Suite struct ArrivedJobsTests {
  private static func jobs(_ count: Int) throws -> [JobDocument] {
    try (0..<count).map { number in
      var generator = JobGenerator(seed: UInt64(number))
      let job = generator.job(named: "job-\(number)")
      return try #require(JobDocument(try JSONReader.read(job.json, as: .none, names: JobSchema.blaxel.names)))
    }
  }

  private static func none(_ specs: [JobDocument], workers: Int) -> ArrivedJobs {
    ArrivedJobs(
      specs: specs, secrets: SecretScan(by: .blaxel), planner: Planner(schema: .blaxel, ownership: .shared),
      workspace: "acme",
      budget: WorkerBudget(workers, whileAsking: false))
  }

  private static func pages(_ jobs: [JobDocument], of size: Int) -> AsyncStream<[JobDocument]> {
    AsyncStream { continuation in
      for start in stride(from: 0, to: jobs.count, by: size) {
        continuation.yield(Array(jobs[start..<min(start + size, jobs.count)]))
      }
      continuation.finish()
    }
  }

  @Test(arguments: [1, 2, 5]) func `All jobs are told of, in their order, whether or not they came before`(workers: Int)
    async throws
  {
    let jobs = try Self.jobs(450)
    var arrived = await Self.none(jobs, workers: workers).taking(Self.pages(Array(jobs.prefix(120)), of: 50))
    let entries = await arrived.entries(of: jobs.reversed())
    #expect(entries.map(\.job.name) == jobs.reversed().map(\.name))
    #expect(entries.map { $0.compared?.spec } == jobs.indices.reversed())
  }

  @Test func `A run that is cancelled never takes a live job for one that is not there`() async throws {
    let jobs = try Self.jobs(450)
    let entries = await Task {
      unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
      var arrived = await Self.none(jobs, workers: 2).taking(Self.pages(jobs, of: 200))
      return await arrived.entries(of: jobs)
    }.value
    #expect(entries.map(\.job.name) == jobs.map(\.name))
  }
}
