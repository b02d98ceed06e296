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

  @Test(arguments: [
    ("/v1/jobs", "/v1/jobs"), ("jobs?limit=9", "/v0/jobs?limit=9"), ("?limit=9", "/v0/jobs?limit=9"),
    ("https://api.example/v1/jobs", "/v1/jobs"), ("https://API.example:443/a#b", "/a"), ("HTTPS://api.example", "/"),
    ("//api.example/a?b#c", "/a?b"), ("../x/./y/../z", "/x/z"), ("../../../..", "/"), ("/a/b/..", "/a/"),
    ("./", "/v0/"),
    ("a:b/..".replacing(":", with: "%3A"), "/v0/"),
  ])
  func `A redirect on the same origin is followed`(location: String, path: String) async throws {
    for status in [301, 302, 303, 307, 308] {
      let transport = ScriptedTransport { _, number in
        number == 1
          ? Self.redirect(to: location, status: status) : HTTPAnswer(json: ["data": [], "meta": ["hasMore": false]])
      }
      #expect(try await Self.client(transport).liveJobs().jobs.isEmpty)
      let requests = transport.requests
      #expect(requests.count == 2)
      #expect(requests.last?.path == path)
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
      ScriptedTransport { _, number in
        number <= redirects
          ? Self.redirect(to: "/v0/\(number)") : HTTPAnswer(json: ["data": [], "meta": ["hasMore": false]])
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
