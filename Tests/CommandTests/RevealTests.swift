import ConfigValue
import Foundation
import StandInServer
import TestSupport
import Testing

/// `--reveal-env` over real HTTP.
@Suite(.serialized) struct RevealTests {
  private func plan(_ flags: String..., at url: String) async throws -> Program.Outcome {
    try await Program.run(
      ["plan", "examples/jobs", "-w", "acme", "--api-url", url] + flags, environment: ["BL_API_KEY": "test-key"])
  }

  @Test func `Masked variables are compared with those an administrator may see`() async throws {
    try await withExamples { url in
      let masked = try await plan(at: url)
      #expect(masked.output.contains(" masked values could not be compared with live."))
      let revealed = try await plan("--reveal-env", "-o", "json", at: url)
      #expect(revealed.status == 2, "\(revealed.errors)")
      try Program.expectPlan(try revealed.document)
      #expect(try revealed.document["summary"]?["folded"]?["masked"] == 0)
      #expect(try revealed.document["scope"]?["revealedJobs"] != 0)
      #expect(!revealed.output.contains("example-not-a-secret"))
    }
  }

  @Test func `Without the role of an administrator the run says what is missing`() async throws {
    let store = try JobStore.load(directory: Program.repository.appending(path: "examples/live").path)
    let outcome = try await withStandIn(jobs: store, configuration: StandInConfiguration(isAdministrator: false)) {
      try await plan("--reveal-env", at: $0)
    }
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("[api-forbidden]"))
    #expect(outcome.errors.contains("the role of a workspace administrator"))
  }

  @Test func `A file of live jobs cannot be asked for more`() async throws {
    let outcome = try await Program.run(["plan", "examples/jobs", "--live", "x.json", "--reveal-env"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("'--reveal-env' asks the API"))
  }
}
