import ConfigValue
import JobModel
import Synchronization
import TestSupport
import Testing

@testable import StandInServer

@Suite("Cursors of a listing", .serialized)
struct CursorTests {
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
    let text = PageCursor(page: 2, start: .position(50)).text(boundTo: "acme\u{0}name:asc", now: 0)
    #expect(PageCursor(text, boundTo: "acme\u{0}name:asc", now: 0)?.start == .position(50))
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
    let text = Array(PageCursor(page: 2, start: .position(200)).text(boundTo: "acme", now: 1_795_000_000))
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
    try await withClient(jobs: manyJobs(450)) { client in
      let pages = try await client.pages("limit=5")
      let cursor = try #require(try pages.map { try $0.nextCursor }.first { $0.contains("+") })
      #expect(try await client.get("/jobs?limit=5&cursor=" + cursor).status == 400)
    }
  }

  // MARK: Jobs that come and go

  private static let sorts = JobOrder.allCases.map(\.rawValue)

  /// Reads all pages, each after `change` was made to the jobs.
  private func names(
    _ query: String, faults: [Fault] = [], _ change: (JobStore, _ page: Int) throws -> Void
  ) async throws -> [String] {
    let store = try JobStore(jobs: manyJobs(60))
    let api = StandInAPI(jobs: store, configuration: StandInConfiguration(faults: faults))
    var names: [String] = []
    var cursor: String?
    for page in 1... {
      try change(store, page)
      let reply = await api.ask("/jobs?" + query + (cursor.map { "&cursor=" + Client.escaped($0) } ?? ""))
      try #require(reply.status == 200)
      names += try reply.names
      cursor = try reply.nextCursor
      guard try reply.meta("hasMore") == true else { break }
    }
    return names
  }

  /// Takes away some of the jobs with even numbers, and adds others, in many places of every order.
  private static func change(_ store: JobStore, _ page: Int, _ random: inout SeededRandom) throws {
    for number in stride(from: 0, to: 60, by: 2) where random.oneIn(8) { store.delete(name(number)) }
    for letter in ["a", "job-03", "z"] {
      let day = padded(Int.random(in: 1...28, using: &random), 2)
      try store.create([
        "metadata": ["name": .string("\(letter)-\(page)"), "createdAt": .string("2026-04-\(day)T00:00:00Z")]
      ])
    }
  }

  @Test(arguments: sorts, 0..<10 as Range<UInt64>)
  func `Jobs that come and go between pages neither hide nor double another`(sort: String, seed: UInt64) async throws {
    var random = SeededRandom(seed: seed)
    let names = try await names("limit=7&sort=\(sort)") { try Self.change($0, $1, &random) }
    let stayed = Set(stride(from: 1, to: 60, by: 2).map(name))
    #expect(Set(names).count == names.count)
    #expect(stayed.subtracting(names) == [])
  }

  @Test func `Cursors that count jobs hide one when an earlier one goes, and double one when one comes`() async throws {
    let hidden = try await names("limit=7&sort=name:asc", faults: [Fault(.offsetCursors)]) { store, page in
      if page == 2 { store.delete(name(0)) }
    }
    #expect(hidden == (0..<60).filter { $0 != 7 }.map(name))
    let doubled = try await names("limit=7&sort=name:asc", faults: [Fault(.offsetCursors)]) { store, page in
      if page == 2 { try store.create(["metadata": ["name": "a"]]) }
    }
    #expect(doubled == (0..<7).map(name) + (6..<60).map(name))
  }

  @Test func `The page after a job that is gone begins with the next one`() async throws {
    let all = try await names("limit=7&sort=name:asc") { store, page in
      if page == 2 { for number in 3..<7 { store.delete(name(number)) } }
    }
    #expect(all == (0..<60).map(name))
  }

  @Test func `The last page may be empty when the jobs that it promised are gone`() async throws {
    let all = try await names("limit=59&sort=name:asc") { store, page in
      if page == 2 { store.delete(name(59)) }
    }
    #expect(all == (0..<59).map(name))
  }

  @Test(
    arguments: [
      "a", "", " ", "\u{0}", "a\u{0}b c", "\u{301}e", "\n\r", "é", "e\u{301}", "\u{1F468}\u{200D}\u{1F469}",
      String(repeating: "x", count: 3000),
    ])
  func `A cursor keeps any name and time`(name: String) {
    for time in [nil, Timestamp(seconds: -1), Timestamp(parsing: "2026-04-20T08:00:00.000000001Z")] {
      let start = ListStart.after(JobPlace(name: ExactText(name), createdAt: time))
      let text = PageCursor(page: 3, start: start).text(boundTo: "acme", now: 5)
      let cursor = PageCursor(text, boundTo: "acme", now: 5)
      #expect(cursor?.start == start)
      #expect(cursor?.page == 3)
    }
  }
}
