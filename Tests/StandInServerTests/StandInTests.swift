import AsyncHTTPClient
import NIOCore
import StandInServer
import Testing

@Suite("The life of a stand-in", .serialized)
struct StandInTests {
  private struct Stop: Error {}

  /// Whether something answers at `url`.
  private func isServed(_ url: String) async throws -> Bool {
    // The client would try again until the time is up, and so turn a refused connection into a minute's wait.
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.retryConnectionEstablishment = false
    let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    let response = try? await http.execute(HTTPClientRequest(url: url + "/jobs"), timeout: .seconds(60))
    try await http.shutdown()
    return response != nil
  }

  @Test("the server is there for as long as the body runs")
  func returning() async throws {
    let (address, wasServed) = try await withStandIn(jobs: JobStore(jobs: [])) { ($0, try await isServed($0)) }
    #expect(address.hasPrefix("http://127.0.0.1:") && address.hasSuffix("/v0"))
    #expect(wasServed)
    #expect(try await !isServed(address))
  }

  @Test("the server is gone and the error is passed on when the body throws")
  func throwing() async throws {
    var address = ""
    await #expect(throws: Stop.self) {
      try await withStandIn(jobs: JobStore(jobs: [])) { baseURL -> Void in
        address = baseURL
        throw Stop()
      }
    }
    #expect(!address.isEmpty)
    #expect(try await !isServed(address))
  }

  @Test("several run beside each other")
  func several() async throws {
    let store = try JobStore(jobs: [])
    let (first, second) = try await withStandIn(jobs: store) { first in
      try await withStandIn(jobs: store) { second in (first, second) }
    }
    #expect(first != second)
  }
}
