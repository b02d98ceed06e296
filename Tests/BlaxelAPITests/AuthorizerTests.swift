import BlaxelAPI
import ConfigValue
import Diagnostics
import HTTPTypes
import Synchronization
import TestSupport
import Testing

extension HTTPField.Name {
  fileprivate static let blaxel = HTTPField.Name("X-Blaxel-Authorization") ?? .date
}

/// Tokens that are fetched with client credentials.
@Suite struct AuthorizerTests {
  private static let secret = "s3cret-0f-the-client"
  private static let basic = "Y2xpZW50LTE6czNjcmV0LTBmLXRoZS1jbGllbnQ="

  private static func client(
    _ transport: any HTTPTransport, clock: RecordingClock = RecordingClock(), secrets: SecretRegister = SecretRegister()
  ) throws -> BlaxelClient {
    BlaxelClient(
      transport: transport, endpoint: try Endpoint(parsing: "https://api.example/v0"), workspace: "acme",
      credentials: try Credentials(clientCredentials: "client-1:\(secret)", from: .clientVariable),
      patience: Patience(totalLimit: .seconds(1_000_000)), clock: clock, secrets: secrets)
  }

  /// Answers requests for tokens with `token-1`, `token-2`, …, and others with no jobs where `takes` the token.
  private static func api(
    lasting life: String? = "7200", taking takes: @escaping @Sendable (String) -> Bool = { _ in true }
  ) -> TokenServer {
    TokenServer(life: life, takes: takes)
  }

  /// What the client fails with.
  private static func failure(_ transport: any HTTPTransport) async throws -> Diagnostic {
    let client = try client(transport)
    do throws(APIError) {
      _ = try await client.liveJobs()
      Issue.record("the listing did not fail")
      return Diagnostic(.apiError, "")
    } catch {
      for text in [secret, basic] { #expect(!"\(error.finding)".contains(text)) }
      return error.finding
    }
  }

  @Test func `A token is asked for as OAuth wants it, and sent as Blaxel's clients send it`() async throws {
    let (server, secrets) = (Self.api(), SecretRegister())
    _ = try await Self.client(server, secrets: secrets).liveJobs()
    let (asked, sent) = (try #require(server.requests.first), try #require(server.requests.last))
    #expect(server.requests.count == 2)
    #expect(asked.method == .post)
    #expect(asked.path == "/v0/oauth/token")
    #expect(asked.authority == "api.example" && asked.scheme == "https")
    #expect(asked.headerFields[.authorization] == "Basic \(Self.basic)")
    #expect(asked.headerFields[.contentType] == "application/json")
    #expect(server.bodies.first == Array(#"{"grant_type":"client_credentials"}"#.utf8))
    #expect(sent.method == .get)
    #expect(sent.headerFields[.blaxel] == "Bearer token-1")
    #expect(sent.headerFields[.authorization] == nil)
    #expect(secrets.texts.isSuperset(of: [Self.secret, Self.basic, "token-1"]))
  }

  @Test func `An API key and a stored token ask for nothing`() async throws {
    let server = Self.api()
    for credentials in [
      try Credentials(apiKey: "bl_0123456789"), try Credentials(accessToken: "opaque", from: .login(workspace: "acme")),
    ] {
      let client = BlaxelClient(
        transport: server, endpoint: try Endpoint(parsing: "https://api.example/v0"), workspace: "acme",
        credentials: credentials, clock: RecordingClock())
      _ = try await client.liveJobs()
    }
    #expect(server.requests.map { $0.headerFields[.authorization] } == ["Bearer bl_0123456789", nil])
    #expect(server.requests.map { $0.headerFields[.blaxel] } == [nil, "Bearer opaque"])
  }

  @Test(arguments: [("7200", 7189, 7190), ("60", 56, 57), ("100.0", 94, 95), ("1e3", 989, 990), ("1", 0, 1)])
  func `A token is used for its life, and another one is fetched before it ends`(
    life: String, used: Int, spent: Int
  ) async throws {
    let (server, clock) = (Self.api(lasting: life), RecordingClock())
    let client = try Self.client(server, clock: clock)
    _ = try await client.liveJobs()
    try await clock.sleep(for: .seconds(used))
    _ = try await client.liveJobs()
    #expect(server.fetches == 1)
    try await clock.sleep(for: .seconds(spent - used))
    _ = try await client.liveJobs()
    #expect(server.fetches == 2)
    #expect(server.requests.last?.headerFields[.blaxel] == "Bearer token-2")
  }

  @Test(arguments: [nil, "0", "-5", #""7200""#, "null", "1e300", "{}"])
  func `A life that is not told, or makes no sense, ends when the API says so`(life: String?) async throws {
    let (server, clock) = (Self.api(lasting: life), RecordingClock())
    let client = try Self.client(server, clock: clock)
    _ = try await client.liveJobs()
    try await clock.sleep(for: .seconds(100_000))
    _ = try await client.liveJobs()
    #expect(server.fetches == 1)
  }

  @Test func `One fetch is made for eight requests that wait`() async throws {
    let server = Self.api()
    let client = try Self.client(server)
    _ = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<8 { group.addTask { try await client.job(named: "job-\(number)") == nil } }
      for try await isMissing in group { #expect(isMissing) }
    }
    #expect(server.fetches == 1)
    #expect(server.requests.count == 9)
  }

  @Test func `All that wait hear of a refusal, and none asks again`() async throws {
    let server = TokenServer(life: "7200", status: 401) { _ in true }
    let client = try Self.client(server)
    let codes = await withTaskGroup(of: DiagnosticCode?.self) { group in
      for number in 0..<8 {
        group.addTask {
          do throws(APIError) {
            _ = try await client.job(named: "job-\(number)")
            return nil
          } catch {
            return error.finding.code
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(codes == Array(repeating: .apiRejectedKey, count: 8))
    #expect(server.fetches == 1)
  }

  @Test func `A token that the API no longer takes is replaced, once however many requests were refused`() async throws
  {
    let (server, secrets) = (Self.api { $0 != "token-1" }, SecretRegister())
    let client = try Self.client(server, secrets: secrets)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 { group.addTask { _ = try await client.job(named: "job-\(number)") } }
      try await group.waitForAll()
    }
    #expect(server.fetches == 2)
    #expect(secrets.texts.isSuperset(of: ["token-1", "token-2"]))
  }

  @Test func `A new token that is refused, too, is an error after two requests`() async throws {
    let server = Self.api { _ in false }
    let finding = try await Self.failure(server)
    #expect(finding.code == .apiRejectedKey)
    #expect(finding.summary.contains("the client credentials from BL_CLIENT_CREDENTIALS"))
    #expect(server.requests.map(\.path).map { $0?.hasPrefix("/v0/oauth") == true } == [true, false, true, false])
  }

  @Test func `A key that is refused is asked with once`() async throws {
    let server = Self.api { _ in false }
    let client = BlaxelClient(
      transport: server, endpoint: try Endpoint(parsing: "https://api.example/v0"), workspace: "acme",
      credentials: try Credentials(accessToken: "opaque", from: .login(workspace: "acme")), clock: RecordingClock())
    do throws(APIError) {
      _ = try await client.liveJobs()
      Issue.record("the listing did not fail")
    } catch {
      #expect(error.finding.summary.contains("the login of workspace 'acme' in ~/.blaxel/config.yaml (401)"))
      #expect(error.finding.help == "run 'bl login acme'")
    }
    #expect(server.requests.count == 1)
  }

  @Test(arguments: [
    (400, DiagnosticCode.apiRejectedKey), (401, .apiRejectedKey), (403, .apiRejectedKey), (404, .apiNotFound),
    (302, .apiRedirect), (500, .apiError), (429, .apiError), (418, .apiError),
  ])
  func `A refused fetch is an error that says what was refused`(status: Int, code: DiagnosticCode) async throws {
    let finding = try await Self.failure(
      ScriptedTransport { _, _ in
        HTTPAnswer(status: status, json: ["error": "invalid_client", "access_token": "no-token"])
      })
    #expect(finding.code == code)
    #expect(code != .apiRejectedKey || finding.help?.contains("BL_CLIENT_CREDENTIALS") == true)
    #expect(!finding.summary.contains("jobs"))
  }

  @Test(arguments: [
    "", "{}", "[]", "<html>", "token", #"{"access_token": ""}"#, #"{"access_token": 7}"#, #"{"access_token": null}"#,
    #"{"access_token": "a\r\nX-Evil: 1"}"#, #"{"access_token": "ä"}"#, #"{"access_token": "a", "access_token": "b"}"#,
  ])
  func `An answer without a usable token cannot be read`(body: String) async throws {
    let finding = try await Self.failure(ScriptedTransport { _, _ in HTTPAnswer(text: body) })
    #expect(finding.code == .apiMalformed)
  }

  @Test func `A request that is given up leaves the others their token`() async throws {
    let server = Self.api()
    server.holdsFirstFetch.withLock { $0 = true }
    let client = try Self.client(server)
    let first = Task { try? await client.job(named: "first") }
    while server.fetches == 0 { await Task.yield() }
    let second = Task { try await client.job(named: "second") }
    for _ in 0..<1000 { await Task.yield() }
    first.cancel()
    #expect(try await second.value == nil)
    #expect(server.fetches == 2)
    _ = await first.value
  }
}

/// An API that gives tokens, and no job.
private final class TokenServer: HTTPTransport {
  private let asked = Mutex<[(request: HTTPRequest, body: [UInt8])]>([])
  private let life: String?
  private let status: Int
  private let takes: @Sendable (String) -> Bool
  /// Whether the first request for a token is only answered when it is given up.
  let holdsFirstFetch = Mutex(false)

  init(life: String?, status: Int = 200, takes: @escaping @Sendable (String) -> Bool) {
    self.life = life
    self.status = status
    self.takes = takes
  }

  var requests: [HTTPRequest] { asked.withLock { $0.map(\.request) } }
  var bodies: [[UInt8]] { asked.withLock { $0.map(\.body) } }
  /// How many tokens were asked for.
  var fetches: Int { requests.count { $0.path == "/v0/oauth/token" } }

  func send(
    _ request: HTTPRequest, body: [UInt8], within limit: Duration
  ) async throws(TransportFailure) -> HTTPAnswer {
    asked.withLock { $0.append((request, body)) }
    let number = fetches
    // Others come in meanwhile.
    for _ in 0..<200 { await Task.yield() }
    if request.path == "/v0/oauth/token" {
      while number == 1, holdsFirstFetch.withLock({ $0 }) {
        if Task.isCancelled { throw .other("given up") }
        await Task.yield()
      }
      let life = life.map { ", \"expires_in\": \($0)" } ?? ""
      return HTTPAnswer(status: status, text: "{\"access_token\": \"token-\(number)\"\(life)}")
    }
    let token = request.headerFields[.blaxel]?.dropFirst("Bearer ".count) ?? "none"
    if !takes(String(token)) { return HTTPAnswer(status: 401, json: ["error": "unauthorized"]) }
    return request.path?.hasPrefix("/v0/jobs?") == true
      ? HTTPAnswer(json: ["data": []]) : HTTPAnswer(status: 404, json: ["error": "not found"])
  }
}
