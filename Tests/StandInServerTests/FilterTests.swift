import ConfigValue
import Testing

@testable import StandInServer

@Suite("Filters and versions of a listing", .serialized)
struct FilterTests {
  private static let jobs: [PlainValue] = [
    [
      "metadata": ["name": "alpha", "displayName": "Nightly ÉTL", "labels": ["team": "Data"], "externalId": "x-1"],
      "status": "DEPLOYED",
    ],
    ["metadata": ["name": "beta", "labels": ["Cost-Center": "42 b"]], "status": "FAILED"],
    ["metadata": ["name": "gamma"], "status": "DELETING", "spec": ["region": "alphabet"]],
  ]

  private func names(_ query: String) async throws -> [String] {
    try await withClient(jobs: Self.jobs) { client in
      let reply = try await client.get("/jobs?sort=name:asc&" + query)
      #expect(try reply.meta("total") == 3, "the total does not follow the filter")
      return try reply.names
    }
  }

  @Test(
    "q looks into names, display names, and names and values of labels",
    arguments: [
      ("q=alpha", ["alpha"]), ("q=NIGHT", ["alpha"]), ("q=%C3%A9tl", ["alpha"]), ("q=data", ["alpha"]),
      ("q=cost-", ["beta"]), ("q=42+b", ["beta"]), ("q=42%20b", ["beta"]), ("q=%20%20be%20", ["beta"]),
      ("q=am", ["alpha", "gamma"]), ("q=none", []), ("q=", ["alpha", "beta", "gamma"]),
      ("q=b", ["alpha", "beta", "gamma"]), ("q=+b+", ["alpha", "beta", "gamma"]),
    ])
  func search(query: String, expected: [String]) async throws {
    #expect(try await names(query) == expected)
  }

  @Test(
    "status and externalId filter",
    arguments: [
      ("status=DEPLOYED", ["alpha"]), ("status=failed,Deleting", ["beta", "gamma"]), ("status=BUILT", []),
      ("status=", ["alpha", "beta", "gamma"]), ("externalId=x-1", ["alpha"]), ("externalId=x", []),
      ("status=FAILED&q=alpha", []),
    ])
  func filters(query: String, expected: [String]) async throws {
    #expect(try await names(query) == expected)
  }

  @Test(
    "a parameter that is not what it should be is an error that names it",
    arguments: zip(
      [
        "limit=0", "limit=-1", "limit=ten", "limit=99999999999999999999", "sort=name", "sort=status:asc",
        "status=RUNNING", "status=DEPLOYED,x", "anchor=start", "anchor=end&sort=name:asc",
        "q=" + String(repeating: "a", count: 201),
      ],
      [
        "limit", "limit", "limit", "limit", "sort", "sort", "status", "status", "anchor", "anchor", "q",
      ]))
  func malformed(query: String, parameter: String) async throws {
    let reply = try await withClient(jobs: Self.jobs) { try await $0.get("/jobs?" + query) }
    #expect(reply.status == 400)
    #expect(try reply.json["message"]?.text?.hasPrefix("'\(parameter)'") == true)
    #expect(try reply.json["code"] == 400)
  }

  @Test("the longest q has 200 characters, however many bytes")
  func longestSearch() async throws {
    #expect(try await names("q=" + String(repeating: "%C3%A9", count: 200)) == [])
  }

  // MARK: Versions

  @Test("before 2026-04-28 all jobs come in one array, whatever the query", arguments: [nil, "2026-04-16"])
  func bareArray(version: String?) async throws {
    var headers = Client.headers
    headers["Blaxel-Version"] = version
    let (all, asked) = try await withClient(jobs: manyJobs(450)) { client in
      let all = try await client.get("/jobs", headers: headers)
      return (all, try await client.get("/jobs?limit=2&sort=name:nope&q=job-001&status=FAILED", headers: headers))
    }
    #expect(all.body.first == UInt8(ascii: "["))
    #expect(try Set(all.names) == Set((0..<450).map(name)))
    #expect(try all.names.count == 450)
    #expect(asked.body == all.body)
  }

  @Test("later versions have pages", arguments: ["2026-04-28", "2026-09-22"])
  func paged(version: String) async throws {
    var headers = Client.headers
    headers["Blaxel-Version"] = version
    let reply = try await withClient(jobs: manyJobs(450)) { try await $0.get("/jobs", headers: headers) }
    #expect(try reply.names.count == 50)
    #expect(try reply.meta("hasMore") == true)
  }

  @Test("an unknown version is refused in the published words", arguments: ["2026-04-17", "latest", ""])
  func unknownVersion(version: String) async throws {
    var headers = Client.headers
    headers["Blaxel-Version"] = version
    let reply = try await withClient { try await $0.get("/jobs", headers: headers) }
    #expect(reply.status == 400)
    #expect(
      try reply.json == [
        "error": "invalid_api_version",
        "message": .string(
          "Unknown API version \"\(version)\". Valid versions: 2026-04-16, 2026-04-28, 2026-09-22"),
      ])
  }
}
