import BlaxelAPI
import ConfigValue
import Diagnostics
import Foundation
import HTTPTypes
import JobModel
import Synchronization
import TestSupport
import Testing

extension HTTPField.Name {
  fileprivate static let retryAfterField = HTTPField.Name("Retry-After") ?? .date
}

/// Reading the live jobs.
@Suite struct ClientTests {
  private static let key = "bl_key_that_must_not_appear"

  private static func client(
    _ transport: ScriptedTransport, clock: RecordingClock = RecordingClock(), isSequential: Bool = false,
    patience: Patience = Patience()
  ) throws -> BlaxelClient {
    BlaxelClient(
      transport: transport, endpoint: try Endpoint(parsing: "https://api.example/v0/"), workspace: "acme",
      credentials: try Credentials(apiKey: key + "\n"), options: ListingOptions(isSequential: isSequential),
      patience: patience, clock: clock)
  }

  private static func name(_ number: Int) -> String { String(format: "job-%03d", number) }

  private static func job(_ number: Int) -> PlainValue {
    ["metadata": ["name": .string(name(number))], "spec": [:]]
  }

  /// Answers listings of `count` jobs in pages of 200, from either end, with cursors `c1`, `c2`, …
  private static func page(of count: Int, _ request: HTTPRequest) -> HTTPAnswer {
    let cursor = request.path?.split(separator: "cursor=c").dropFirst().first.flatMap { Int($0) } ?? 0
    let isDescending = request.path?.contains("desc") ?? false
    let numbers = (cursor * 200)..<min(count, cursor * 200 + 200)
    let hasMore = numbers.upperBound < count
    return HTTPAnswer(json: [
      "data": .list(numbers.map { job(isDescending ? count - 1 - $0 : $0) }),
      "meta": [
        "hasMore": .boolean(hasMore), "nextCursor": .string(hasMore ? "c\(cursor + 1)" : ""),
        "total": .number(Number(count)),
      ],
    ])
  }

  /// What the client fails with.
  private static func failure(
    _ names: [String], _ transport: ScriptedTransport, clock: RecordingClock = RecordingClock(),
    patience: Patience = Patience()
  ) async throws -> Diagnostic {
    let client = try client(transport, clock: clock, patience: patience)
    do throws(APIError) {
      _ = try await client.liveJobs(confirming: names)
      Issue.record("the listing did not fail")
      return Diagnostic(.apiError, "")
    } catch {
      #expect(!"\(error.finding)".contains(key))
      #expect(error.finding.help != nil)
      return error.finding
    }
  }

  @Test(arguments: ["documented-array", "documented-page"])
  func `The documented answer is read without loss`(name: String) async throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name).json")
    let text = try String(contentsOf: file, encoding: .utf8)
    let listing = try await Self.client(ScriptedTransport { _, _ in HTTPAnswer(text: text) }).liveJobs()
    let written = try PlainValue(json: Array(text.utf8))
    #expect(listing.jobs.map(\.value.plain) == (written["data"]?.elements ?? written.elements))
    #expect(listing.jobs.count == 1)
  }

  @Test(arguments: [0, 1, 199, 200, 201, 400, 450, 999], [false, true])
  func `All pages are read, in requests that ask for them rightly`(count: Int, isSequential: Bool) async throws {
    let transport = ScriptedTransport { request, _ in Self.page(of: count, request) }
    let listing = try await Self.client(transport, isSequential: isSequential).liveJobs()
    #expect(listing.jobs.map(\.value.plain) == (0..<count).map(Self.job))
    // From both ends, one of the pages may have been seen from the other side already.
    let needed = max(1, (count + 199) / 200)
    #expect(isSequential ? listing.pages == needed : (needed...needed + 1).contains(listing.pages))
    #expect(transport.requests.count == listing.pages)
    #expect(transport.requests.contains { $0.path?.contains("desc") ?? false } == (!isSequential && count > 200))
    let first = try #require(transport.requests.first)
    #expect(first.method == .get)
    #expect(first.path == "/v0/jobs?limit=200&sort=name%3Aasc")
    #expect(first.authority == "api.example")
    #expect(first.headerFields[.authorization] == "Bearer \(Self.key)")
    #expect(first.headerFields[try #require(HTTPField.Name("Blaxel-Version"))] == "2026-04-28")
    #expect(first.headerFields[try #require(HTTPField.Name("X-Blaxel-Workspace"))] == "acme")
  }

  @Test(arguments: [(1, true), (450, true), (900, true), (1, false), (450, false), (900, false)])
  func `Who waits for pages gets each as it was read, before the list is whole`(
    count: Int, isSequential: Bool
  ) async throws {
    let received = Mutex<[[String]]>([])
    let transport = ScriptedTransport { request, _ in Self.page(of: count, request) }
    var client = try Self.client(transport, isSequential: isSequential)
    client.receive = { page in received.withLock { $0.append(page.map(\.name)) } }
    let listing = try await client.liveJobs()
    let pages = received.withLock { $0 }
    #expect(pages.count == listing.pages)
    #expect(Set(pages.joined()) == Set(listing.jobs.map(\.name)))
    #expect(listing.jobs.map(\.name) == (0..<count).map(Self.name))
  }

  @Test(arguments: [
    #"{"data": null}"#, "{}", #"{"data": {}}"#, #"{"data": [], "meta": {}}"#, "[]", #"{"meta": {"hasMore": false}}"#,
  ])
  func `An empty workspace has no jobs`(body: String) async throws {
    let listing = try await Self.client(ScriptedTransport { _, _ in HTTPAnswer(text: body) }).liveJobs()
    #expect(listing.jobs.isEmpty)
  }

  @Test(arguments: [
    ("<!doctype html>", DiagnosticCode.apiMalformed), ("", .apiMalformed), ("[{", .apiMalformed), ("3", .apiMalformed),
    (#"{"error": "no"}"#, .apiMalformed), (#"{"jobs": []}"#, .apiMalformed), (#"[{"spec": {}}]"#, .apiMalformed),
    (#"{"data": [], "meta": {"hasMore": true}}"#, .incompleteListing),
    (#"{"data": [], "meta": {"hasMore": true, "nextCursor": "same"}}"#, .incompleteListing),
    (#"[{"metadata": {"name": "a"}}, {"metadata": {"name": "a"}}]"#, .incompleteListing),
  ])
  func `An answer that is no whole listing is an error`(body: String, code: DiagnosticCode) async throws {
    let finding = try await Self.failure([], ScriptedTransport { _, _ in HTTPAnswer(text: body) })
    #expect(finding.code == code)
  }

  @Test(arguments: [
    (401, DiagnosticCode.apiRejectedKey), (403, .apiForbidden), (404, .incompleteListing), (302, .apiRedirect),
    (400, .incompleteListing), (410, .incompleteListing), (418, .apiError), (429, .apiError), (500, .apiError),
    (503, .apiError),
  ])
  func `A page that fails for good fails the listing`(status: Int, code: DiagnosticCode) async throws {
    let transport = ScriptedTransport { request, _ in
      request.path?.contains("asc&cursor=") == true
        ? HTTPAnswer(status: status, json: ["error": ["message": "because", "code": "X"]]) : Self.page(of: 450, request)
    }
    let finding = try await Self.failure([], transport)
    #expect(finding.code == code)
    #expect(status == 302 || finding.summary.contains("because"))
  }

  @Test(arguments: [
    (TransportFailure.refused, DiagnosticCode.apiUnreachable), (.unknownHost, .apiUnreachable),
    (.untrusted(.issuer), .apiUnreachable),
    (.timedOut, .apiTimeLimit), (.cutShort, .apiUnreachable), (.tooLarge, .apiMalformed),
    (.other("x"), .apiUnreachable), (.unreadable("x"), .apiMalformed),
    (.proxy(address: "p:1", .timedOut), .apiTimeLimit), (.proxy(address: "p:1", .noTunnel), .apiUnreachable),
  ])
  func `No answer is an error that names the address`(failure: TransportFailure, code: DiagnosticCode) async throws {
    let finding = try await Self.failure([], ScriptedTransport { (_, _) throws(TransportFailure) in throw failure })
    #expect(finding.code == code)
    #expect(finding.summary.contains("https://api.example"))
  }

  @Test(arguments: [("http://127.0.0.1:8443", true), ("https://api.example", false)])
  func `A connection that ends asks whether the port speaks https where http was meant`(
    address: String, asks: Bool
  ) async throws {
    let client = BlaxelClient(
      transport: ScriptedTransport { (_, _) throws(TransportFailure) in throw .cutShort },
      endpoint: try Endpoint(parsing: address), workspace: "acme", credentials: try Credentials(apiKey: "bl_key"),
      clock: RecordingClock())
    let error = await #expect(throws: APIError.self) { try await client.liveJobs() }
    #expect(error?.finding.help?.contains("does the port speak https?") == asks)
  }

  @Test(
    arguments: [401, 403],
    [("", true), ("Forbidden", true), ("<html>", true), ("[]", true), (" {\"error\": \"no\"}", false)])
  func `A refusal that is no JSON object may be that of a proxy or firewall`(
    status: Int, answer: (body: String, isDoubted: Bool)
  ) async throws {
    let finding = try await Self.failure(
      [], ScriptedTransport { _, _ in HTTPAnswer(status: status, text: answer.body) })
    #expect(finding.code == (status == 401 ? .apiRejectedKey : .apiForbidden))
    #expect(finding.help?.contains("a proxy or firewall on the way") == answer.isDoubted)
  }

  @Test func `Passing troubles are waited out, as long as the server asks and no longer than the policy`() async throws
  {
    let clock = RecordingClock()
    let transport = ScriptedTransport { (request, number) throws(TransportFailure) in
      switch number {
      case 1: return HTTPAnswer(status: 429, text: "", fields: [.retryAfterField: "2"])
      case 2: throw .timedOut
      default: return Self.page(of: 3, request)
      }
    }
    let listing = try await Self.client(transport, clock: clock).liveJobs()
    #expect(listing.jobs.count == 3)
    #expect(clock.pauses == [.seconds(2), .seconds(1)])
    let patient = RecordingClock()
    _ = try? await Self.client(ScriptedTransport { _, _ in HTTPAnswer(status: 503, text: "") }, clock: patient)
      .liveJobs()
    #expect(patient.pauses == [.milliseconds(500), .seconds(1), .seconds(2)])
    let asked = RecordingClock()
    let finding = try await Self.failure(
      [], ScriptedTransport { _, _ in HTTPAnswer(status: 503, text: "", fields: [.retryAfterField: "9999"]) },
      clock: asked)
    #expect(asked.pauses == [])
    #expect(finding.help == "try again in 9999 seconds")
  }

  @Test func `A job is new only when the API itself says so`() async throws {
    let transport = ScriptedTransport { request, _ in
      request.path?.hasPrefix("/v0/jobs/") == true
        ? HTTPAnswer(status: 404, json: ["error": "not found"]) : Self.page(of: 3, request)
    }
    #expect(try await Self.client(transport).liveJobs(confirming: ["job-001", "new"]).jobs.count == 3)
    #expect(transport.requests.map(\.path).contains("/v0/jobs/new"))
    #expect(!transport.requests.map(\.path).contains("/v0/jobs/job-001"))
    let proxy = ScriptedTransport { request, _ in
      request.path?.hasPrefix("/v0/jobs/") == true ? HTTPAnswer(status: 404, text: "<html>") : Self.page(of: 3, request)
    }
    #expect(try await Self.failure(["new"], proxy).code == .apiMalformed)
  }

  @Test(arguments: [
    #"{"error": {"code": "WORKSPACE_NOT_FOUND", "message": "no such workspace"}}"#, "{}", #"{"status": 404}"#, "[]",
    #"{"error": {"code": "ROUTE_NOT_FOUND"}}"#,
  ])
  func `Not every 404 says that a job does not exist`(body: String) async throws {
    let transport = ScriptedTransport { request, _ in
      request.path?.hasPrefix("/v0/jobs/") == true ? HTTPAnswer(status: 404, text: body) : Self.page(of: 3, request)
    }
    #expect(try await Self.failure(["new"], transport).code == .apiNotFound)
  }

  @Test func `A part of the key that an error repeats is not shown`() async throws {
    for text in ["bad key \(Self.key.prefix(14))", String(repeating: "x", count: 185) + Self.key] {
      let finding = try await Self.failure(
        [], ScriptedTransport { _, _ in HTTPAnswer(status: 400, json: ["error": .string(text)]) })
      #expect(!finding.summary.contains("bl_key_that"), "\(finding.summary)")
      #expect(finding.summary.contains("***"))
    }
    let redirecting = ScriptedTransport { _, _ in
      HTTPAnswer(status: 302, text: "", fields: [.location: "https://\(Self.key.prefix(12)).example/x"])
    }
    #expect(!(try await Self.failure([], redirecting).summary.contains("bl_key_t")))
  }

  @Test(arguments: [("asc&cursor=", 400), ("/jobs/new", 500), ("show_secrets", 403), ("show_secrets", 500)])
  func `Nor is it when a cursor, a job or its variables are refused`(path: String, status: Int) async throws {
    let transport = ScriptedTransport { request, _ in
      request.path?.contains(path) == true
        ? HTTPAnswer(status: status, json: ["error": .string("bad key \(Self.key.prefix(14))")])
        : request.path?.hasPrefix("/v0/jobs/") == true
          ? HTTPAnswer(status: 404, json: ["error": "not found"]) : Self.page(of: 450, request)
    }
    let client = try Self.client(transport)
    do throws(APIError) {
      _ = try await client.liveJobs(confirming: ["new"])
      _ = try await client.revealedJobs(named: ["job-001"])
      Issue.record("nothing failed")
    } catch {
      #expect(error.finding.summary.contains("bad key ***"), "\(error.finding.summary)")
    }
  }

  @Test func `A listing that lacks an existing job is read again once`() async throws {
    let recovering = ScriptedTransport { request, number in
      switch number {
      case 1: Self.page(of: 3, request)
      case 2: HTTPAnswer(json: Self.job(3))
      default: Self.page(of: 4, request)
      }
    }
    #expect(try await Self.client(recovering).liveJobs(confirming: ["job-003"]).jobs.count == 4)
    let lacking = ScriptedTransport { request, _ in
      request.path?.hasPrefix("/v0/jobs/") == true ? HTTPAnswer(json: Self.job(3)) : Self.page(of: 3, request)
    }
    #expect(try await Self.failure(["job-003"], lacking).code == .incompleteListing)
  }

  @Test(arguments: [
    ("a/b", "a%2Fb"), ("..", "%2E%2E"), ("a?b#c", "a%3Fb%23c"), ("ä\n", "%C3%A4%0A"), ("a%2Fb", "a%252Fb"),
  ])
  func `A name stays one segment of the path`(name: String, segment: String) async throws {
    let transport = ScriptedTransport { _, _ in HTTPAnswer(status: 404, json: ["error": "not found"]) }
    #expect(try await Self.client(transport).job(named: name) == nil)
    #expect(transport.requests.first?.path == "/v0/jobs/" + segment)
  }
}
