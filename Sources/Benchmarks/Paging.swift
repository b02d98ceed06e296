import BlaxelAPI
import BlaxelHTTP
import FoundationEssentials

/// Reading a long list of jobs from a stand-in, by the client alone.
struct Paging {
  /// As many as the stand-in serves.
  let jobs: Int
  let url: String

  /// Runs `body` with the ways to read the list, the first of which is one page after the other.
  func withStages<R>(_ body: ([Stage]) async throws -> R) async throws -> R {
    let options = TransportOptions(now: { Int(Date().timeIntervalSince1970) })
    let transport = AsyncHTTPClientTransport(userAgent: "jobdrift-benchmarks", options: options)
    let jobs = jobs
    do {
      let stages = try [("from one end", true), ("from both ends", false)].map { name, isSequential in
        let client = BlaxelClient(
          transport: transport, endpoint: try Endpoint(parsing: url), workspace: "acme",
          credentials: try Credentials(apiKey: "test-key"), options: ListingOptions(isSequential: isSequential),
          patience: Patience(totalLimit: .seconds(86_400)), clock: ContinuousClock())
        return Stage(name: "list of jobs \(name)", bytes: jobs * 2_048) {
          let listing = try await client.liveJobs()
          guard listing.jobs.count == jobs else { throw UselessStage(name: name) }
          return listing.jobs.count
        }
      }
      let result = try await body(stages)
      await transport.shutdown()
      return result
    } catch {
      await transport.shutdown()
      throw error
    }
  }
}
