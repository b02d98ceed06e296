import ConfigValue
import Foundation
import TestSupport
import Testing

/// Runs as a step of GitHub Actions, with the files that the runner makes for it.
@Suite(.serialized) struct GitHubTests {
  private static let specs = "kind: Job\nmetadata: {name: a}\nspec: {runtime: {memory: 2}}\n"
  private static let live = #"[{"metadata": {"name": "a"}, "spec": {"runtime": {"memory": 1}}}]"#

  /// A step in a repository, in its folder `ops`.
  private struct Step {
    let folder: URL
    var summary: URL { folder.appending(path: "summary") }
    var outputs: URL { folder.appending(path: "outputs") }
    var work: URL { folder.appending(path: "repository/ops") }

    init(_ folder: URL) throws {
      self.folder = folder
      for directory in ["repository/.git", "repository/ops/jobs"] {
        try FileManager.default.createDirectory(
          at: folder.appending(path: directory), withIntermediateDirectories: true)
      }
      for file in [summary, outputs] { try Data().write(to: file) }
      try Data(specs.utf8).write(to: work.appending(path: "jobs/a.yaml"))
      try Data(live.utf8).write(to: work.appending(path: "live.json"))
    }

    func run(_ arguments: String...) async throws -> Program.Outcome {
      try await Program.run(
        ["plan", "jobs", "--live", "live.json"] + arguments,
        environment: ["GITHUB_STEP_SUMMARY": summary.path, "GITHUB_OUTPUT": outputs.path], in: work)
    }

    func text(_ file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }
  }

  private static func withStep(_ body: (Step) async throws -> Void) async throws {
    try await Program.withFolder { try await body(Step($0)) }
  }

  @Test func `Annotations and the plan go to standard output, the summary and the outputs to their files`() async throws
  {
    try await Self.withStep { step in
      let outcome = try await step.run("-o", "github")
      #expect(outcome.status == 2)
      #expect(outcome.errors == "")
      #expect(outcome.output.hasPrefix("::warning file=ops/jobs/a.yaml,line=3,"))
      #expect(outcome.output.contains("\n::stop-commands::"))
      #expect(outcome.output.contains("\nPlan: 1 to update, 0 unchanged.\n"))
      #expect(try step.text(step.summary).contains("runtime.memory"))
      let outputs = try step.text(step.outputs)
      for (name, value) in [("verdict", "differences"), ("exit_code", "2"), ("changes", "true"), ("update", "1")] {
        #expect(outputs.firstMatch(of: try Regex("(?m)^\(name)<<(\\w+)\n\(value)\n\\1$")) != nil, "\(name)")
      }
    }
  }

  @Test func `What other programs wrote stays in front`() async throws {
    try await Self.withStep { step in
      for file in [step.summary, step.outputs] { try Data("x=1".utf8).write(to: file) }
      #expect(try await step.run("-o", "github").status == 2)
      #expect(try step.text(step.summary).hasPrefix("x=1\n"))
      #expect(try step.text(step.outputs).hasPrefix("x=1\nverdict<<"))
    }
  }

  @Test func `A machine's format on standard output stays alone there`() async throws {
    try await Self.withStep { step in
      let outcome = try await step.run("-o", "json", "-o", "github=commands.txt")
      #expect(try outcome.document["verdict"] == "differences")
      #expect(!outcome.output.contains("::"))
      #expect(try step.text(step.work.appending(path: "commands.txt")).hasPrefix("::warning "))
      #expect(try step.text(step.outputs).contains("verdict<<"))
      #expect(try step.text(step.summary) != "")
    }
  }

  @Test func `Without such an output, nothing is written for the runner`() async throws {
    try await Self.withStep { step in
      let outcome = try await step.run("-o", "text")
      #expect(outcome.status == 2)
      for file in [step.summary, step.outputs] { #expect(try step.text(file) == "") }
    }
  }

  @Test func `Outside of a runner, only commands are written`() async throws {
    try await Self.withStep { step in
      let outcome = try await Program.run(
        ["plan", "jobs", "--live", "live.json", "-o", "github"], environment: ["GITHUB_OUTPUT": ""], in: step.work)
      #expect(outcome.status == 2)
      #expect(outcome.errors == "")
    }
  }

  @Test func `A summary without room is said, and is no failure`() async throws {
    try await Self.withStep { step in
      let before = Data(repeating: UInt8(ascii: "x"), count: (1 << 20) - 100)
      try before.write(to: step.summary)
      let outcome = try await step.run("-o", "github")
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("warning: The summary of the step has no room for the plan [output-failed]"))
      #expect(outcome.output.contains("::warning title="))
      #expect(try Data(contentsOf: step.summary) == before)
      #expect(try step.text(step.outputs).contains("differences"))
    }
  }

  @Test func `A summary fits into what is left of its file`() async throws {
    try await Self.withStep { step in
      try Data(repeating: UInt8(ascii: "x"), count: (1 << 20) - 6_000).write(to: step.summary)
      var specs = ""
      for number in 0..<300 {
        specs += "kind: Job\nmetadata: {name: job-\(number)}\nspec: {runtime: {memory: 2}}\n---\n"
      }
      try Data(specs.utf8).write(to: step.work.appending(path: "jobs/a.yaml"))
      let outcome = try await step.run("-o", "github")
      #expect(outcome.status == 2)
      let summary = try Data(contentsOf: step.summary)
      #expect(summary.count <= 1 << 20 && summary.count > (1 << 20) - 6_000)
    }
  }

  @Test(arguments: ["missing", "link", "directory", "pipe"])
  func `A file of the runner that is no plain file is refused, and the run fails`(kind: String) async throws {
    for variable in ["GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"] {
      try await Self.withStep { step in
        let (file, target) = (step.folder.appending(path: "odd"), step.folder.appending(path: "target"))
        try Data("kept".utf8).write(to: target)
        switch kind {
        case "link": try FileManager.default.createSymbolicLink(at: file, withDestinationURL: target)
        case "directory": try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true)
        case "pipe": try #require(unsafe mkfifo(file.path, 0o600) == 0)
        default: break
        }
        let outcome = try await Program.run(
          ["plan", "jobs", "--live", "live.json", "-o", "github"], environment: [variable: file.path], in: step.work)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("error: The file that \(variable) names cannot be written: "))
        #expect(outcome.errors.contains("[output-failed]"))
        #expect(outcome.output.contains("No plan: "))
        #expect(try step.text(target) == "kept")
      }
    }
  }

  @Test func `Later steps hear of a report that could not be written`() async throws {
    try await Self.withStep { step in
      let outcome = try await step.run("-o", "github", "-o", "json=missing/plan.json")
      #expect(outcome.status == 1)
      let outputs = try step.text(step.outputs)
      #expect(outputs.contains("\nerror\n") && outputs.contains("exit_code<<"))
      #expect(!outputs.contains("changes<<"))
    }
  }

  @Test func `Where there is no repository, files are named from the runner's workspace`() async throws {
    try await Self.withStep { step in
      try FileManager.default.removeItem(at: step.folder.appending(path: "repository/.git"))
      for (workspace, prefix) in [("repository", "ops/"), ("repository/ops", ""), ("repository/ops/jobs", "")] {
        let outcome = try await Program.run(
          ["plan", "jobs", "--live", "live.json", "-o", "github"],
          environment: ["GITHUB_WORKSPACE": step.folder.appending(path: workspace).path], in: step.work)
        #expect(outcome.output.hasPrefix("::warning file=\(prefix)jobs/a.yaml,"), "\(workspace)")
      }
    }
  }

  @Test func `A SARIF log names files from the top of the repository, too`() async throws {
    try await Self.withStep { step in
      let run = try await step.run("-o", "sarif").document["runs"]?.elements.first
      let place = run?["results"]?.elements.first?["locations"]?.elements.first?["physicalLocation"]
      #expect(place?["artifactLocation"]?["uri"] == "ops/jobs/a.yaml")
    }
  }
}
