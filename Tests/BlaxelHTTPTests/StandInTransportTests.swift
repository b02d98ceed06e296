import BlaxelAPI
import ConfigValue
import HTTPTypes
import StandInServer
import StandInSupport
import TestSupport
import Testing

/// The stand-in in the place of the network.
@Suite(.serialized) struct StandInTransportTests {
  private static func send(
    _ faults: [String] = [], path: String = "/v0/jobs", limit: Duration = .seconds(20)
  ) async throws -> Result<HTTPAnswer, TransportFailure> {
    let clock = RecordingClock()
    let api = StandInAPI(
      jobs: try JobStore(jobs: [["metadata": ["name": "etl"]]]),
      configuration: StandInConfiguration(faults: try faults.map { try Fault(parsing: $0) }), clock: clock)
    var request = HTTPRequest(method: .get, scheme: "http", authority: "api.example", path: path)
    request.headerFields[.authorization] = "Bearer test-key"
    for (name, value) in [("X-Blaxel-Workspace", "acme"), ("Blaxel-Version", "2026-04-28")] {
      if let name = HTTPField.Name(name) { request.headerFields[name] = value }
    }
    do throws(TransportFailure) {
      return .success(try await StandInTransport(api, clock: clock).send(request, body: [], within: limit))
    } catch {
      return .failure(error)
    }
  }

  @Test func `Answers come back, errors and redirects among them`() async throws {
    let answer = try await Self.send().get()
    #expect(answer.response.status == .ok)
    #expect(String(decoding: answer.body, as: UTF8.self).contains(#""etl""#))
    #expect(try await Self.send(path: "/v0/jobs/none").get().response.status == .notFound)
    let redirect = try await Self.send(["redirect"]).get()
    #expect(redirect.response.headerFields[.location] == "http://127.0.0.1/v0/jobs")
  }

  @Test func `Answers that are cut, late or never come are failures, and take no time`() async throws {
    await #expect(throws: TransportFailure.cutShort) { try await Self.send(["cut-body"]).get() }
    await #expect(throws: TransportFailure.timedOut) { try await Self.send(["hang"]).get() }
    await #expect(throws: TransportFailure.timedOut) { try await Self.send(["stall-body"]).get() }
    await #expect(throws: TransportFailure.timedOut) { try await Self.send(["slow=20001ms"]).get() }
    #expect(try await Self.send(["slow=20000ms"]).get().response.status == .ok)
  }
}
