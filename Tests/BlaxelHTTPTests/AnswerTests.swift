import BlaxelAPI
import BlaxelHTTP
import ConfigValue
import Diagnostics
import Foundation
import HTTPTypes
import TestServers
import TestSupport
import Testing

/// What servers answer with, and what is taken of it.
@Suite(.serialized) struct AnswerTests {
  /// A server that answers with `body` in gzip.
  private static func answer(compressed body: String) async throws -> Result<HTTPAnswer, TransportFailure> {
    let bytes = Array(try #require(Data(base64Encoded: body)))
    let fields = [(name: "Content-Encoding", value: "gzip")]
    return try await withServer(answering: { _, _ in RecordedAnswer(fields: fields, body: bytes) }) { server in
      let answers = await Sending.answers(from: "http://127.0.0.1:\(server.port)/v0")
      #expect(server.requests.first?["Accept-Encoding"] == "gzip")
      #expect(server.requests.first?.fields.count { $0.name.lowercased() == "user-agent" } == 1)
      #expect(server.requests.first?["User-Agent"] == "jobdrift-tests")
      return answers[0]
    }
  }

  @Test func `A compressed answer is read`() async throws {
    // gzip of '{"data": []}'
    let answer = try await Self.answer(compressed: "H4sIAAAAAAACA6tWSkksSVSyUoiOrQUAuHi9JgwAAAA=").get()
    #expect(String(decoding: answer.body, as: UTF8.self) == #"{"data": []}"#)
  }

  @Test func `An answer that is hundreds of times larger than what was sent is refused`() async throws {
    // gzip of 100,000 spaces
    let result = try await Self.answer(
      compressed:
        "H4sIAAAAAAACA+3BMQEAAADCoCrrn9IaHkABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAArwYt8HnKoIYBAA=="
    )
    #expect(throws: TransportFailure.tooLarge) { try result.get() }
  }

  @Test func `A compressed answer that is broken or cut is none`() async throws {
    await #expect(throws: TransportFailure.unreadable("its compression is broken")) {
      try await Self.answer(compressed: "H4sIAAAAAAACA/////8=").get()
    }
    let cut =
      Data(base64Encoded: "H4sIAAAAAAACA6tWSkksSVSyUoiOrQUAuHi9JgwAAAA=")?.dropLast(12).base64EncodedString() ?? ""
    await #expect(throws: TransportFailure.self) { try await Self.answer(compressed: cut).get() }
  }

  @Test func `A header that is too large is said to be`() async throws {
    let fields = [(name: "X-Long", value: String(repeating: "a", count: 100_000))]
    try await withServer(answering: { _, _ in RecordedAnswer(fields: fields) }) { server in
      let failure = await Sending.failure(from: "http://127.0.0.1:\(server.port)/v0")
      #expect(failure == .unreadable("its header is too large"))
    }
  }

  @Test func `A request with a body is redirected with the body`() async throws {
    let moved = RecordedAnswer(308, fields: [(name: "Location", value: "/v1/token")])
    let token = RecordedAnswer(body: Array(#"{"access_token": "token-1", "expires_in": 7200}"#.utf8))
    let page = RecordedAnswer(body: Array(#"{"data": [], "meta": {"hasMore": false}}"#.utf8))
    try await withServer(
      answering: { request, _ in
        request.method == "GET" ? page : request.target == "/v1/token" ? token : moved
      }
    ) { server in
      let credentials = try Credentials(clientCredentials: "client-1:secret", from: .clientVariable)
      #expect(try await Self.list(at: server, credentials).jobs.isEmpty)
      let sent = server.requests.filter { $0.method == "POST" }
      #expect(sent.map(\.target) == ["/v0/oauth/token", "/v1/token"])
      #expect(sent.first?["Content-Length"] == "35" && sent.last?["Content-Length"] == "35")
    }
  }

  @Test func `An answer that announces more than a page can hold is refused before it comes`() async throws {
    let fields = [(name: "Content-Length", value: "67108865")]
    try await withServer(answering: { _, _ in RecordedAnswer(fields: fields, body: []) }) { server in
      #expect(await Sending.failure(from: "http://127.0.0.1:\(server.port)/v0") == .tooLarge)
    }
  }

  @Test(.timeLimit(.minutes(10)), arguments: [nil, Duration.milliseconds(50)])
  func `A body that stalls, or comes byte by byte, is no answer after the limit, and its connection ends`(
    drip: Duration?
  ) async throws {
    var endless = RecordedAnswer(fields: [(name: "Content-Length", value: "1000000")])
    endless.drip = drip
    try await withServer(answering: { [endless] _, number in number == 2 ? endless : RecordedAnswer() }) { server in
      let answers = await Sending.answers(
        from: "http://127.0.0.1:\(server.port)/v0", count: 3, limit: .seconds(5))
      #expect(throws: TransportFailure.timedOut) { try answers[1].get() }
      let statuses = try [answers[0], answers[2]].map { try $0.get().response.status.code }
      #expect(statuses == [200, 200])
      #expect(server.requests.count == 3)
      #expect(server.connections == 2)
    }
  }

  @Test func `A request that is sent again over a new connection has no more time than the first one`() async throws {
    var late = RecordedAnswer.hangUp
    late.delay = .seconds(2)
    try await withServer(answering: { [late] _, number in number == 1 ? RecordedAnswer() : late }) { server in
      let answers = await Sending.answers(
        from: "http://127.0.0.1:\(server.port)/v0", count: 2, limit: .milliseconds(3500))
      // With a limit of its own, the second attempt would end with the connection.
      #expect(throws: TransportFailure.timedOut) { try answers[1].get() }
    }
  }

  @Test func `Requests share a connection`() async throws {
    try await withServer { server in
      _ = await Sending.answers(from: "http://127.0.0.1:\(server.port)/v0", count: 3)
      #expect(server.requests.count == 3)
      #expect(server.connections == 1)
    }
  }

  @Test func `A kept connection that the server closes is no failure`() async throws {
    try await withServer(answering: { _, number in number == 2 ? .hangUp : RecordedAnswer() }) { server in
      let answers = await Sending.answers(from: "http://127.0.0.1:\(server.port)/v0", count: 2)
      let statuses = try answers.map { try $0.get().response.status.code }
      #expect(statuses == [200, 200])
      #expect(server.requests.count == 3)
    }
  }

  @Test func `A request that may have an effect is not repeated over a closed connection`() async throws {
    try await withServer(answering: { _, number in number == 2 ? .hangUp : RecordedAnswer() }) { server in
      let answers = await Sending.answers(from: "http://127.0.0.1:\(server.port)/v0", count: 2, body: Array("{}".utf8))
      #expect(throws: TransportFailure.cutShort) { try answers[1].get() }
      #expect(server.requests.count == 2)
    }
  }

  @Test func `A connection that is closed at once is a failure, after one request`() async throws {
    try await withServer(answering: { _, _ in .hangUp }) { server in
      #expect(await Sending.failure(from: "http://127.0.0.1:\(server.port)/v0") == .cutShort)
      #expect(server.requests.count == 1)
    }
  }

  /// Lists the jobs of a server, with a key unless told.
  private static func list(
    at server: RecordingServer, _ credentials: Credentials? = nil
  ) async throws -> LiveListing {
    let transport = AsyncHTTPClientTransport(userAgent: "jobdrift-tests", options: TransportOptions(now: { 0 }))
    let client = BlaxelClient(
      transport: transport, endpoint: try Endpoint(parsing: "http://127.0.0.1:\(server.port)/v0"), workspace: "acme",
      credentials: try credentials ?? Credentials(apiKey: "test-key"), clock: RecordingClock())
    do {
      let listing = try await client.liveJobs()
      await transport.shutdown()
      return listing
    } catch {
      await transport.shutdown()
      throw error
    }
  }

  @Test func `A redirect to another server is not followed, and the other server hears nothing`() async throws {
    try await withServer { other in
      let fields = [(name: "Location", value: "http://127.0.0.1:\(other.port)/v0/jobs")]
      try await withServer(answering: { _, _ in RecordedAnswer(302, fields: fields) }) { server in
        let error = await #expect(throws: APIError.self) { try await Self.list(at: server) }
        #expect(error?.finding.code == .apiRedirect)
        #expect(server.requests.count == 1)
      }
      #expect(other.connections == 0)
    }
  }

  @Test func `A redirect on the same server is followed, with the key`() async throws {
    let page = RecordedAnswer(body: Array(#"{"data": [], "meta": {"hasMore": false}}"#.utf8))
    try await withServer(
      answering: { request, number in
        let moved = request.target.replacing("/v0/", with: "/v1/")
        return number == 1 ? RecordedAnswer(307, fields: [(name: "Location", value: moved)]) : page
      }
    ) { server in
      let listing = try await Self.list(at: server)
      #expect(listing.jobs.isEmpty)
      #expect(server.requests.last?.target.hasPrefix("/v1/jobs?limit=200") == true)
      #expect(server.requests.last?["Authorization"] == "Bearer test-key")
      #expect(server.connections == 1)
    }
  }
}
