import BlaxelAPI
import ConfigValue
import Diagnostics
import HTTPTypes
import TestSupport
import Testing

/// Where redirects lead, and whether the key goes along.
@Suite struct RedirectTests {
  private static func client(_ transport: ScriptedTransport) throws -> BlaxelClient {
    BlaxelClient(
      transport: transport, endpoint: try Endpoint(parsing: "https://api.example:443/v0/"), workspace: "acme",
      credentials: try Credentials(apiKey: "bl_key"), clock: RecordingClock())
  }

  private static func redirect(to location: String, status: Int = 302) -> HTTPAnswer {
    HTTPAnswer(status: status, text: "", fields: [.location: location])
  }

  /// The query of a request, with its mark.
  private static func query(of request: HTTPRequest) -> String {
    String(request.path?.drop { $0 != "?" } ?? "")
  }

  @Test(arguments: [
    ("/v1/jobs?Q", "/v1/jobs?Q"), ("jobs?a=9&Q", "/v0/jobs?a=9&Q"), ("?Q", "/v0/jobs?Q"), ("#a", "/v0/jobs?Q"),
    ("https://api.example/v1/jobs?Q", "/v1/jobs?Q"), ("https://API.example:443/a?Q#b", "/a?Q"),
    ("HTTPS://api.example?Q", "/?Q"),
    ("//api.example/a?Q&b#c", "/a?Q&b"), ("../x/./y/../z?Q", "/x/z?Q"), ("../../../..?Q", "/?Q"),
    ("/a/b/..?Q", "/a/?Q"), ("./?Q", "/v0/?Q"), ("a%3Ab/..?Q", "/v0/?Q"),
  ])
  func `A redirect on the same origin is followed`(location: String, path: String) async throws {
    for status in [301, 302, 303, 307, 308] {
      let transport = ScriptedTransport { request, number in
        number == 1
          ? Self.redirect(
            to: location.replacing("?Q", with: Self.query(of: request)).replacing(
              "&Q", with: "&" + Self.query(of: request).dropFirst()), status: status)
          : HTTPAnswer(json: ["data": [], "meta": ["hasMore": false]])
      }
      #expect(try await Self.client(transport).liveJobs().jobs.isEmpty)
      let requests = transport.requests
      #expect(requests.count == 2)
      let query = try Self.query(of: #require(requests.first))
      #expect(requests.last?.path == path.replacing("?Q", with: query).replacing("&Q", with: "&" + query.dropFirst()))
      #expect(requests.last?.scheme == "https")
      #expect(requests.last?.authority == requests.first?.authority)
      #expect(requests.last?.method == .get)
      #expect(requests.last?.headerFields == requests.first?.headerFields)
    }
  }

  @Test(arguments: [
    "http://api.example/v0/jobs", "https://api.example:8443/v0/jobs", "https://evil.example/v0/jobs",
    "//evil.example/v0",
    "https://api.example.evil.example/", "https://api.example@evil.example/", "https://user:pass@api.example/v0",
    "https:/v0/jobs", "https:jobs", "javascript:alert(1)", "ftp://api.example/", "\\\\evil.example/", "/\\evil.example",
    "https://api.example\\@evil.example/", "https://[::1]/", "https://", "https://api.example:0/", "/a b", "/ä",
    "/a\tb",
  ])
  func `A redirect elsewhere is not followed`(location: String) async throws {
    let transport = ScriptedTransport { _, _ in Self.redirect(to: location) }
    let error = await #expect(throws: APIError.self) { try await Self.client(transport).liveJobs() }
    #expect(error?.finding.code == .apiRedirect)
    #expect(transport.requests.count == 1)
  }

  @Test(arguments: ["/v1/jobs", "jobs?limit=9", "?limit=200", "?Q&limit=1", "?Q&sort", "/?", "?Q%00"])
  func `A redirect that changes what is asked for is not followed`(location: String) async throws {
    let transport = ScriptedTransport { request, _ in
      Self.redirect(to: location.replacing("?Q", with: Self.query(of: request)))
    }
    let error = await #expect(throws: APIError.self) { try await Self.client(transport).liveJobs() }
    #expect(error?.finding.code == .apiRedirect)
    #expect(error?.finding.summary.contains("redirects without what was asked for") == true)
    #expect(transport.requests.count == 1)
  }

  @Test func `A redirect may spell the query in another way`() async throws {
    let transport = ScriptedTransport { request, number in
      let respelled = Self.query(of: request).dropFirst().replacing("%3A", with: ":").split(separator: "&").reversed()
      return number == 1
        ? Self.redirect(to: "/v0/jobs?" + respelled.joined(separator: "&").replacing("sort", with: "%73ort"))
        : HTTPAnswer(json: ["data": [], "meta": ["hasMore": false]])
    }
    #expect(try await Self.client(transport).liveJobs().jobs.isEmpty)
    #expect(transport.requests.last?.path?.contains("%73ort=name:asc") == true)
  }

  @Test(arguments: [
    ("//evil.example/v0?token", "redirects to evil.example ("),
    ("https://u:p@[::1]:8/", "redirects to https://[::1]:8 ("),
    ("HTTP://evil.example", "redirects to http://evil.example ("),
    ("javascript:alert(1)", "an address that cannot be followed"),
    ("ftp://evil.example/", "an address that cannot be followed"),
    ("https:jobs", "an address that cannot be followed"),
    ("https://evil example/", "an address that cannot be followed"),
    ("//ev%1Bil.example/", "an address that cannot be followed"),
    ("/\\evil.example", "an address that cannot be followed"),
    ("https:///v0", "an address that cannot be followed"),
  ])
  func `A message names the host of a redirect when it is one, and nothing else of it`(
    location: String, text: String
  ) async throws {
    let transport = ScriptedTransport { _, _ in Self.redirect(to: location) }
    let error = await #expect(throws: APIError.self) { try await Self.client(transport).liveJobs() }
    #expect(error?.finding.summary.contains(text) == true, "\(error?.finding.summary ?? "")")
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `A request for a token is followed where it stays what it is`(status: Int) async throws {
    let transport = ScriptedTransport { request, _ in
      switch request.path {
      case "/v0/oauth/token": Self.redirect(to: "/v1/token", status: status)
      case "/v1/token": HTTPAnswer(json: ["access_token": "token-1", "expires_in": 7200])
      default: HTTPAnswer(json: ["data": [], "meta": ["hasMore": false]])
      }
    }
    let client = BlaxelClient(
      transport: transport, endpoint: try Endpoint(parsing: "https://api.example/v0"), workspace: "acme",
      credentials: try Credentials(clientCredentials: "client-1:secret", from: .clientVariable),
      clock: RecordingClock())
    if status >= 307 {
      _ = try await client.liveJobs()
      let (asked, followed) = (transport.requests[0], transport.requests[1])
      #expect(followed.path == "/v1/token" && followed.method == .post)
      #expect(followed.headerFields == asked.headerFields)
    } else {
      let error = await #expect(throws: APIError.self) { try await client.liveJobs() }
      #expect(error?.finding.code == .apiRedirect)
      #expect(error?.finding.summary.contains("redirects POST requests") == true)
      #expect(error?.finding.summary.contains("times in a row") == false)
      #expect(transport.requests.count == 1)
    }
  }

  @Test func `A redirect without a place, or with two, is not followed`() async throws {
    let fields: [HTTPFields] = [
      [:], HTTPFields([HTTPField(name: .location, value: "/a"), HTTPField(name: .location, value: "/b")]),
    ]
    for fields in fields {
      let transport = ScriptedTransport { _, _ in HTTPAnswer(status: 302, text: "", fields: fields) }
      await #expect(throws: APIError.self) { try await Self.client(transport).liveJobs() }
      #expect(transport.requests.count == 1)
    }
  }

  @Test(arguments: [300, 304, 305, 306])
  func `Other statuses of the kind are not followed`(status: Int) async throws {
    let transport = ScriptedTransport { _, _ in Self.redirect(to: "/v0/jobs", status: status) }
    await #expect(throws: APIError.self) { try await Self.client(transport).liveJobs() }
    #expect(transport.requests.count == 1)
  }

  @Test func `Five redirects in a row are followed, and six are an error`() async throws {
    func transport(redirects: Int) -> ScriptedTransport {
      ScriptedTransport { request, number in
        number <= redirects
          ? Self.redirect(to: "/v0/\(number)" + Self.query(of: request))
          : HTTPAnswer(json: ["data": [], "meta": ["hasMore": false]])
      }
    }
    #expect(try await Self.client(transport(redirects: 5)).liveJobs().jobs.isEmpty)
    let endless = transport(redirects: 6)
    let error = await #expect(throws: APIError.self) { try await Self.client(endless).liveJobs() }
    #expect(error?.finding.code == .apiRedirect)
    #expect(error?.finding.summary.contains("5 times") == true)
    #expect(endless.requests.count == 6)
  }
}
