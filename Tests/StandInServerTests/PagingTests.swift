import ConfigValue
import Synchronization
import Testing

@testable import StandInServer

@Suite("Pages of a listing")
struct PagingTests {
  private static let jobs = manyJobs(450)

  /// The names as `sort` orders them: by time, then by name.
  private func expected(_ sort: String) -> [String] {
    let keys = Self.jobs.map { job in
      (time: job["metadata"]?["createdAt"]?.text ?? "", name: job["metadata"]?["name"]?.text ?? "")
    }
    return switch sort {
    case "name:asc": keys.map(\.name).sorted()
    case "name:desc": keys.map(\.name).sorted(by: >)
    case "createdAt:asc": keys.sorted { ($0.time, $0.name) < ($1.time, $1.name) }.map(\.name)
    default: keys.sorted { ($1.time, $0.name) < ($0.time, $1.name) }.map(\.name)
    }
  }

  @Test(
    "pages hold every job once, in the order of the sort",
    arguments: ["name:asc", "name:desc", "createdAt:asc", "createdAt:desc"], [7, 200])
  func everyJobOnce(sort: String, limit: Int) async throws {
    try await withClient(jobs: Self.jobs) { client in
      let pages = try await client.pages("sort=\(sort)&limit=\(limit)")
      #expect(try pages.flatMap { try $0.names } == expected(sort))
      #expect(pages.count == (450 + limit - 1) / limit)
      let sizes = try pages.dropLast().map { try $0.names.count }
      let promises = try pages.dropLast().map { try $0.meta("hasMore") }
      #expect(Set(sizes) == [limit])
      #expect(Set(promises) == [true])
      #expect(try pages.last?.meta("hasMore") == false)
      #expect(try pages.last?.nextCursor == "")
      #expect(try Set(pages.map { try $0.meta("total") }) == [450])
    }
  }

  @Test(
    "a page has 50 jobs unless told, and never more than 200",
    arguments: zip(["", "limit=1", "limit=200", "limit=201", "limit=9999999", "limit="], [50, 1, 200, 200, 200, 50]))
  func limits(query: String, count: Int) async throws {
    let names = try await withClient(jobs: Self.jobs) { try await $0.get("/jobs?" + query).names }
    #expect(names == Array(expected("createdAt:desc").prefix(count)))
  }

  @Test("jobs without a time of creation are the oldest")
  func undated() async throws {
    let jobs: [PlainValue] = [
      ["metadata": ["name": "b"]], ["metadata": ["name": "c", "createdAt": "soon"]],
      ["metadata": ["name": "a", "createdAt": "2026-04-20T08:00:00Z"]],
    ]
    try await withClient(jobs: jobs) { client in
      let (oldest, newest) = (try await client.get("/jobs?sort=createdAt:asc"), try await client.get("/jobs"))
      #expect(try oldest.names == ["b", "c", "a"])
      #expect(try newest.names == ["a", "b", "c"])
    }
  }

  @Test("a workspace without jobs is one empty page")
  func empty() async throws {
    let body = try await withClient { try await $0.get("/jobs").body }
    #expect(String(decoding: body, as: UTF8.self) == #"{"data":[],"meta":{"hasMore":false,"nextCursor":"","total":0}}"#)
  }

  @Test("anchor=end gives the last page at once", arguments: ["createdAt:asc", "createdAt:desc"])
  func anchor(sort: String) async throws {
    try await withClient(jobs: Self.jobs) { client in
      let page = try await client.get("/jobs?anchor=end&limit=20&sort=\(sort)")
      #expect(try page.names == expected(sort).suffix(20))
      #expect(try page.meta("hasMore") == false)
      #expect(try await client.get("/jobs?anchor=end&limit=20&q=job-01&sort=\(sort)").names.count == 10)
    }
  }

  // MARK: Cursors

  private static let query = "sort=name:asc&limit=2&q=job"

  private func secondPage(_ client: Client, query: String) async throws -> Reply {
    let first = try await client.get("/jobs?" + Self.query)
    return try await client.get("/jobs?\(query)&cursor=\(Client.escaped(first.nextCursor))")
  }

  @Test(
    "a cursor is good for the query it was issued for alone",
    arguments: [
      "sort=name:desc&limit=2&q=job", "limit=2&q=job", "sort=name:asc&limit=2", "sort=name:asc&limit=2&q=job-0",
      "sort=name:asc&limit=2&q=job&status=DEPLOYED", "sort=name:asc&limit=2&q=job&externalId=7",
    ])
  func boundCursor(query: String) async throws {
    let reply = try await withClient(jobs: manyJobs(10)) { try await secondPage($0, query: query) }
    #expect(reply.status == 400)
    #expect(try reply.error == "Invalid cursor")
    #expect(try reply.json["code"] == 400)
  }

  @Test(
    "a cursor is still good when only the limit or the spelling of the query changes",
    arguments: ["sort=name:asc&limit=3&q=job", "q=%20JOB%20&limit=3&sort=name:asc"])
  func freeLimit(query: String) async throws {
    let reply = try await withClient(jobs: manyJobs(10)) { try await secondPage($0, query: query) }
    #expect(try reply.names == [name(2), name(3), name(4)])
  }

  @Test("a cursor is not good for another workspace's listing")
  func foreignCursor() {
    let text = PageCursor(page: 2, offset: 50).text(boundTo: "acme\u{0}name:asc", now: 0)
    #expect(PageCursor(text, boundTo: "acme\u{0}name:asc", now: 0)?.offset == 50)
    #expect(PageCursor(text, boundTo: "other\u{0}name:asc", now: 0) == nil)
  }

  @Test("a cursor expires after a day", arguments: zip([86_399, 86_400], [200, 400]))
  func expiry(age: Int, status: Int) async throws {
    let clock = Atomic(1_000_000)
    let replied = try await withClient(
      jobs: manyJobs(10), configuration: StandInConfiguration(now: { clock.load(ordering: .relaxed) })
    ) { client in
      let first = try await client.get("/jobs?limit=2")
      clock.add(age, ordering: .relaxed)
      return try await client.get("/jobs?limit=2&cursor=\(Client.escaped(first.nextCursor))").status
    }
    #expect(replied == status)
  }

  @Test("a changed cursor is refused, whichever character is changed", arguments: 0..<40)
  func tamperedCursor(position: Int) throws {
    let text = Array(PageCursor(page: 2, offset: 200).text(boundTo: "acme", now: 1_795_000_000))
    try #require(text.count > 40)
    var changed = text
    changed[position] = text[position] == "A" ? "B" : "A"
    #expect(PageCursor(String(text), boundTo: "acme", now: 1_795_000_000) != nil)
    #expect(PageCursor(String(changed), boundTo: "acme", now: 1_795_000_000) == nil)
  }

  @Test(
    "a cursor that was never issued is refused",
    arguments: ["x", "c2", "====", "MjAgNTAgMCBhYmM=", "%00", String(repeating: "A", count: 5000)])
  func inventedCursor(cursor: String) async throws {
    let reply = try await withClient(jobs: manyJobs(10)) { try await $0.get("/jobs?cursor=" + cursor) }
    #expect(reply.status == 400)
  }

  @Test("some cursors need escaping in a query, and are refused without it")
  func unescapedCursor() async throws {
    try await withClient(jobs: Self.jobs) { client in
      let pages = try await client.pages("limit=5")
      let cursor = try #require(try pages.map { try $0.nextCursor }.first { $0.contains("+") })
      #expect(try await client.get("/jobs?limit=5&cursor=" + cursor).status == 400)
    }
  }
}
