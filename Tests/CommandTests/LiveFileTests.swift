import ConfigValue
import Foundation
import TestSupport
import Testing

/// Live jobs from a file.
@Suite(.serialized) struct LiveFileTests {
  private static let spec = """
    apiVersion: blaxel.ai/v1alpha1
    kind: Job
    metadata: {name: etl}
    spec:
      runtime:
        image: job/etl:v2
        memory: 4096

    """

  private static let job =
    #"{"metadata": {"name": "etl"}, "spec": {"runtime": {"image": "job/etl:v1", "memory": 4096}}, "status": "DEPLOYED"}"#

  private static func plan(live: String, named name: String, _ flags: String...) async throws -> Program.Outcome {
    try await Program.withFolder { folder in
      try Data(spec.utf8).write(to: folder.appending(path: "etl.yaml"))
      try Data(live.utf8).write(to: folder.appending(path: name))
      return try await Program.run(["plan", "etl.yaml", "--live", name, "-w", "acme"] + flags, in: folder)
    }
  }

  @Test(arguments: [
    ("live.json", "[\(job)]"), ("live.json", #"{"data": [\#(job)], "meta": {"hasMore": false, "total": 1}}"#),
    ("live.txt", "[\(job)]"),
    (
      "live.yaml",
      """
      ---
      apiVersion: blaxel.ai/v1alpha1
      kind: Job
      metadata:
        name: etl
      spec:
        runtime:
          image: job/etl:v1
          memory: 4096
      status: DEPLOYED

      """
    ),
  ])
  func `An array, a page and a stream say the same`(name: String, live: String) async throws {
    let outcome = try await Self.plan(live: live, named: name, "-o", "json")
    #expect(outcome.status == 2, "\(outcome.errors)")
    let document = try outcome.document
    try Program.expectPlan(document)
    #expect(document["scope"]?["liveSource"] == "file")
    let changes = document["jobs"]?.elements.first?["changes"]?.elements ?? []
    #expect(changes.count == 1)
    #expect(changes.first?["path"] == "spec.runtime.image")
    #expect(changes.first?["before"] == "job/etl:v1")
    #expect(changes.first?["after"] == "job/etl:v2")
    #expect(changes.first?["source"] == ["file": "etl.yaml", "line": 6, "column": 12, "endLine": 6, "endColumn": 22])
  }

  @Test(arguments: [
    #"{"data": [\#(job)], "meta": {"hasMore": true}}"#, #"{"data": [\#(job)], "meta": {"hasMore": false, "total": 2}}"#,
    "[\(job), \(job)]", "[\(job)", "<html>", #"[{"spec": {}}]"#, #"[{"kind": "Agent", "metadata": {"name": "a"}}]"#,
    "3",
  ])
  func `A file that cannot stand for the live jobs is refused`(live: String) async throws {
    let outcome = try await Self.plan(live: live, named: "live.json", "-o", "json")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("help: ") || outcome.errors.contains("live.json:1:"))
    try Program.expectPlan(try outcome.document)
    #expect(try outcome.document["jobs"] == [])
  }

  @Test func `Exactly one page from a plain file needs a promise`() async throws {
    let others = (1..<200).map { #"{"metadata": {"name": "\#(jobName($0))"}, "spec": {}}"# }
    let live = "[" + ([Self.job] + others).joined(separator: ",") + "]"
    #expect(try await Self.plan(live: live, named: "live.json").status == 1)
    #expect(try await Self.plan(live: live, named: "live.json", "--assume-complete").status == 2)
  }

  @Test func `Exit statuses follow the conditions asked for`() async throws {
    let live = "[\(Self.job)]"
    #expect(try await Self.plan(live: live, named: "live.json", "--exit-zero").status == 0)
    #expect(try await Self.plan(live: live, named: "live.json", "--fail-on", "none").status == 0)
    #expect(try await Self.plan(live: live, named: "live.json", "--fail-on", "create,delete").status == 0)
    #expect(
      try await Self.plan(live: live, named: "live.json", "--fail-on", "create", "--fail-on", "update").status == 2)
    let more = #"[\#(Self.job), {"metadata": {"name": "old", "labels": {"team": "data"}}, "spec": {}}]"#
    #expect(try await Self.plan(live: more, named: "live.json", "--fail-on", "delete").status == 0)
    #expect(try await Self.plan(live: more, named: "live.json", "--fail-on", "live-only").status == 2)
    #expect(
      try await Self.plan(live: more, named: "live.json", "--fail-on", "delete", "--ownership", "exclusive").status == 2
    )
    #expect(
      try await Self.plan(live: more, named: "live.json", "--fail-on", "delete", "--ownership", "label=team=data")
        .status == 2)
    #expect(
      try await Self.plan(live: more, named: "live.json", "--fail-on", "delete", "--ownership", "label=team=web").status
        == 0)
  }

  @Test func `The terminal's colours are asked for, never in files`() async throws {
    try await Program.withFolder { folder in
      try Data(Self.spec.utf8).write(to: folder.appending(path: "etl.yaml"))
      try Data("[\(Self.job)]".utf8).write(to: folder.appending(path: "live.json"))
      let plan = ["plan", "etl.yaml", "--live", "live.json"]
      let plain = try await Program.run(plan + ["-o", "text", "-o", "json=plan.json"], in: folder)
      let colored = try await Program.run(plan + ["--color=always", "-o", "text", "-o", "json=again.json"], in: folder)
      #expect(!plain.output.contains("\u{1B}"))
      #expect(colored.output.contains("\u{1B}[33m"))
      let first = try Data(contentsOf: folder.appending(path: "plan.json"))
      #expect(try first == Data(contentsOf: folder.appending(path: "again.json")))
      try Program.expectPlan(try PlainValue(json: Array(first)))
    }
  }

  @Test func `A link in the place of an output is replaced, not written through`() async throws {
    try await Program.withFolder { folder in
      try Data(Self.spec.utf8).write(to: folder.appending(path: "etl.yaml"))
      try Data("[\(Self.job)]".utf8).write(to: folder.appending(path: "live.json"))
      try Data("precious".utf8).write(to: folder.appending(path: "precious"))
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "plan.json").path, withDestinationPath: "precious")
      let outcome = try await Program.run(
        ["plan", "etl.yaml", "--live", "live.json", "-o", "json=plan.json"], in: folder)
      #expect(outcome.status == 2)
      #expect(try Data(contentsOf: folder.appending(path: "precious")) == Data("precious".utf8))
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
          "etl.yaml", "live.json", "plan.json", "precious",
        ])
    }
  }

  @Test func `An output that cannot be written is an error, not a verdict`() async throws {
    let outcome = try await Self.plan(
      live: "[\(Self.job)]", named: "live.json", "-o", "json", "-o", "text=missing/plan.txt")
    #expect(outcome.status == 1)
    #expect(try outcome.document["verdict"] == "error")
    #expect(try outcome.document["exitCode"] == 1)
    #expect(outcome.errors.contains("[output-failed]"))
  }

  @Test func `The specs come through standard input`() async throws {
    try await Program.withFolder { folder in
      try Data("[\(Self.job)]".utf8).write(to: folder.appending(path: "live.json"))
      let outcome = try await Program.run(["plan", "-", "--live", "live.json"], input: Self.spec, in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.output.contains("1 spec in standard input"))
      #expect(outcome.output.contains("<stdin>:1\n"))
      #expect(outcome.output.contains("  :6:12\n"))
    }
  }

  @Test func `Validation alone needs nothing live`() async throws {
    try await Program.withFolder { folder in
      try Data(Self.spec.utf8).write(to: folder.appending(path: "etl.yaml"))
      let valid = try await Program.run(["validate", "etl.yaml"], in: folder)
      #expect(valid.status == 0)
      #expect(valid.output == "Valid: 1 job in etl.yaml.\n")
      let broken = try await Program.run(["validate", "-"], input: "kind: job\nmetadata: {name: a}\n", in: folder)
      #expect(broken.status == 3)
      #expect(broken.errors.contains("<stdin>:1:7: error: Unknown kind 'job', did you mean 'Job'? [unknown-kind]"))
    }
  }
}
