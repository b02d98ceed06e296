import AsyncHTTPClient
import ConfigValue
import HTTPTypes
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import StandInServer

@Suite("Tokens for client credentials", .serialized)
struct TokenTests {
  private static let basic = ["Authorization": "Basic dGVzdC1jbGllbnQ6dGVzdC1zZWNyZXQ="]
  private static let grant = #"{"grant_type": "client_credentials"}"#

  private func api(
    _ faults: [String] = [], life: Int = 7200, now: @escaping @Sendable () -> Int = { 0 },
    log: (@Sendable ([UInt8]) -> Void)? = nil
  ) throws -> StandInAPI {
    var configuration = StandInConfiguration(faults: try faults.map { try Fault(parsing: $0) }, now: now)
    configuration.tokenLife = life
    return StandInAPI(
      jobs: try JobStore(jobs: [["metadata": ["name": "etl"]]]), configuration: configuration, log: log)
  }

  private func token(_ api: StandInAPI) async throws -> String {
    let reply = await api.ask("/oauth/token", .post, headers: Self.basic, body: Self.grant)
    try #require(reply.status == 200)
    return try #require(try reply.json["access_token"]?.text)
  }

  @Test func `The client gets a token that is good in both headers`() async throws {
    let api = try api()
    let reply = await api.ask("/oauth/token", .post, headers: Self.basic, body: Self.grant)
    #expect(reply.status == 200)
    #expect(try reply.json["token_type"] == "Bearer")
    #expect(try reply.json["expires_in"] == 7200)
    #expect(try reply.json["refresh_token"]?.text?.isEmpty == false)
    let token = try #require(try reply.json["access_token"]?.text)
    for name in ["Authorization", "X-Blaxel-Authorization"] {
      let headers = [name: "Bearer " + token, "X-Blaxel-Workspace": "acme"]
      #expect(await api.ask("/jobs", headers: headers).status == 200)
      #expect(await api.ask("/jobs/etl?show_secrets=true", headers: headers).status == 200)
    }
  }

  @Test func `Id and secret may stand in the body`() async throws {
    let body = #"{"grant_type":"client_credentials","client_id":"test-client","client_secret":"test-secret"}"#
    #expect(try await api().ask("/oauth/token", .post, headers: [:], body: body).status == 200)
  }

  @Test(
    arguments: [
      ["Authorization": "Basic eDp5"], ["Authorization": "Basic dGVzdC1jbGllbnQ="], ["Authorization": "Basic %%%"],
      ["Authorization": "Bearer test-key"], [:],
    ])
  func `Wrong credentials are refused in the shape of the API`(headers: [String: String]) async throws {
    let reply = try await api().ask("/oauth/token", .post, headers: headers, body: Self.grant)
    #expect(reply.status == 401)
    #expect(try reply.json["code"] == 401)
    #expect(try reply.error == "Unauthorized")
    #expect(reply.header("WWW-Authenticate") == ["Basic"])
  }

  @Test(
    arguments: [
      #"{"grant_type":"refresh_token","refresh_token":"x"}"#, #"{"grant_type":7}"#, "{}", "[]", "",
      "grant_type=client_credentials",
    ])
  func `Other grants are bad requests`(body: String) async throws {
    let reply = try await api().ask("/oauth/token", .post, headers: Self.basic, body: body)
    #expect(reply.status == 400)
    #expect(try reply.json["message"]?.text?.contains("'grant_type'") == true)
  }

  @Test func `Only POST gets a token`() async throws {
    let reply = try await api().ask("/oauth/token", headers: Self.basic)
    #expect(reply.status == 405)
    #expect(reply.header("Allow") == ["POST"])
  }

  @Test(arguments: zip([0, 59, 60, 61], [200, 200, 401, 401]))
  func `A token ends with its life`(age: Int, status: Int) async throws {
    let time = Atomic(1_000_000)
    let api = try api(life: 60, now: { time.load(ordering: .relaxed) })
    let token = try await token(api)
    time.add(age, ordering: .relaxed)
    let headers = ["Authorization": "Bearer " + token, "X-Blaxel-Workspace": "acme"]
    #expect(await api.ask("/jobs", headers: headers).status == status)
  }

  @Test func `Every token is another, and all that are good go on to be`() async throws {
    let api = try api()
    let tokens = [try await token(api), try await token(api)]
    #expect(Set(tokens).count == 2)
    for token in tokens {
      #expect(
        await api.ask("/jobs/etl", headers: ["Authorization": "Bearer " + token, "X-Blaxel-Workspace": "acme"]).status
          == 200)
    }
  }

  @Test func `Faults of tokens befall nothing else, and others do not befall tokens`() async throws {
    let api = try api(["token:status=500:times=1", "page=1:503"])
    let first = await api.ask("/oauth/token", .post, headers: Self.basic, body: Self.grant)
    #expect(first.status == 500)
    _ = try await token(api)
    #expect(await api.ask("/jobs").status == 503)
    #expect(try await self.api(["503"]).ask("/oauth/token", .post, headers: Self.basic, body: Self.grant).status == 200)
  }

  @Test func `A token comes over HTTP, too, and a body that is too long is refused`() async throws {
    let api = try api()
    try await withStandIn(api) { url in
      let long = try await post(url, String(repeating: " ", count: 1 << 20) + Self.grant)
      #expect(long.status == 413)
      let short = try await post(url, Self.grant)
      #expect(short.status == 200)
    }
    #expect(api.requests.map(\.answer.status) == [413, 200])
  }

  @Test(.timeLimit(.minutes(10)))
  func `A request for a token may hang, after its body was read`() async throws {
    let (arrivals, continuation) = AsyncStream.makeStream(of: Void.self)
    let api = try api(["token:hang:times=1"], log: { _ in continuation.yield() })
    try await withStandIn(api) { url in
      let asking = Task { try? await post(url, Self.grant).status }
      for await _ in arrivals { break }
      let second = try await post(url, Self.grant)
      #expect(second.status == 200)
      asking.cancel()
      #expect(await asking.value == nil)
    }
    #expect(api.requests.map(\.answer.delivery) == [.never, .whole])
  }

  private func post(_ url: String, _ body: String) async throws -> Reply {
    try await withHTTP { http in
      try await Client(http: http, baseURL: url).send(.POST, "/oauth/token", headers: Self.basic, body: body)
    }
  }
}
