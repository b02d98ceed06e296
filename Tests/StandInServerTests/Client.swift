import AsyncHTTPClient
import ConfigValue
import Diagnostics
import HTTPTypes
import NIOCore
import NIOHTTP1
import StandInServer

/// What a stand-in answered.
struct Reply {
  let status: Int
  let headers: HTTPHeaders
  let body: [UInt8]

  /// The values of the header called `name`.
  func header(_ name: String) -> [String] { headers[name] }

  /// The body as JSON.
  var json: PlainValue {
    get throws { try JSONReader.read(body, as: .none, names: NameTable([])).plain }
  }

  /// The jobs of a page, or of a bare array.
  var jobs: [PlainValue] {
    get throws {
      switch try json["data"] ?? json {
      case .list(let jobs): jobs
      default: []
      }
    }
  }

  var names: [String] {
    get throws { try jobs.compactMap { $0["metadata"]?["name"]?.text } }
  }

  func meta(_ name: String) throws -> PlainValue? { try json["meta"]?[name] }

  var nextCursor: String {
    get throws { try meta("nextCursor")?.text ?? "" }
  }

  /// The short text of an error body.
  var error: String? {
    get throws { try json["error"]?.text }
  }
}

extension PlainValue {
  var text: String? {
    if case .string(let text) = self { text } else { nil }
  }
}

extension StandInAPI {
  /// Asks without a network, as a client that may.
  func ask(
    _ path: String, _ method: HTTPRequest.Method = .get, headers: [String: String] = Client.headers, body: String = ""
  ) async -> Reply {
    var request = HTTPRequest(method: method, scheme: "http", authority: "127.0.0.1:80", path: "/v0" + path)
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { request.headerFields[name] = value }
    }
    let answer = await answer(to: request, body: Array(body.utf8))
    let fields = HTTPHeaders(answer.fields.map { ($0.name.rawName, $0.value) })
    return Reply(status: answer.status, headers: fields, body: answer.body)
  }

  /// The first page for `query`, and the pages that its cursors lead to; no more than `limit`.
  func pages(_ query: String, limit: Int = 1000) async throws -> [Reply] {
    var pages = [await ask("/jobs?" + query)]
    while let cursor = try pages.last?.nextCursor, !cursor.isEmpty, pages.count < limit {
      pages.append(await ask("/jobs?\(query)&cursor=\(Client.escaped(cursor))"))
    }
    return pages
  }
}

/// Asks one stand-in, as a client that may.
struct Client {
  static let headers = [
    "Blaxel-Version": "2026-04-28", "X-Blaxel-Workspace": "acme", "Authorization": "Bearer test-key",
  ]

  let http: HTTPClient
  let baseURL: String

  func send(
    _ method: HTTPMethod, _ path: String, headers: [String: String] = Self.headers, body: String = ""
  ) async throws -> Reply {
    var request = HTTPClientRequest(url: baseURL + path)
    request.method = method
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if !body.isEmpty { request.body = .bytes(ByteBuffer(string: body)) }
    let response = try await http.execute(request, timeout: .seconds(60))
    let body = try await response.body.collect(upTo: 1 << 24)
    return Reply(status: Int(response.status.code), headers: response.headers, body: Array(body.readableBytesView))
  }

  func get(_ path: String, headers: [String: String] = Self.headers) async throws -> Reply {
    try await send(.GET, path, headers: headers)
  }

  /// The first page for `query`, and the pages that its cursors lead to; no more than `limit`.
  func pages(_ query: String, limit: Int = 1000) async throws -> [Reply] {
    var pages = [try await get("/jobs?" + query)]
    while let cursor = try pages.last?.nextCursor, !cursor.isEmpty, pages.count < limit {
      pages.append(try await get("/jobs?\(query)&cursor=\(Self.escaped(cursor))"))
    }
    return pages
  }

  /// A base64 text as it may stand in a query.
  static func escaped(_ cursor: String) -> String {
    cursor.map { $0 == "+" ? "%2B" : $0 == "/" ? "%2F" : $0 == "=" ? "%3D" : String($0) }.joined()
  }
}

/// Runs `body` with a client of a stand-in; redirects are not followed.
func withClient<Result: Sendable>(
  jobs: [PlainValue] = [], configuration: StandInConfiguration = StandInConfiguration(),
  _ body: (Client) async throws -> Result
) async throws -> Result {
  try await withClient(store: JobStore(jobs: jobs), configuration: configuration, body)
}

func withClient<Result: Sendable>(
  store: JobStore, configuration: StandInConfiguration = StandInConfiguration(),
  _ body: (Client) async throws -> Result
) async throws -> Result {
  try await withHTTP { http in
    try await withStandIn(jobs: store, configuration: configuration) { baseURL in
      try await body(Client(http: http, baseURL: baseURL))
    }
  }
}

/// Runs `body` with a client of HTTP that is shut down afterwards; redirects are not followed.
func withHTTP<Result: Sendable>(
  _ configuration: HTTPClient.Configuration = HTTPClient.Configuration(), _ body: (HTTPClient) async throws -> Result
) async throws -> Result {
  var configuration = configuration
  configuration.redirectConfiguration = .disallow
  let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  do {
    let result = try await body(http)
    try await http.shutdown()
    return result
  } catch {
    try await http.shutdown()
    throw error
  }
}

/// `count` jobs in an order that is neither that of their names nor that of their creation; three at a time are created
/// at the same moment.
func manyJobs(_ count: Int) -> [PlainValue] {
  (0..<count).map { position in
    let number = position * 101 % count
    let moment = (number * 37 % count) / 3
    let time = "2026-04-\(padded(moment / 24 + 1, 2))T\(padded(moment % 24, 2)):00:00Z"
    return ["metadata": ["name": .string(name(number)), "createdAt": .string(time)]]
  }
}

/// The name of the so-manyth of many jobs, from 0.
func name(_ number: Int) -> String { "job-" + padded(number, 3) }

func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
