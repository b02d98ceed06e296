import BlaxelAPI
import ConfigValue
import Diagnostics
import DriftEngine
import Foundation
import HTTPTypes
import JobModel
import PlanReport
import TestSupport
import Testing

/// Saving the live jobs, and what must not be in the file.
@Suite struct SnapshotTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  private static let repository = folder.deletingLastPathComponent().deletingLastPathComponent()
  private static let now = Timestamp(seconds: 1_795_521_600)

  /// An API with these jobs, JSON, on one page.
  private static func api(_ jobs: String) -> ScriptedTransport {
    ScriptedTransport { _, _ throws(TransportFailure) in
      HTTPAnswer(text: #"{"data": \#(jobs), "meta": {"hasMore": false, "nextCursor": ""}}"#)
    }
  }

  private static func snapshot(
    over transport: any HTTPTransport, key: KeySource = .text("test-key"), workspace: String? = "acme",
    address: String = "https://api.example.com/v0"
  ) async -> Engine.SnapshotAnswer {
    await EngineRun.snapshot(
      over: transport, key: key, workspace: workspace, address: address, now: now)
  }

  private static func document(_ answer: Engine.SnapshotAnswer) throws -> PlainValue {
    try PlainValue(json: try #require(answer.document))
  }

  @Test func `A snapshot says what it said before`() async throws {
    let live = try String(contentsOf: Self.folder.appending(path: "Fixtures/snapshot/live.json"), encoding: .utf8)
    let answer = await Self.snapshot(over: Self.api(live))
    let bytes = try #require(answer.document, "\(answer.report?.findingsText ?? "")")
    let golden = Self.folder.appending(path: "Fixtures/snapshot/snapshot.json")
    let expected = (try? String(contentsOf: golden, encoding: .utf8)) ?? ""
    let text = String(decoding: bytes, as: UTF8.self)
    if text != expected, ProcessInfo.processInfo.environment["JOBDRIFT_WRITE_GOLDEN"] == "1" {
      try Data(bytes).write(to: golden)
    }
    #expect(text == expected)
    #expect(!text.contains("hunter2"))
  }

  @Test func `A snapshot fits its schema`() async throws {
    let live = try String(contentsOf: Self.folder.appending(path: "Fixtures/snapshot/live.json"), encoding: .utf8)
    let schema = try Data(contentsOf: Self.repository.appending(path: "schemas/snapshot.schema.json"))
    for jobs in ["[]", live] {
      let document = try Self.document(await Self.snapshot(over: Self.api(jobs)))
      #expect(SchemaCheck(document, against: try PlainValue(json: Array(schema))).violations == [])
    }
  }

  @Test func `Jobs of all pages are saved by name, those that leave too`() async throws {
    let transport = ScriptedTransport { request, _ throws(TransportFailure) in
      let isFirst = request.path?.contains("cursor=") == false
      let job = #"{"metadata": {"name": "\#(isFirst ? "b" : "a")"}, "status": "\#(isFirst ? "DELETING" : "DEPLOYED")"}"#
      return HTTPAnswer(
        text: #"{"data": [\#(job)], "meta": {"hasMore": \#(isFirst), "nextCursor": "\#(isFirst ? "n" : "")"}}"#)
    }
    let document = try Self.document(await Self.snapshot(over: transport))
    #expect(document["jobs"]?.elements.map { $0["metadata"]?["name"] } == ["a", "b"])
    #expect(document["jobs"]?.elements.map { $0["status"] } == ["DEPLOYED", "DELETING"])
    #expect(document["pages"] == 2)
    #expect(document["count"] == 2)
    #expect(document["complete"] == true)
  }

  @Test func `A snapshot of what was read from one is the same, byte by byte`() async throws {
    let live = try String(contentsOf: Self.folder.appending(path: "Fixtures/snapshot/live.json"), encoding: .utf8)
    let bytes = try #require(await Self.snapshot(over: Self.api(live)).document)
    let value = try JSONReader.read(bytes, as: .none, names: JobSchema.blaxel.names)
    let again = try Snapshot.read(value, called: "live.json").json(by: EngineRun.tool, knowing: [])
    #expect(String(decoding: again, as: UTF8.self) == String(decoding: bytes, as: UTF8.self))
  }

  // MARK: Failures

  @Test func `Nothing is saved when the listing is not whole, or the key is wrong`() async {
    for (answer, code) in [
      (HTTPAnswer(status: 401, text: "{}"), "api-rejected-key"), (HTTPAnswer(text: "<html>"), "api-malformed"),
      (HTTPAnswer(text: #"{"data": [], "meta": {"hasMore": true, "nextCursor": "x"}}"#), "incomplete-listing"),
    ] {
      let outcome = await Self.snapshot(over: ScriptedTransport { _, _ throws(TransportFailure) in answer })
      #expect(outcome.document == nil)
      #expect(outcome.report?.outline == ["error \(code)"])
      #expect(outcome.report?.exitCode == 1)
    }
  }

  @Test func `What the run needs and was not given is an error`() async {
    let transport = Self.api("[]")
    #expect(await Self.snapshot(over: transport, key: .none).report?.outline == ["error missing-credentials"])
    #expect(await Self.snapshot(over: transport, workspace: nil).report?.outline == ["error missing-workspace"])
    #expect(await Self.snapshot(over: transport, address: "ftp://x").report?.outline == ["error invalid-address"])
    #expect(transport.requests.isEmpty)
  }

  @Test func `A secret that cannot be left out is an error that does not say it`() async throws {
    let secret = "c4nary-Zq81-xT7b"
    let known = #"{"metadata": {"name": "a"}, "spec": {"password": "\#(secret)"}}"#
    for job in [
      #"{"metadata": {"name": "\#(secret)"}}"#, #"{"metadata": {"name": "x", "\#(secret)": 1}}"#,
      #"{"metadata": {"name": "x"}, "\#(secret)": 1}"#,
    ] {
      let outcome = await Self.snapshot(over: Self.api("[\(known), \(job)]"))
      #expect(outcome.report?.outline == ["error unmaskable-secret"])
      #expect(outcome.report?.findingsText.contains(secret) == false)
    }
    let workspace = await Self.snapshot(over: Self.api("[\(known)]"), workspace: secret)
    #expect(workspace.report?.outline == ["error unmaskable-secret"])
    let key = await Self.snapshot(
      over: Self.api("[]"), key: .text("api-example-key"), address: "https://e.com/api-example-key/v0")
    #expect(key.report?.outline == ["error unmaskable-secret"])
  }

  // MARK: Canaries

  private static let canary = "c4nary-Zq81-xT7b-0042"

  /// A job with the canary in every text of every field of the table and of others, at every depth.
  private static var canaryJob: PlainValue {
    guard case .map(let members) = value(.object(JobSchema.blaxel.job)) else { return .null }
    return .map(
      members.map { member in
        guard member.key == "metadata", case .map(let metadata) = member.value else { return member }
        return PlainValue.Member(
          "metadata",
          .map(
            metadata.map { member in
              // Both are looked at, and refused when they are not right.
              let given: [String: PlainValue] = ["name": "full", "workspace": "acme"]
              return given[member.key].map { PlainValue.Member(member.key, $0) } ?? member
            }))
      })
  }

  private static func value(_ shape: Shape) -> PlainValue {
    switch shape {
    case .boolean, .integer, .string: return .string(canary)
    case .list(let element, _): return [value(element), value(element)]
    case .map: return ["a": .string(canary), "b": ["c": .string(canary)]]
    case .anything: return ["a": [["b": .string("x-\(canary)")]], "text": .string(#"{"k": ["\#(canary)"]}"#)]
    case .object(let object):
      return .map(
        object.fields.map { PlainValue.Member($0.name, value($0.shape)) }
          + [PlainValue.Member("outside", value(.anything)), PlainValue.Member("more", [.string(canary)])])
    }
  }

  @Test func `A secret that stands everywhere is in no byte of what is saved`() async throws {
    // Known by one variable; by the key; by neither, but for what it is called.
    let known: PlainValue = [
      "metadata": ["name": "known"],
      "spec": ["runtime": ["envs": [["name": "A", "value": .string(Self.canary), "secret": true]]]],
    ]
    let keyed: PlainValue = [
      "metadata": ["name": "keyed", "labels": .map([PlainValue.Member(Self.canary, "a")])],
      "spec": [
        "odd": ["a": .map([PlainValue.Member(Self.canary, [1])])],
        "triggers": [["id": "t", "configuration": ["tasks": [["a": .string(Self.canary)]]]]],
      ],
    ]
    for (jobs, key) in [([known, Self.canaryJob, keyed], "test-key"), ([Self.canaryJob, keyed], Self.canary)] {
      let answer = await Self.snapshot(
        over: Self.api(String(decoding: PlainValue.list(jobs).json, as: UTF8.self)), key: .text(key))
      let bytes = try #require(answer.document, "\(answer.report?.findingsText ?? "")")
      #expect(!String(decoding: bytes, as: UTF8.self).contains(Self.canary))
      #expect(!String(decoding: bytes, as: UTF8.self).contains("c4nary"))
    }
  }
}
