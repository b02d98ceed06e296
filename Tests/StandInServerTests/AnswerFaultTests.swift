import AsyncHTTPClient
import ConfigValue
import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPCompression
import TestSupport
import Testing

@testable import StandInServer

@Suite("Faults of any answer", .serialized)
struct AnswerFaultTests {
  private static func api(
    _ faults: [String], clock: any Clock<Duration> = ContinuousClock(), log: (@Sendable ([UInt8]) -> Void)? = nil
  ) throws -> StandInAPI {
    StandInAPI(
      jobs: try JobStore(jobs: manyJobs(10)),
      configuration: StandInConfiguration(faults: try faults.map { try Fault(parsing: $0) }), clock: clock, log: log)
  }

  private static var request: HTTPRequest {
    var request = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/v0/jobs?limit=2")
    for (name, value) in Client.headers {
      if let name = HTTPField.Name(name) { request.headerFields[name] = value }
    }
    return request
  }

  @Test func `Late answers wait by the clock that was given, one after the other`() async throws {
    let clock = RecordingClock()
    let api = try Self.api(["slow=50ms", "page=1:slow=600000ms"], clock: clock)
    #expect(await api.ask("/jobs").status == 200)
    #expect(clock.pauses == [.milliseconds(50), .milliseconds(600_000)])
  }

  @Test func `Making a late answer is a part of the time that it is late by`() async throws {
    let clock = RecordingClock()
    var configuration = StandInConfiguration(faults: [try Fault(parsing: "slow=50ms"), try Fault(parsing: "slow=9ms")])
    // What is asked for the time of day while a page is made makes time pass.
    configuration.now = {
      clock.pass(.milliseconds(10))
      return 1_800_000_000
    }
    let api = StandInAPI(jobs: try JobStore(jobs: manyJobs(10)), configuration: configuration, clock: clock)
    #expect(await api.ask("/jobs?limit=2").status == 200)
    let (late, later) = (clock.pauses.first ?? .zero, clock.pauses.last ?? .zero)
    #expect(clock.pauses.count == 2)
    #expect(late > .zero && late < .milliseconds(50))
    #expect(later == .milliseconds(9))
  }

  /// A clock whose sleeps take no time, and give something the time to happen.
  private struct EventfulClock: Clock {
    let onSleep: @Sendable () -> Void

    var now: ContinuousClock.Instant { ContinuousClock.now }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws { onSleep() }
  }

  @Test func `A late answer tells how things were when it was asked for`() async throws {
    let jobs = try JobStore(jobs: manyJobs(3))
    let name = try #require(await StandInAPI(jobs: jobs).ask("/jobs").names.first)
    let api = StandInAPI(
      jobs: jobs, configuration: StandInConfiguration(faults: [try Fault(parsing: "slow=50ms")]),
      clock: EventfulClock { jobs.delete(name) })
    #expect(try await api.ask("/jobs").names.contains(name))
    #expect(try await api.ask("/jobs").names.count == 2)
  }

  @Test func `How an answer ends is a part of it`() async throws {
    #expect(try await Self.api([]).answer(to: Self.request).delivery == .whole)
    let cut = try await Self.api(["cut-body"]).answer(to: Self.request)
    #expect(cut.delivery == .cut)
    #expect(cut.deliveredBytes == cut.body.count / 2)
    let stalled = try await Self.api(["stall-body", "cut-body"]).answer(to: Self.request)
    #expect(stalled.delivery == .stalled)
    #expect(stalled.deliveredBytes == stalled.body.count / 2)
    let hung = try await Self.api(["hang", "stall-body", "cut-body"]).answer(to: Self.request)
    #expect(hung.delivery == .never)
    #expect(hung.deliveredBytes == 0)
  }

  @Test(.timeLimit(.minutes(10)))
  func `A hung request gets nothing, not even a status, and does not keep the server from ending`() async throws {
    let (arrivals, continuation) = AsyncStream.makeStream(of: Void.self)
    let api = try Self.api(["times=1:hang"]) { _ in continuation.yield() }
    try await withStandIn(api) { url in
      let asking = Task { try? await withHTTP { try await Client(http: $0, baseURL: url).get("/jobs").status } }
      for await _ in arrivals { break }
      // The server serves another one meanwhile.
      let status = try await withHTTP { try await Client(http: $0, baseURL: url).get("/jobs").status }
      #expect(status == 200)
      asking.cancel()
      #expect(await asking.value == nil)
    }
    #expect(api.requests.map(\.answer.delivery) == [.never, .whole])
  }

  @Test(.timeLimit(.minutes(10)))
  func `A body that stalls gets half of it to the client, and does not keep the server from ending`()
    async throws
  {
    let api = try Self.api(["times=1:stall-body"])
    try await withStandIn(api) { url in
      try await withHTTP { http async throws -> Void in
        var request = HTTPClientRequest(url: url + "/jobs?limit=10")
        for (name, value) in Client.headers { request.headers.add(name: name, value: value) }
        let response = try await http.execute(request, timeout: .seconds(60))
        #expect(response.status == .ok)
        let length = response.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
        var count = 0
        for try await part in response.body {
          count += part.readableBytes
          if count >= length / 2 { break }
        }
        #expect(count > 0 && count == length / 2)
        #expect(try await http.execute(request, timeout: .seconds(60)).status == .ok)
      }
    }
    #expect(api.requests.map(\.answer.delivery) == [.stalled, .whole])
  }

  /// A clock whose sleeps end only when they are cancelled, and tell when they begin.
  private struct SleepyClock: Clock {
    let onSleep: @Sendable () -> Void

    var now: ContinuousClock.Instant { ContinuousClock.now }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
      onSleep()
      try await Task.sleep(for: .seconds(3600))
    }
  }

  @Test(.timeLimit(.minutes(10)), arguments: ["hang", "stall-body", "slow=600000ms"])
  func `A server that is told to end waits for no late, hung or stalled answer`(fault: String) async throws {
    let (arrivals, continuation) = AsyncStream.makeStream(of: Void.self)
    let api = StandInAPI(
      jobs: try JobStore(jobs: []), configuration: StandInConfiguration(faults: [try Fault(parsing: fault)]),
      clock: SleepyClock { continuation.yield() }, log: { _ in continuation.yield() })
    let asking = try await withStandIn(api) { url in
      let asking = Task { try? await withHTTP { try await Client(http: $0, baseURL: url).get("/jobs").status } }
      for await _ in arrivals { break }
      return asking
    }
    #expect(await asking.value != 503)
  }

  // MARK: Bombs

  /// What zlib makes of it, which checks the checksum and the length, too.
  private func unpacked(_ packed: [UInt8]) throws -> [UInt8] {
    let channel = EmbeddedChannel(handler: NIOHTTPResponseDecompressor(limit: .none))
    defer { _ = try? channel.finish() }
    let head = HTTPResponseHead(
      version: .http1_1, status: .ok, headers: ["Content-Encoding": "gzip", "Content-Length": "\(packed.count)"])
    try channel.writeInbound(HTTPClientResponsePart.head(head))
    try channel.writeInbound(HTTPClientResponsePart.body(ByteBuffer(bytes: packed)))
    try channel.writeInbound(HTTPClientResponsePart.end(nil))
    var bytes: [UInt8] = []
    while let part = try channel.readInbound(as: HTTPClientResponsePart.self) {
      if case .body(let buffer) = part { bytes += buffer.readableBytesView }
    }
    return bytes
  }

  @Test(arguments: [0, 1, 7, 1000], [0, 1, 65_535, 65_536, 200_000])
  func `A bomb unpacks to the answer with spaces behind it`(size: Int, length: Int) throws {
    let body = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let packed = GzipBomb.packing(body, size: size)
    let bytes = try unpacked(packed)
    #expect(bytes.count == length + 1 + size * 1032)
    #expect(bytes.prefix(length).elementsEqual(body))
    #expect(bytes.dropFirst(length).allSatisfy { $0 == UInt8(ascii: " ") })
    var wrong = packed
    wrong[packed.count - 8] ^= 1
    #expect(throws: NIOHTTPDecompression.DecompressionError.self, "the checksum counts") { try unpacked(wrong) }
  }

  @Test func `A bomb is small on the wire, and more than a client with a limit takes`() async throws {
    let answer = try await Self.api(["gzip-bomb"]).answer(to: Self.request)
    #expect(answer.fields[.contentEncoding] == "gzip")
    #expect(answer.body.count < 2 << 20)
    try await withStandIn(Self.api(["gzip-bomb"])) { url in
      var configuration = HTTPClient.Configuration()
      configuration.decompression = .enabled(limit: .size(64 << 20))
      try await withHTTP(configuration) { http async throws -> Void in
        var request = HTTPClientRequest(url: url + "/jobs")
        for (name, value) in Client.headers { request.headers.add(name: name, value: value) }
        let response = try await http.execute(request, timeout: .seconds(60))
        await #expect(throws: NIOHTTPDecompression.DecompressionError.self) {
          for try await _ in response.body {}
        }
      }
    }
  }
}
