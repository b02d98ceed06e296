import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import TestSupport
import Testing

/// Live jobs that were saved, with masks in place of what was left out.
@Suite struct SnapshotTests {
  private static let secrets = ["c4nary-Zq81-xT7b", "postgres://u:c4nary-Zq81@h/db", "TOKEN=c4nary-Zq81-xT7b"]

  /// Compares jobs called `j` with these members of `spec`, the live one with masks at these places below it.
  private func masking(_ desired: String, _ live: String, at places: String...) throws -> JobPlan {
    let pointers = places.compactMap { JSONPointer(parsing: "/spec" + $0) }
    let document = try document(job(live))
    for pointer in pointers { #expect(document.value.value(at: pointer)?.string == "****") }
    let saved = try #require(JobDocument(document.value, maskedPlaces: Set(pointers)))
    return try compared(try JobDiffTests.document(job(desired)), saved)
  }

  @Test func `What was left out is neither equal nor different`() throws {
    for region in ["eu", "****"] {
      let plan = try masking(#""region": "\#(region)""#, #""region": "****""#, at: "/region")
      #expect(plan.outline == [])
      #expect(plan.foldOutline == ["masked region"])
      #expect(plan.action == .unchanged)
      #expect(Plan(jobs: [plan]).hasUncompared)
    }
  }

  @Test func `Asterisks that no mask is said of are a value`() throws {
    #expect(try masking(#""region": "eu""#, #""region": "****""#).outline == ["change region"])
    #expect(try masking(#""odd": "****""#, #""odd": "****""#).foldOutline == [])
  }

  @Test(arguments: [
    (#""odd": {"a": 1, "b": 2}"#, #""odd": {"a": "****", "b": 2}"#, "/odd/a", "odd.a"),
    (#""odd": {"b": 2}"#, #""odd": {"a": "****", "b": 2}"#, "/odd/a", "odd.a"),
    (#""odd": [1]"#, #""odd": "****""#, "/odd", "odd"), ("", #""odd": "****""#, "/odd", "odd"),
    (#""odd": null"#, #""odd": "****""#, "/odd", "odd"),
    (#""policies": ["a"]"#, #""policies": "****""#, "/policies", "policies"),
    (#""runtime": {"envs": []}"#, #""runtime": {"envs": "****"}"#, "/runtime/envs", "runtime.envs"),
    (
      #""triggers": [{"id": "t", "configuration": {"tasks": [1]}}]"#,
      #""triggers": [{"id": "t", "configuration": {"tasks": "****"}}]"#, "/triggers/0/configuration/tasks",
      "triggers[t].configuration.tasks"
    ),
    (
      #""triggers": [{"id": "s"}, {"id": "t", "configuration": {"path": "/a"}}]"#,
      #""triggers": [{"id": "t", "configuration": {"path": "****"}}, {"id": "s"}]"#, "/triggers/0/configuration/path",
      "triggers[t].configuration.path"
    ),
  ])
  func `So it is in lists, maps and fields that no table knows`(
    desired: String, live: String, place: String, path: String
  ) throws {
    let plan = try masking(desired, live, at: place)
    #expect(plan.outline == [])
    #expect(plan.foldOutline.filter { $0.hasPrefix("masked") } == ["masked \(path)"])
  }

  @Test(arguments: [["metadata", "labels"], ["metadata", "labels", "team"]])
  func `A label that was left out neither hides a job from who owns the label, nor deletes it`(place: [String]) throws {
    let live = try document(#"{"metadata": {"name": "gone", "labels": {"team": "****"}}}"#)
    let saved = try #require(JobDocument(live.value, maskedPlaces: [JSONPointer(place)]))
    for value in ["data", "****"] {
      let outcome = Planner(schema: .blaxel, ownership: .label("team", value)).plan(desired: [], live: [saved])
      #expect(outcome.plan.jobs.map(\.action) == [.liveOnly])
      #expect(outcome.plan.jobs.flatMap(\.foldOutline) == ["masked metadata.labels.team"])
      #expect(outcome.plan.hasUncompared)
      #expect(outcome.diagnostics.map(\.code) == [.undecidedOwnership])
    }
    let shared = Planner(schema: .blaxel, ownership: .shared).plan(desired: [], live: [saved])
    #expect(shared.diagnostics.isEmpty && !shared.plan.hasUncompared)
    #expect(
      Planner(schema: .blaxel, ownership: .exclusive).plan(desired: [], live: [saved]).plan.jobs.map(\.action) == [
        .delete
      ])
  }

  @Test func `Another label that was left out says nothing of who owns a job`() throws {
    let live = try document(#"{"metadata": {"name": "gone", "labels": {"team": "data", "token": "****"}}}"#)
    let saved = try #require(
      JobDocument(live.value, maskedPlaces: [JSONPointer(["metadata", "labels", "token"])]))
    let outcome = Planner(schema: .blaxel, ownership: .label("team", "data")).plan(desired: [], live: [saved])
    #expect(outcome.plan.jobs.map(\.action) == [.delete])
    #expect(outcome.diagnostics.isEmpty)
  }

  /// The changes as texts, with the path of each.
  private func changes(_ plan: JobPlan) -> [(path: FieldPath, text: String)] {
    plan.changes.map { ($0.path, "\($0.operation.rawValue) \($0.path) \($0.counts)") }
  }

  private func isBelow(_ path: FieldPath, _ places: [FieldPath]) -> Bool {
    places.contains { path.elements.starts(with: $0.elements) }
  }

  @Test(arguments: UInt64(0)..<100)
  func `A saved job differs as the job does, but for what was left out`(seed: UInt64) throws {
    var generator = JobGenerator(seed: seed)
    let (desired, live) = (generator.job(named: "j"), generator.planting(Self.secrets, in: generator.job(named: "j")))
    // Half of the specs agree with the live job in everything secret.
    let spec = try document(seed.isMultiple(of: 2) ? desired : live)
    let original = try document(live)
    let saved = try #require(try SavedJob(original, knowing: Set(Self.secrets)))
    let (direct, later) = (try compared(spec, original), try compared(spec, saved.document))
    let masked = later.folds.filter { $0.reason == .masked }.map(\.path)
    let expected = changes(direct).filter { !isBelow($0.path, masked) }.map(\.text)
    #expect(changes(later).map(\.text) == expected, "seed \(seed)")
    #expect(
      later.folds.filter { $0.reason != .masked }.map(\.path.description)
        == direct.folds.filter { !isBelow($0.path, masked) }.map(\.path.description), "seed \(seed)")
    if direct.action != later.action { #expect(later.action == .unchanged && !masked.isEmpty, "seed \(seed)") }
  }

  @Test(arguments: UInt64(0)..<100)
  func `A saved job is never clean where the job is not`(seed: UInt64) throws {
    var generator = JobGenerator(seed: seed, isSparse: true)
    let (desired, live) = (generator.job(named: "j"), generator.planting(Self.secrets, in: generator.job(named: "j")))
    let spec = try document(desired)
    let original = try document(live)
    let saved = try #require(try SavedJob(original, knowing: Set(Self.secrets)))
    let (direct, later) = (try compared(spec, original), try compared(spec, saved.document))
    if direct.action != .unchanged {
      #expect(later.action == direct.action || Plan(jobs: [later]).hasUncompared, "seed \(seed)")
    }
  }
}
