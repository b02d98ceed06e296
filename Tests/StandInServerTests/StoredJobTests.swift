import ConfigValue
import FoundationEssentials
import Testing

@testable import StandInServer

@Suite("What a job is answered with", .serialized)
struct StoredJobTests {
  private static let file = #"""
    { "metadata": { "name": "etl", "labels": {"a b": " x\"y\\ "} },
      "spec": { "runtime": { "memory": 4096.0, "big": 12345678901234567890123, "envs": [
          { "name": "MODE", "value": "a \" b", "secret": false }, { "value": "\\", "name": "TOKEN" },
          { "name": "EMPTY", "value": "" }, {"name": "NULL", "value": null}, { "name": "ODD", "value": [ 1, {} ] } ] },
        "triggers": [ { "configuration": { "callbackSecret": "s3cret", "value": "kept" } } ],
        "novelty": [ 1E+2, true , null ] },
      "value": "kept" }
    """#

  @Test("every field is answered as it stands in the file")
  func fidelity() async throws {
    let body = try await withClient(store: JobStore(json: Array(Self.file.utf8))) {
      try await $0.get("/jobs/etl?show_secrets=true").body
    }
    let expected =
      #"{"metadata":{"name":"etl","labels":{"a b":" x\"y\\ "}},"#
      + #""spec":{"runtime":{"memory":4096.0,"big":12345678901234567890123,"envs":["#
      + #"{"name":"MODE","value":"a \" b","secret":false},{"value":"\\","name":"TOKEN"},"#
      + #"{"name":"EMPTY","value":""},{"name":"NULL","value":null},{"name":"ODD","value":[1,{}]}]},"#
      + #""triggers":[{"configuration":{"callbackSecret":"s3cret","value":"kept"}}],"#
      + #""novelty":[1E+2,true,null]},"value":"kept"}"#
    #expect(String(decoding: body, as: UTF8.self) == expected)
  }

  private func masked(_ body: [UInt8]) -> Bool {
    let text = String(decoding: body, as: UTF8.self)
    return text.contains(#"{"name":"MODE","value":"****","secret":false},{"value":"****","name":"TOKEN"}"#)
      && text.contains(#"{"name":"EMPTY","value":""},{"name":"NULL","value":null},{"name":"ODD","value":"****"}"#)
      && text.contains(#"{"callbackSecret":"****","value":"kept"}"#) && text.contains(#","value":"kept"}"#)
      && !text.contains("s3cret")
  }

  @Test("values of environment variables and callback secrets are masked in listings", arguments: [nil, "2026-04-28"])
  func maskedList(version: String?) async throws {
    var headers = Client.headers
    headers["Blaxel-Version"] = version
    let body = try await withClient(store: JobStore(json: Array(Self.file.utf8))) {
      try await $0.get("/jobs?show_secrets=true", headers: headers).body
    }
    #expect(masked(body))
  }

  @Test("one job is masked too, unless an administrator asks for its secrets")
  func maskedJob() async throws {
    for query in ["", "?show_secrets=false", "?show_secrets="] {
      let body = try await withClient(store: JobStore(json: Array(Self.file.utf8))) {
        try await $0.get("/jobs/etl" + query).body
      }
      #expect(masked(body))
    }
    let reply = try await withClient(
      store: JobStore(json: Array(Self.file.utf8)), configuration: StandInConfiguration(isAdministrator: false)
    ) { try await $0.get("/jobs/etl?show_secrets=true") }
    #expect(reply.status == 403)
  }

  // MARK: Loading

  /// Runs `body` with a folder that holds `files`.
  private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "standin-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    try body(folder.path)
  }

  @Test("a directory's .json files hold one job or an array each")
  func directory() throws {
    let files = [
      "b.json": #"{"metadata":{"name":"b"}}"#, "notes.txt": "not JSON",
      "a.json": "\u{FEFF}" + #"[{"metadata":{"name":"z"}},{"metadata":{"name":"a"}}]"#, "c.json": "[]",
    ]
    try withFolder(files) { folder in
      let store = try JobStore.load(directory: folder)
      #expect(store.slice(in: .byName, from: .beginning, limit: 9).jobs.map(\.name) == ["a", "b", "z"])
    }
  }

  @Test(
    "files that cannot be served are named with the place",
    arguments: zip(
      [
        ["a.json": "{\n  \"metadata\": {,}}"], ["a.json": "[{\"metadata\":{\"name\":\"a\"}},\n {\"metadata\":{}}]"],
        ["a.json": "7"], ["a.json": ""], ["a.json": #"{"metadata":{"name":"a"},"metadata":{}}"#],
        ["a.json": #"{"metadata":{"name":"a"}}"#, "b.json": #"{"metadata":{"name":"a"}}"#],
      ],
      ["a.json:2:16: ", "a.json:2:2: ", "a.json:1:1: ", "a.json:1:1: ", "a.json:1:26: ", "b.json:1:21: "]))
  func unusable(files: [String: String], place: String) throws {
    try withFolder(files) { folder in
      let failure = #expect(throws: UnusableJobs.self) { try JobStore.load(directory: folder) }
      #expect(failure?.description.hasPrefix("\(folder)/\(place)") == true, "\(failure?.description ?? "none")")
    }
  }

  @Test("a directory that is not there is an error")
  func missingDirectory() throws {
    try withFolder([:]) { folder in
      #expect(throws: UnusableJobs.self) { try JobStore.load(directory: folder + "/missing") }
    }
  }
}
