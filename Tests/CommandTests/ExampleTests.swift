import ConfigValue
import Foundation
import StandInServer
import TestSupport
import Testing

/// The examples, compared with their live jobs over HTTP.
@Suite(.serialized) struct ExampleTests {
  private static func plan(_ paths: [String], _ flags: String..., at url: String) async throws -> Program.Outcome {
    try await Program.run(
      ["plan"] + paths + ["-w", "acme", "--api-url", url] + flags, environment: ["BL_API_KEY": "test-key"])
  }

  @Test func `The plan of the examples lists every planted difference and nothing else`() async throws {
    let planted = try PlainValue(json: Array(Program.file("Tests/CommandTests/Fixtures/planted.json").utf8))
    let outcome = try await withExamples { try await Self.plan(["examples/jobs"], "-o", "json", at: $0) }
    #expect(outcome.status == 2)
    let document = try outcome.document
    try Program.expectPlan(document)
    #expect(document["verdict"] == "differences")
    #expect(document["exitCode"] == 2)
    let noted = (document["jobs"]?.elements ?? []).filter { job in
      job["action"] != "unchanged" || job["changes"]?.elements.isEmpty == false
    }
    let found: [PlainValue] = noted.map { job in
      let changes: [PlainValue] = (job["changes"]?.elements ?? []).map { change in
        ["path": change["path"] ?? nil, "op": change["op"] ?? nil, "counts": change["counts"] ?? nil]
      }
      return ["job": job["name"] ?? nil, "action": job["action"] ?? nil, "changes": .list(changes.sortedByText)]
    }
    let expected: [PlainValue] = (planted["jobs"]?.elements ?? []).map { job in
      [
        "job": job["job"] ?? nil, "action": job["action"] ?? nil,
        "changes": .list((job["changes"]?.elements ?? []).sortedByText),
      ]
    }
    #expect(found == expected)
  }

  @Test func `The text of the plan is the one that the README shows`() async throws {
    let outcome = try await withExamples { try await Self.plan(["examples/jobs"], at: $0) }
    #expect(outcome.status == 2)
    let readme = try Program.file("README.md")
    let block = try #require(readme.firstMatch(of: /<!-- plan -->\n```\n\$ [^\n]*\n((?s:.*?))```\n/))
    #expect(outcome.output == String(block.1))
  }

  @Test func `The plan of a pull request is the one that the README shows`() async throws {
    let block = try #require(
      Program.file("README.md").firstMatch(
        of: /<!-- pull-request -->\n```\n\$ cd ([^ ]+) && jobdrift ([^\n]+)\n((?s:.*?))```\n/))
    let outcome = try await Program.run(
      block.2.split(separator: " ").map(String.init), in: Program.repository.appending(path: String(block.1)))
    #expect(outcome.status == 2)
    #expect(outcome.output == String(block.3))
  }

  @Test func `The examples that are in sync exit with 0`() async throws {
    let planted = try PlainValue(json: Array(Program.file("Tests/CommandTests/Fixtures/planted.json").utf8))
    let paths = (planted["inSync"]?.elements ?? []).compactMap(\.text)
    #expect(paths.count >= 6)
    let outcome = try await withExamples { try await Self.plan(paths, "-o", "json", at: $0) }
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try outcome.document["verdict"] == "clean-except-unknown")
    try Program.expectPlan(try outcome.document)
  }

  @Test func `Every change on the desired side says where its value stands`() async throws {
    let outcome = try await withExamples { try await Self.plan(["examples/jobs"], "-o", "json", at: $0) }
    for job in try outcome.document["jobs"]?.elements ?? [] {
      for change in job["changes"]?.elements ?? [] where change["op"] == "change" || change["op"] == "add" {
        let source = try #require(change["source"])
        let file = try #require(source["file"]?.text)
        guard case .number(let line)? = source["line"], let number = line.integer else {
          Issue.record("no line at \(change)")
          continue
        }
        let lines = try Program.file(file).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.indices.contains(number - 1))
      }
    }
  }

  @Test func `The same plan comes out twice`() async throws {
    try await withExamples { url in
      let first = try await Self.plan(["examples/jobs"], "-o", "json", at: url)
      let second = try await Self.plan(["examples/jobs"], "-o", "json", at: url)
      #expect(first.output == second.output)
    }
  }
}

extension [PlainValue] {
  fileprivate var sortedByText: [PlainValue] {
    sorted { ($0["path"]?.text ?? "") < ($1["path"]?.text ?? "") }
  }
}
