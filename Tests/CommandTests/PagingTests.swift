import ConfigValue
import Foundation
import StandInServer
import TestSupport
import Testing

/// A workspace of three pages.
@Suite(.serialized) struct PagingTests {
  private static func write(specs numbers: some Sequence<Int>, memory: Int = 1024, to folder: URL) throws {
    let text = numbers.map { number in
      """
      ---
      apiVersion: blaxel.ai/v1alpha1
      kind: Job
      metadata:
        name: \(jobName(number))
      spec:
        runtime:
          image: job/\(jobName(number)):v1
          memory: \(memory)

      """
    }
    try Data(text.joined().utf8).write(to: folder.appending(path: "jobs.yaml"))
  }

  private static func plan(in folder: URL, at url: String) async throws -> Program.Outcome {
    try await Program.run(
      ["plan", "jobs.yaml", "-w", "acme", "--api-url", url, "-o", "json"], environment: ["BL_API_KEY": "test-key"],
      in: folder)
  }

  @Test func `All 450 jobs of three pages are compared`() async throws {
    try await Program.withFolder { folder in
      try Self.write(specs: 0..<450, to: folder)
      let outcome = try await withJobs(450) { try await Self.plan(in: folder, at: $0) }
      #expect(outcome.status == 0, "\(outcome.errors)")
      let document = try outcome.document
      #expect(document["scope"]?["pages"] == 3)
      #expect(document["scope"]?["liveJobs"] == 450)
      #expect(document["scope"]?["complete"] == true)
      #expect(document["summary"]?["unchanged"] == 450)
    }
  }

  @Test func `A difference on each page is found, and a job that is nowhere is new`() async throws {
    try await Program.withFolder { folder in
      try Self.write(specs: [3, 250, 449, 1000], memory: 2048, to: folder)
      let outcome = try await withJobs(450) { try await Self.plan(in: folder, at: $0) }
      #expect(outcome.status == 2, "\(outcome.errors)")
      let jobs = try outcome.document["jobs"]?.elements ?? []
      #expect(jobs.filter { $0["action"] == "update" }.compactMap { $0["name"]?.text } == [3, 250, 449].map(jobName))
      #expect(jobs.filter { $0["action"] == "create" }.compactMap { $0["name"]?.text } == [jobName(1000)])
      #expect(try outcome.document["summary"]?["liveOnly"] == 447)
    }
  }

  @Test func `With the second page failing for good, no job is called anything`() async throws {
    try await Program.withFolder { folder in
      try Self.write(specs: 0..<450, to: folder)
      let outcome = try await withJobs(450, faults: ["page=2:status=503"]) { try await Self.plan(in: folder, at: $0) }
      #expect(outcome.status == 1)
      #expect(try outcome.document["jobs"] == [])
      #expect(try outcome.document["scope"]?["complete"] == false)
      for action in ["create", "update", "delete", "liveOnly", "unchanged"] {
        #expect(try outcome.document["summary"]?[action] == 0)
      }
    }
  }

  @Test func `A job that the listing leaves out and the API has is not called new`() async throws {
    try await Program.withFolder { folder in
      try Self.write(specs: 0..<450, to: folder)
      let faults = ["page=2:omit=\(jobName(250))"]
      let outcome = try await withJobs(450, faults: faults) { try await Self.plan(in: folder, at: $0) }
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("[incomplete-listing]"))
    }
  }
}
