import ConfigValue
import NIOHTTP1
import Testing

@testable import StandInServer

@Suite("Faults of pages", .serialized)
struct PageFaultTests {
  private func api(_ faults: String..., jobs: Int = 10) throws -> StandInAPI {
    let faults = try faults.map { try Fault(parsing: $0) }
    return StandInAPI(
      jobs: try JobStore(jobs: manyJobs(jobs)), configuration: StandInConfiguration(faults: faults))
  }

  private static let query = "sort=name:asc&limit=4"

  @Test func `Cursors are refused as those that have expired`() async throws {
    let pages = try await api("stale-cursor").pages(Self.query)
    #expect(pages.map(\.status) == [200, 400])
    #expect(try pages[1].error == "Invalid cursor")
  }

  @Test func `A stale cursor that is meant once leaves first pages and single jobs alone`() async throws {
    let api = try api("stale-cursor:times=1")
    #expect(await api.ask("/jobs/\(name(1))").status == 200)
    #expect(try await api.pages(Self.query).map(\.status) == [200, 400])
    #expect(try await api.pages(Self.query).map(\.status) == [200, 200, 200])
  }

  @Test func `A stale cursor may befall one page alone`() async throws {
    #expect(try await api("page=3:stale-cursor").pages(Self.query).map(\.status) == [200, 200, 400])
  }

  @Test(arguments: [("null-data", PlainValue.null as PlainValue?), ("no-data", nil)])
  func `A page may have no jobs and still promise more`(fault: String, data: PlainValue?) async throws {
    let reply = try await api("page=1:" + fault).ask("/jobs?" + Self.query)
    #expect(reply.status == 200)
    #expect(try reply.json["data"] == data)
    #expect(try reply.meta("hasMore") == true)
    #expect(try reply.meta("total") == 10)
  }

  @Test(arguments: ["2026-04-28", "2026-09-22"])
  func `All jobs may come in a bare array, whatever version is asked for`(version: String) async throws {
    let headers = Client.headers.merging(["Blaxel-Version": version]) { $1 }
    let reply = try await api("bare-array").ask("/jobs?" + Self.query, headers: headers)
    #expect(reply.body.first == UInt8(ascii: "["))
    #expect(try Set(reply.names) == Set((0..<10).map(name)))
  }

  @Test func `Page 2 may be page 1 again, under a new cursor`() async throws {
    let pages = try await api("duplicate-page").pages(Self.query)
    let numbers = try pages.map { try $0.names }
    #expect(numbers == [0..<4, 0..<4, 4..<8, 8..<10].map { $0.map(name) })
    #expect(try Set(pages.map { try $0.nextCursor }).count == 4)
    #expect(try pages.map { try $0.meta("hasMore") } == [true, true, true, false])
  }

  @Test func `A duplicate of the first page may come in place of the last`() async throws {
    let pages = try await api("page=3:duplicate-page").pages(Self.query)
    #expect(try pages.map { try $0.names } == [0..<4, 4..<8, 0..<4, 8..<10].map { $0.map(name) })
  }

  @Test(arguments: ["name:asc", "name:desc", "createdAt:asc"])
  func `A sort may be ignored`(sort: String) async throws {
    let newest = try await api().pages("limit=4").flatMap { try $0.names }
    let pages = try await api("sort-ignored").pages("limit=4&sort=" + sort)
    #expect(try pages.flatMap { try $0.names } == newest)
  }

  @Test func `Only the direction of a sort by name may be ignored`() async throws {
    let api = try api("desc-ignored")
    #expect(try await api.pages("limit=4&sort=name:desc").flatMap { try $0.names } == (0..<10).map(name))
    let oldest = try await self.api().ask("/jobs?sort=createdAt:asc").names
    #expect(try await api.ask("/jobs?sort=createdAt:asc").names == oldest)
  }

  @Test func `A total may be missing, or too small and say so`() async throws {
    #expect(try await api("no-total").ask("/jobs").meta("total") == nil)
    let partial = try await api("partial-total").ask("/jobs")
    #expect(try partial.meta("total") == 5)
    #expect(try partial.meta("totalIsPartial") == true)
    #expect(try partial.names.count == 10)
  }

  @Test func `A redirect without an address leads to the same server under another name`() async throws {
    let reply = try await api("redirect").ask("/jobs?limit=2")
    #expect(reply.status == 302)
    #expect(reply.header("Location") == ["http://localhost:80/v0/jobs?limit=2"])
  }

  @Test func `An error may come by its number, once`() async throws {
    let api = try api("429-once")
    let replies = [await api.ask("/jobs"), await api.ask("/jobs")]
    #expect(replies.map(\.status) == [429, 200])
    #expect(replies.map { $0.header("Retry-After") } == [["1"], []])
  }

  // MARK: Churn

  private func names(_ faults: String..., query: String) async throws -> [String] {
    let faults = try faults.map { try Fault(parsing: $0) }
    let api = StandInAPI(
      jobs: try JobStore(jobs: manyJobs(300)), configuration: StandInConfiguration(faults: faults))
    return try await api.pages(query).flatMap { try $0.names }
  }

  @Test(arguments: JobOrder.allCases.map(\.rawValue), [1, 2, 3])
  func `Jobs that come and go hide and double no other`(sort: String, seed: Int) async throws {
    let listed = try await names("churn=\(seed)", query: "limit=7&sort=" + sort)
    #expect(Set(listed).count == listed.count)
    #expect(Set(listed).isSuperset(of: (0..<300).map(name)))
    #expect(listed.contains { $0.contains("-churn-") })
  }

  @Test func `The same jobs come and go for the same seed, all over the alphabet`() async throws {
    let query = "limit=7&sort=name:asc"
    let listed = try await names("churn=7", query: query)
    #expect(try await names("churn=7", query: query) == listed)
    #expect(try await names("churn=8", query: query) != listed)
    let byTime = try await names("churn=7", query: "limit=7&sort=createdAt:asc")
    let letters = Set(byTime.filter { $0.contains("-churn-") }.compactMap(\.first))
    #expect(letters.count > 5)
    #expect(letters.contains { $0 < "j" } && letters.contains { $0 > "j" })
  }

  @Test func `With cursors that count, jobs that come and go hide or double others`() async throws {
    let listed = try await names("churn=1", "offset-cursors", query: "limit=7&sort=name:asc")
    let real = listed.filter { !$0.contains("-churn-") }
    #expect(Set(real).count < real.count || Set(real).count < 300)
  }

  @Test func `A job that came is there by its name, too`() async throws {
    let api = try api("churn=4")
    let churn = try #require(try await api.ask("/jobs").names.first { $0.contains("-churn-") })
    #expect(await api.ask("/jobs/" + churn).status == 200)
  }
}
