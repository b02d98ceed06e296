import BlaxelAPI
import BlaxelHTTP
import FoundationEssentials
import StandInServer

/// Reading a long list of jobs from a stand-in that takes its time for each page.
struct Paging {
  let pages: Int
  let delay: Duration

  /// Runs `body` with the ways to read the list, the first of which is one page after the other.
  func withStages(_ body: ([Stage]) async throws -> Void) async throws {
    let milliseconds = Int(delay / .milliseconds(1))
    let jobs = try JobStore.synthetic(count: pages * 200)
    var configuration = StandInConfiguration(faults: [Fault(.delay(milliseconds: milliseconds))])
    configuration.keepsRequests = false
    try await withStandIn(StandInAPI(jobs: jobs, configuration: configuration)) { url in
      let options = TransportOptions(now: { Int(Date().timeIntervalSince1970) })
      let transport = AsyncHTTPClientTransport(userAgent: "jobdrift-benchmarks", options: options)
      let stages = try [("from one end", true), ("from both ends", false)].map { name, isSequential in
        let client = BlaxelClient(
          transport: transport, endpoint: try Endpoint(parsing: url), workspace: "acme",
          credentials: try Credentials(apiKey: "test-key"), options: ListingOptions(isSequential: isSequential),
          patience: Patience(totalLimit: .seconds(86_400)), clock: ContinuousClock())
        return Stage(name: "list of jobs \(name)", bytes: pages * 200 * 2048) {
          let listing = try await client.liveJobs()
          guard listing.jobs.count == pages * 200 else { throw UselessStage(name: name) }
          return listing.jobs.count
        }
      }
      do {
        try await body(stages)
        await transport.shutdown()
      } catch {
        await transport.shutdown()
        throw error
      }
    }
  }
}
