import ConfigValue
import Foundation
import TestSupport
import Testing

/// A repository with a branch, beside a file of live jobs, and plans of it.
enum BranchFixture {
  static func spec(_ name: String, memory: Int = 2048, image: String = "app:1", mode: String = "full") -> String {
    """
    kind: Job
    metadata: {name: \(name)}
    spec:
      runtime:
        image: \(image)
        memory: \(memory)
        envs: [{name: MODE, value: \(mode)}]

    """
  }

  static func live(_ name: String, memory: Int = 2048, image: String = "app:1") -> String {
    """
    {"metadata": {"name": "\(name)"}, "spec": {"runtime": {"image": "\(image)", "memory": \(memory),
      "envs": [{"name": "MODE", "value": "****"}]}}}
    """
  }

  static func list(_ jobs: String...) -> String { "[" + jobs.joined(separator: ",") + "]" }

  /// A repository whose `main` has one job, and a branch that is checked out.
  static func withBranch(
    live: String = list(live("a")), _ body: (GitFixture) async throws -> Void
  ) async throws {
    try await Program.withFolder { folder in
      let repository = try GitFixture(in: folder.appending(path: "repository"))
      try repository.write(spec("a"), to: "jobs/a.yaml")
      try repository.commit("The specs")
      try Data(live.utf8).write(to: folder.appending(path: "live.json"))
      try repository.git("switch", "--quiet", "--create", "feature")
      try await body(repository)
    }
  }

  static func plan(
    _ repository: GitFixture, _ arguments: String..., base: String = "main", paths: [String] = ["jobs"],
    environment: [String: String] = [:], in directory: String = ""
  ) async throws -> Program.Outcome {
    let live = repository.folder.deletingLastPathComponent().appending(path: "live.json").path
    return try await Program.run(
      ["plan"] + paths + ["--live", live, "--base", base, "-o", "json"] + arguments, environment: environment,
      in: directory.isEmpty ? repository.folder : repository.folder.appending(path: directory))
  }

  /// The changes of a plan as `job path origin`, and whole jobs as `job action origin`.
  static func outline(_ outcome: Program.Outcome) throws -> [String] {
    let document = try outcome.document
    try Program.expectPlan(document)
    return (document["jobs"]?.elements ?? []).flatMap { job -> [String] in
      let name = job["name"]?.text ?? ""
      let changes = job["changes"]?.elements ?? []
      guard changes.isEmpty else {
        return changes.map { "\(name) \($0["path"]?.text ?? "") \($0["origin"]?.text ?? "-")" }
      }
      return job["origin"].map { ["\(name) \(job["action"]?.text ?? "") \($0.text ?? "")"] } ?? []
    }
  }

  static func codes(_ outcome: Program.Outcome) throws -> [String] {
    (try outcome.document["diagnostics"]?.elements ?? []).compactMap { $0["code"]?.text }
  }
}
