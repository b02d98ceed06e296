import ConfigValue
import Foundation
import StandInServer
import TestSupport
import Testing

/// Runs that cannot be finished: each with its exit status, a message that says what to do, and one JSON document.
@Suite(.serialized) struct FailureTests {
  private static func plan(
    _ flags: [String] = [], at url: String, workspace: String = "acme", key: String = "test-key"
  ) async throws -> Program.Outcome {
    try await Program.run(
      ["plan", "examples/jobs", "-w", workspace, "--api-url", url, "-o", "json"] + flags,
      environment: ["BL_API_KEY": key])
  }

  /// Holds a failed comparison against the contract.
  private static func expectFailure(_ outcome: Program.Outcome, _ code: String) throws {
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("error: "))
    #expect(outcome.errors.contains("[\(code)]"), "\(outcome.errors)")
    #expect(outcome.errors.contains("help: "))
    let document = try outcome.document
    try Program.expectPlan(document)
    #expect(document["verdict"] == "error")
    #expect(document["exitCode"] == 1)
    #expect(document["jobs"] == [])
    #expect(document["diagnostics"]?.elements.contains { $0["code"] == .string(code) } == true)
  }

  @Test func `A wrong key`() async throws {
    let outcome = try await withExamples { try await Self.plan(at: $0, key: "wrong-key-for-acme") }
    try Self.expectFailure(outcome, "api-rejected-key")
    #expect(!outcome.errors.contains("wrong-key-for-acme"))
    #expect(!outcome.output.contains("wrong-key-for-acme"))
  }

  @Test func `No key`() async throws {
    let outcome = try await Program.run(["plan", "examples/jobs", "-w", "acme", "-o", "json"])
    try Self.expectFailure(outcome, "missing-credentials")
  }

  @Test func `No workspace`() async throws {
    let outcome = try await Program.run(
      ["plan", "examples/jobs", "-o", "json"], environment: ["BL_API_KEY": "test-key"])
    try Self.expectFailure(outcome, "missing-workspace")
  }

  @Test(arguments: [
    ["plan", "examples/jobs"], ["snapshot"], ["explain", "etl", "runtime", "--specs", "examples/jobs"],
  ])
  func `A workspace that is no name is said to come from where it does, and not to be the specs' fault`(
    arguments: [String]
  ) async throws {
    let environment = ["BL_API_KEY": "test-key", "BL_WORKSPACE": "no name"]
    let variable = try await Program.run(arguments, environment: environment)
    #expect(variable.status == 3)
    #expect(variable.errors.contains("The workspace in BL_WORKSPACE is not usable"), "\(variable.errors)")
    let flag = try await Program.run(arguments + ["-w", "not one"], environment: environment)
    #expect(flag.status == 3)
    #expect(flag.errors.contains("The workspace in -w is not usable"), "\(flag.errors)")
    for outcome in [variable, flag] where arguments[0] == "plan" {
      #expect(outcome.output.contains("No plan: the configuration is not valid (1 error)."), "\(outcome.output)")
    }
  }

  @Test func `An unknown workspace`() async throws {
    // The examples name their workspace once, so that another directory is needed for another one.
    let outcome = try await withExamples { url in
      try await Program.run(
        ["plan", "examples/jobs/finance", "-w", "nowhere", "--api-url", url, "-o", "json"],
        environment: ["BL_API_KEY": "test-key"])
    }
    #expect(outcome.status == 1)
    #expect(try outcome.document["verdict"] == "error")
    #expect(outcome.errors.contains("workspace"))
    #expect(outcome.errors.contains("help: "))
    try Program.expectPlan(try outcome.document)
  }

  @Test func `A refused connection`() async throws {
    let outcome = try await Self.plan(at: "http://127.0.0.1:1/v0")
    try Self.expectFailure(outcome, "api-unreachable")
  }

  @Test(arguments: [
    ("page=2:repeat-cursor", "incomplete-listing"), ("cut-body", "api-unreachable"), ("html", "api-malformed"),
    ("page=2:status=503", "api-error"), ("redirect=http://127.0.0.1:9/v0/jobs", "api-redirect"),
  ])
  func `An answer that cannot be used`(fault: String, code: String) async throws {
    let outcome = try await withJobs(450, faults: [fault]) { try await Self.plan(at: $0) }
    try Self.expectFailure(outcome, code)
  }

  @Test func `A broken spec`() async throws {
    try await Program.withFolder { folder in
      try Data("kind: Job\nmetadata: {name: a}\nspec:\n  runtime:\n    maxRetrys: 3\n".utf8)
        .write(to: folder.appending(path: "a.yaml"))
      let outcome = try await Program.run(
        ["plan", "a.yaml", "-w", "acme", "-o", "json"], environment: ["BL_API_KEY": "test-key"], in: folder)
      #expect(outcome.status == 3)
      #expect(outcome.errors.contains("a.yaml:5:5: error: "))
      #expect(outcome.errors.contains("'maxRetries'"))
      #expect(try outcome.document["verdict"] == "invalid")
      #expect(try outcome.document["exitCode"] == 3)
      try Program.expectPlan(try outcome.document)
    }
  }

  @Test(arguments: [
    ["plan"], ["plan", "jobs", "--colour"], ["plan", "jobs", "-o", "xml"], ["plan", "jobs", "--fail-on", "sometimes"],
    ["plan", "jobs", "--label", ""], ["plan", "jobs", "--markdown-bytes", "5999"],
    ["plan", "jobs", "--markdown-bytes", "x"],
    ["plan", "jobs", "--ownership", "mine"], ["plan", "-", "--live", "-"],
    ["plan", "jobs", "-o", "text", "-o", "json"],
    ["plan", "jobs", "--api-url", "ftp://api"], ["pln", "jobs"], ["plan", "jobs", "--color", "sometimes"],
    ["plan", "jobs", "--now", "today"], ["plan", "jobs", "--now", "2026-11-23"],
  ])
  func `Wrong usage ends with 64 and says nothing on standard output`(arguments: [String]) async throws {
    let outcome = try await Program.run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors != "")
  }
}
