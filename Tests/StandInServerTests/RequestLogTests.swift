import ConfigValue
import Diagnostics
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@testable import StandInServer

@Suite("What was asked, and what became of it", .serialized)
struct RequestLogTests {
  /// Lines that were written.
  private final class Lines: Sendable {
    private let lines = Mutex<[[UInt8]]>([])

    func add(_ line: [UInt8]) { lines.withLock { $0.append(line) } }

    var all: [String] { lines.withLock { $0.map { String(decoding: $0, as: UTF8.self) } } }
  }

  private func api(_ faults: [String], _ lines: Lines, keeps: Bool = true) throws -> StandInAPI {
    var configuration = StandInConfiguration(
      apiKey: "key-of-the-owner", faults: try faults.map { try Fault(parsing: $0) }, now: { 1_776_672_000 })
    configuration.keepsRequests = keeps
    return StandInAPI(jobs: try JobStore(jobs: manyJobs(3)), configuration: configuration) { lines.add($0) }
  }

  private static let headers = [
    "Blaxel-Version": "2026-04-28", "X-Blaxel-Workspace": "acme", "Authorization": "Bearer key-of-the-owner",
    "User-Agent": "tests/1",
  ]

  @Test func `A line tells who asked what, and what was answered`() async throws {
    let lines = Lines()
    let api = try api(["page=1:status=503:times=1"], lines)
    _ = await api.ask("/jobs?limit=2", headers: Self.headers)
    let reply = await api.ask("/jobs/\(name(1))", headers: Self.headers)
    #expect(
      lines.all == [
        #"{"time":"2026-04-20T08:00:00Z","method":"GET","path":"/v0/jobs?limit=2","workspace":"acme","#
          + #""version":"2026-04-28","userAgent":"tests/1","authentication":"bearer","status":503,"bytes":91,"#
          + #""faults":["page=1:times=1:status=503"]}"#,
        #"{"time":"2026-04-20T08:00:00Z","method":"GET","path":"/v0/jobs/job-001","workspace":"acme","#
          + #""version":"2026-04-28","userAgent":"tests/1","authentication":"bearer","status":200,"#
          + "\"bytes\":\(reply.body.count),\"faults\":[]}",
      ])
  }

  @Test func `No key, secret or token gets into a line, wherever it stood`() async throws {
    let lines = Lines()
    let api = try api([], lines)
    let basic = ["Authorization": "Basic dGVzdC1jbGllbnQ6dGVzdC1zZWNyZXQ="]
    let grant = #"{"grant_type":"client_credentials"}"#
    let reply = await api.ask("/oauth/token", .post, headers: basic, body: grant)
    let token = try #require(try reply.json["access_token"]?.text)
    let body = #"{"grant_type":"client_credentials","client_id":"test-client","client_secret":"test-secret"}"#
    _ = await api.ask("/oauth/token?s=test-secret", .post, headers: [:], body: body)
    for secret in ["key-of-the-owner", token] {
      _ = await api.ask("/jobs?key=" + secret, headers: ["User-Agent": secret, "Blaxel-Version": "v" + secret])
      _ = await api.ask(
        "/jobs/" + secret, headers: ["X-Blaxel-Workspace": secret, "X-Blaxel-Authorization": "Bearer " + secret])
    }
    _ = await api.ask("/jobs?key=%6Bey-of-the-owner", headers: [:])
    let text = lines.all.joined(separator: "\n")
    #expect(lines.all.count == 7)
    #expect(!text.contains("%6Bey"))
    for secret in ["key-of-the-owner", token, "test-secret", "dGVzdC1jbGllbnQ6dGVzdC1zZWNyZXQ"] {
      #expect(!text.contains(secret))
    }
    let kinds = try lines.all.map { try PlainValue(json: Array($0.utf8))["authentication"]?.text }
    #expect(kinds == ["client-credentials", "client-credentials", "none", "bearer", "none", "bearer", "none"])
  }

  @Test func `A line is one line, and JSON, whatever was asked`() async throws {
    let lines = Lines()
    let api = try api([], lines)
    _ = await api.ask("/jobs?a=\u{1B}[31m\"\\", headers: ["User-Agent": "x\u{202E}y"])
    _ = await api.ask("", .init("BREW") ?? .get, headers: [:])
    for line in lines.all {
      #expect(!line.contains("\n") && !line.contains("\u{1B}"))
      #expect(throws: Never.self) { try PlainValue(json: Array(line.utf8)) }
    }
  }

  @Test func `Who waits in vain learns of no status`() async throws {
    let lines = Lines()
    _ = try await api(["hang"], lines).ask("/jobs", headers: Self.headers)
    let line = try PlainValue(json: Array(#require(lines.all.first).utf8))
    #expect(line["status"] == nil)
    #expect(line["bytes"] == 0)
    #expect(line["faults"] == ["hang"])
  }

  @Test func `Requests are kept with their header fields, in the order of their answers`() async throws {
    let api = try api(["page=1:html"], Lines())
    _ = await api.ask("/jobs", headers: Self.headers)
    _ = await api.ask("/oauth/token", .post, headers: [:], body: "{}")
    #expect(api.requests.map(\.request.path) == ["/v0/jobs", "/v0/oauth/token"])
    #expect(api.requests[0].header("authorization") == "Bearer key-of-the-owner")
    #expect(api.requests[0].faults == [Fault(.html, on: .page(1))])
    #expect(api.requests[1].body == Array("{}".utf8))
    #expect(api.requests.map(\.answer.status) == [200, 400])
  }

  @Test func `A server that keeps no requests still writes its log`() async throws {
    let lines = Lines()
    let api = try api([], lines, keeps: false)
    _ = await api.ask("/jobs", headers: Self.headers)
    #expect(api.requests.isEmpty)
    #expect(lines.all.count == 1)
  }
}
