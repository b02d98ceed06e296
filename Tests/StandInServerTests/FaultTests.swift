import ConfigValue
import StandInServer
import Testing

@Suite("Faults on demand", .serialized)
struct FaultTests {
  private func withFaults<Result: Sendable>(
    _ faults: [String], _ body: (Client) async throws -> Result
  ) async throws -> Result {
    let faults = try faults.map { try Fault(parsing: $0) }
    return try await withClient(jobs: manyJobs(10), configuration: StandInConfiguration(faults: faults), body)
  }

  private static let query = "sort=name:asc&limit=4"

  @Test("an error befalls the page it is meant for, every time")
  func status() async throws {
    try await withFaults(["page=2:status=503"]) { client in
      for _ in 0..<2 {
        let pages = try await client.pages(Self.query)
        #expect(pages.map(\.status) == [200, 503])
        #expect(try pages.last?.json["code"] == 503)
        #expect(try pages.last?.error == "Fault on demand")
        #expect(pages.last?.header("Retry-After") == [])
      }
      #expect(try await client.get("/jobs/\(name(0))").status == 200)
    }
  }

  @Test("an error may be limited in number and say when to come back")
  func retryAfter() async throws {
    try await withFaults(["status=429:retry-after=1:times=2"]) { client in
      let replies = [
        try await client.get("/jobs"), try await client.get("/jobs/\(name(0))"), try await client.get("/jobs"),
      ]
      #expect(replies.map(\.status) == [429, 429, 200])
      #expect(replies.map { $0.header("Retry-After") } == [["1"], ["1"], []])
    }
  }

  @Test("a page's cursor may lead to itself", arguments: 1...3)
  func repeatedCursor(page: Int) async throws {
    try await withFaults(["repeat-cursor:page=\(page)"]) { client in
      let pages = try await client.pages(Self.query, limit: 8)
      #expect(pages.count == 8)
      let names = try pages.map { try $0.names }
      #expect(names[..<page].flatMap { $0 } == (0..<min(page * 4, 10)).map(name))
      #expect(Set(names[(page - 1)...]) == [names[page - 1]])
      #expect(try Set(pages[(page - 1)...].map { try $0.nextCursor }).count == 1)
    }
  }

  @Test("a body may end in the middle", arguments: [["cut-body"], ["html", "cut-body"], ["cut-body", "status=503"]])
  func cutBody(faults: [String]) async throws {
    try await withFaults(faults) { client in
      await #expect(throws: (any Error).self) { try await client.get("/jobs") }
      await #expect(throws: (any Error).self) { try await client.get("/jobs/\(name(0))") }
    }
  }

  @Test("an HTML page may come instead, with status 200")
  func html() async throws {
    try await withFaults(["page=1:html"]) { client in
      let reply = try await client.get("/jobs")
      #expect(reply.status == 200)
      #expect(reply.header("Content-Type") == ["text/html; charset=utf-8"])
      #expect(reply.body.starts(with: "<!DOCTYPE html>".utf8))
    }
  }

  @Test("a redirect may come instead, to an address with colons")
  func redirect() async throws {
    try await withFaults(["times=1:redirect=http://127.0.0.1:9/v0/jobs?a=b:c"]) { client in
      let reply = try await client.get("/jobs")
      #expect(reply.status == 302)
      #expect(reply.header("Location") == ["http://127.0.0.1:9/v0/jobs?a=b:c"])
      #expect(try await client.get("/jobs").status == 200)
    }
  }

  @Test("a job may be left out of a page, and is still there by itself", arguments: ["page=2:omit=", "omit="])
  func omit(prefix: String) async throws {
    try await withFaults([prefix + name(5)]) { client in
      let pages = try await client.pages(Self.query)
      #expect(try pages.flatMap { try $0.names } == (0..<10).filter { $0 != 5 }.map(name))
      #expect(try pages.first?.meta("total") == 10)
      #expect(try await client.get("/jobs/\(name(5))").status == 200)
      var headers = Client.headers
      headers["Blaxel-Version"] = nil
      let bare = try await client.get("/jobs", headers: headers)
      #expect(try bare.names.contains(name(5)) == prefix.hasPrefix("page=2"))
    }
  }

  @Test("a page may say that it is the last")
  func endEarly() async throws {
    try await withFaults(["page=2:end-early"]) { client in
      let pages = try await client.pages(Self.query)
      #expect(try pages.flatMap { try $0.names } == (0..<8).map(name))
      #expect(try pages.last?.meta("hasMore") == false)
      #expect(try pages.last?.meta("total") == 10)
    }
  }

  @Test("a page may miscount")
  func total() async throws {
    try await withFaults(["page=1:total=11"]) { client in
      let pages = try await client.pages(Self.query)
      #expect(try pages.map { try $0.meta("total") } == [11, 10, 10])
    }
  }

  @Test("an answer may be late, and is whole")
  func delay() async throws {
    try await withFaults(["delay=20ms:times=1"]) { client in
      let clock = ContinuousClock()
      let start = clock.now
      let reply = try await client.get("/jobs")
      #expect(try reply.names.count == 10)
      #expect(clock.now - start >= .milliseconds(20))
    }
  }

  @Test("one job's request may fail while the listing does not")
  func oneJob() async throws {
    try await withFaults(["job=\(name(3)):status=500"]) { client in
      let replies = [
        try await client.get("/jobs/\(name(3))"), try await client.get("/jobs/\(name(4))"),
        try await client.get("/jobs"),
      ]
      #expect(replies.map(\.status) == [500, 200, 200])
    }
  }

  @Test("faults add up, and the first that replaces the answer decides")
  func several() async throws {
    try await withFaults(["omit=\(name(0))", "page=1:total=3", "page=3:status=502", "page=3:html"]) { client in
      let pages = try await client.pages(Self.query)
      #expect(pages.map(\.status) == [200, 200, 502])
      #expect(try pages[0].names.count == 3)
      #expect(try pages[0].meta("total") == 3)
    }
  }

  @Test("requests that are refused anyway use no fault up")
  func refused() async throws {
    try await withFaults(["status=503:times=1"]) { client in
      let replies = [
        try await client.get("/jobs", headers: [:]), try await client.get("/jobs?limit=x"),
        try await client.get("/jobs"), try await client.get("/jobs"),
      ]
      #expect(replies.map(\.status) == [401, 400, 503, 200])
    }
  }
}
