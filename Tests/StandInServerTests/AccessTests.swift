import ConfigValue
import NIOHTTP1
import StandInServer
import Testing

@Suite("Who may ask, and for what", .serialized)
struct AccessTests {
  private func reply(_ headers: [String: String], _ path: String = "/jobs") async throws -> Reply {
    try await withClient { client in
      try await client.get(path, headers: headers.merging(["Blaxel-Version": "2026-04-28"]) { first, _ in first })
    }
  }

  @Test(
    "the key is good in both headers",
    arguments: [
      ["Authorization": "Bearer test-key"], ["X-Blaxel-Authorization": "Bearer test-key"],
      ["authorization": "bearer test-key"],
      ["X-Blaxel-Authorization": "Bearer test-key", "Authorization": "Basic eA=="],
    ])
  func key(headers: [String: String]) async throws {
    #expect(try await reply(headers.merging(["x-blaxel-workspace": "acme"]) { $1 }).status == 200)
    #expect(try await reply(headers, "/jobs?workspace=acme").status == 200)
  }

  @Test(
    "without the key nothing is answered",
    arguments: [
      [:], ["Authorization": "Bearer wrong"], ["Authorization": "test-key"], ["Authorization": "Basic test-key"],
      ["X-Api-Key": "test-key"], ["Authorization": "Bearer "], ["Authorization": "Bearer test-key x"],
      ["X-Blaxel-Authorization": "Bearer wrong", "Authorization": "Bearer test-key"],
    ])
  func wrongKey(headers: [String: String]) async throws {
    let reply = try await reply(headers.merging(["X-Blaxel-Workspace": "acme"]) { $1 })
    #expect(reply.status == 401)
    #expect(try reply.error == "Unauthorized")
    #expect(try reply.json["code"] == 401)
    #expect(!String(decoding: reply.body, as: UTF8.self).contains("test-key"))
  }

  @Test("another workspace is forbidden")
  func unknownWorkspace() async throws {
    let reply = try await reply(["Authorization": "Bearer test-key", "X-Blaxel-Workspace": "other"])
    #expect(reply.status == 403)
    #expect(try reply.error == "Forbidden")
    #expect(try reply.json["code"] == 403)
  }

  @Test("a workspace must be named")
  func missingWorkspace() async throws {
    #expect(try await reply(["Authorization": "Bearer test-key"]).status == 400)
  }

  @Test("the key and the workspace are those of the configuration")
  func configured() async throws {
    let headers = ["Authorization": "Bearer k2", "X-Blaxel-Workspace": "w2"]
    let (own, usual) = try await withClient(configuration: StandInConfiguration(workspace: "w2", apiKey: "k2")) {
      (try await $0.get("/jobs", headers: headers).status, try await $0.get("/jobs").status)
    }
    #expect(own == 200)
    #expect(usual == 401)
  }

  @Test("only GET is answered", arguments: [HTTPMethod.POST, .PUT, .DELETE, .PATCH, .HEAD])
  func methods(method: HTTPMethod) async throws {
    for path in ["/jobs", "/jobs/etl"] {
      let reply = try await withClient(jobs: [["metadata": ["name": "etl"]]]) { try await $0.send(method, path) }
      #expect(reply.status == 405)
      #expect(reply.header("Allow") == ["GET"])
    }
  }

  @Test(
    "what is not there is not found",
    arguments: ["/jobs/missing", "/jobs/etl/revisions", "/agents", "/", "", "/jobs/%2E%2E", "/jobs/et%6C%20", "/job"])
  func notFound(path: String) async throws {
    let reply = try await withClient(jobs: [["metadata": ["name": "etl"]]]) { try await $0.get(path) }
    #expect(reply.status == 404)
    #expect(try reply.error == "Not found")
    #expect(try reply.json["code"] == 404)
  }

  @Test("a name may be escaped in the path")
  func escapedName() async throws {
    let reply = try await withClient(jobs: [["metadata": ["name": "a/b é+"]]]) {
      try await $0.get("/jobs/a%2Fb%20%C3%A9+")
    }
    #expect(try reply.json["metadata"]?["name"] == "a/b é+")
  }
}
