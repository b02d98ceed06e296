import BlaxelAPI
import BlaxelHTTP
import ConfigValue
import HTTPTypes
import StandInServer
import Testing

/// The network, over real sockets on the loopback interface.
@Suite(.serialized) struct TransportTests {
  /// Sends one request for the list of jobs of a stand-in with `faults`.
  private static func send(faults: [String], limit: Duration = .seconds(20)) async throws -> Result<
    HTTPAnswer, TransportFailure
  > {
    let store = try JobStore(jobs: [["metadata": ["name": "etl"], "spec": [:]]])
    let configuration = StandInConfiguration(faults: try faults.map { try Fault(parsing: $0) })
    return try await withStandIn(jobs: store, configuration: configuration) { url in
      await send(to: url, limit: limit)
    }
  }

  private static func send(to url: String, limit: Duration = .seconds(20)) async -> Result<HTTPAnswer, TransportFailure>
  {
    await Sending.answers(from: url, limit: limit)[0]
  }

  @Test func `An answer comes back whole`() async throws {
    let answer = try await Self.send(faults: []).get()
    #expect(answer.response.status.code == 200)
    #expect(answer.response.headerFields[.contentType]?.hasPrefix("application/json") == true)
    #expect(String(decoding: answer.body, as: UTF8.self).contains(#""etl""#))
  }

  @Test func `An error and a redirect are answers, and the redirect is not followed`() async throws {
    #expect(try await Self.send(faults: ["status=503"]).get().response.status.code == 503)
    let answer = try await Self.send(faults: ["redirect=http://127.0.0.1:1/v0/jobs"]).get()
    #expect((300...399).contains(answer.response.status.code))
    #expect(answer.response.headerFields[.location] == "http://127.0.0.1:1/v0/jobs")
  }

  @Test func `A body cut in the middle is no answer`() async throws {
    let result = try await Self.send(faults: ["cut-body"])
    #expect(throws: TransportFailure.cutShort) { try result.get() }
  }

  @Test func `An answer after the limit is no answer`() async throws {
    let result = try await Self.send(faults: ["delay=60000ms"], limit: .milliseconds(200))
    #expect(throws: TransportFailure.timedOut) { try result.get() }
  }

  @Test func `A refused connection is told at once`() async throws {
    let result = await Self.send(to: "http://127.0.0.1:1/v0")
    #expect(throws: TransportFailure.refused) { try result.get() }
  }
}
