import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import TestSupport
import Testing

/// What ignore rules take out of a plan.
@Suite struct IgnoreTests {
  private static let live = #""runtime": {"memory": 1024, "image": "a:1", "envs": [{"name": "A", "value": "****"}]}"#
  private static let spec = #""runtime": {"memory": 2048, "image": "a:2", "envs": [{"name": "A", "value": "x"}]}"#

  private static func outcome(_ rules: [String], base: String? = nil) throws -> (job: JobPlan, warnings: [String]) {
    let ignored = try rules.map { try #require(IgnoreRule(parsing: $0)) }
    let outcome = try Planner(schema: .blaxel, ownership: .shared, ignoring: ignored).plan(
      desired: [document(job(spec))], live: [document(job(live))], base: base.map { [try document(job($0))] })
    #expect(outcome.diagnostics.allSatisfy { $0.code == .unusedIgnore && $0.severity == .warning })
    return (try #require(outcome.plan.jobs.first), outcome.diagnostics.map(\.summary))
  }

  @Test(arguments: ["j:spec.runtime.memory", "*:runtime.memory", "j*:runtime.mem*", "?:spec.*.memory"])
  func `A rule folds the differences that it covers`(rule: String) throws {
    let (job, warnings) = try Self.outcome([rule])
    #expect(job.outline == ["change runtime.image"])
    #expect(job.foldOutline == ["ignored runtime.memory", "masked runtime.envs[A].value"])
    #expect(job.folds.first?.detail == rule)
    #expect(warnings == [])
  }

  @Test func `A job of which everything is ignored is unchanged, and nothing of it is left uncompared`() throws {
    let (job, warnings) = try Self.outcome(["j:runtime"])
    #expect(job.action == .unchanged && job.changes.isEmpty && !job.folds.contains { $0.reason.isUncompared })
    #expect(warnings == [])
  }

  @Test func `A rule about a value that does not differ is of use`() throws {
    #expect(try Self.outcome(["j:runtime.envs[A].name"]).warnings == [])
  }

  @Test(arguments: [
    "other:runtime.memory", "j:runtime.memroy", "j:runtime.envs[B]", "j:metadata.runtime", "j:runtime.memory.x",
    "j:**.nothing",
  ])
  func `A rule that covers nothing is warned about`(rule: String) throws {
    let (job, warnings) = try Self.outcome([rule])
    #expect(warnings == ["No job has a value that '--ignore \(rule)' covers"])
    #expect(job.changes.count == 2)
  }

  @Test(arguments: ["", "j", "j:", ":runtime", "j:.", "j:runtime."])
  func `A text that is no rule is refused`(text: String) {
    #expect(IgnoreRule(parsing: text) == nil)
  }

  @Test func `What is ignored has no origin, and an edit of a masked value can be ignored`() throws {
    let base = #""runtime": {"memory": 2048, "image": "a:1", "envs": [{"name": "A", "value": "old"}]}"#
    #expect(try Self.outcome([], base: base).job.changes.map(\.origin) == [.change, .drift, .change])
    let (job, _) = try Self.outcome(["j:runtime.envs[*].value", "j:runtime.image"], base: base)
    #expect(job.changes.map(\.origin) == [.drift] && job.origin == .drift)
    #expect(job.folds.map(\.reason) == [.ignored, .ignored])
  }

  @Test func `A rule about a new job, or one only live, is of use when it has such a value`() throws {
    let planner = Planner(
      schema: .blaxel, ownership: .shared,
      ignoring: ["new:runtime.image", "old:runtime.image"].compactMap(IgnoreRule.init(parsing:)))
    let new = #"{"metadata": {"name": "new"}, "spec": {"runtime": {"image": "a"}}}"#
    let old = #"{"metadata": {"name": "old"}, "spec": {"runtime": {"image": "a"}}}"#
    let outcome = try planner.plan(desired: [document(new)], live: [document(old)])
    #expect(outcome.diagnostics.isEmpty)
    #expect(outcome.plan.jobs.map(\.action) == [.create, .liveOnly])
  }
}
