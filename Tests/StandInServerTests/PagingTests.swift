import ConfigValue
import Testing

@testable import StandInServer

@Suite("Pages of a listing", .serialized)
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
}
