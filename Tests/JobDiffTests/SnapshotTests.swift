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
    (#""odd": [1]"#, #""odd": "****""#, "/odd", "odd"),
    (#""policies": ["a"]"#, #""policies": "****""#, "/policies", "policies"),
    (#""runtime": {"envs": [{"name": "A"}]}"#, #""runtime": {"envs": "****"}"#, "/runtime/envs", "runtime.envs"),
    (#""runtime": {"memory": 1}"#, #""runtime": "****""#, "/runtime", "runtime"),
    // Nobody knows which fields it has.
    ("", #""runtime": "****""#, "/runtime", "runtime"),
    (#""runtime": {}"#, #""runtime": "****""#, "/runtime", "runtime"),
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

  @Test(arguments: [
    (#""triggers": []"#, #""triggers": "****""#, "/triggers", "remove triggers"),
    (#""triggers": null"#, #""triggers": "****""#, "/triggers", "remove triggers"),
    ("", #""triggers": "****""#, "/triggers", "unmanaged-field triggers"),
    (#""policies": """#, #""policies": "****""#, "/policies", "change policies"),
    (
      #""githubRunner": {"repositories": "[]"}"#, #""githubRunner": {"repositories": "****"}"#,
      "/githubRunner/repositories", "remove githubRunner.repositories"
    ),
    (#""runtime": {"envs": []}"#, #""runtime": {"envs": "****"}"#, "/runtime/envs", "remove runtime.envs"),
    (#""runtime": {}"#, #""runtime": {"envs": "****"}"#, "/runtime/envs", "unmanaged-field runtime.envs"),
    (#""runtime": null"#, #""runtime": {"envs": "****"}"#, "/runtime/envs", "remove runtime.envs"),
    (#""runtime": null"#, #""runtime": "****""#, "/runtime", "remove runtime"),
    (#""runtime": {"args": []}"#, #""runtime": {"args": "****"}"#, "/runtime/args", "remove runtime.args"),
    (
      #""triggers": [{"id": "t", "configuration": {"tasks": []}}]"#,
      #""triggers": [{"id": "t", "configuration": {"tasks": "****"}}]"#, "/triggers/0/configuration/tasks",
      "remove triggers[t].configuration.tasks"
    ),
    (#""odd": {"b": 2}"#, #""odd": {"a": "****", "b": 2}"#, "/odd/a", "remove odd.a"),
    (#""odd": {}"#, #""odd": {"a": "****"}"#, "/odd/a", "remove odd.a"),
    (#""odd": {}"#, #""odd": "****""#, "/odd", "remove odd"),
    (#""odd": null"#, #""odd": "****""#, "/odd", "remove odd"),
    ("", #""odd": "****""#, "/odd", "unmanaged-field odd?"), (#""odd": """#, #""odd": "****""#, "/odd", "change odd"),
    ("", #""region": "****""#, "/region", "unmanaged-field region?"),
    (#""region": null"#, #""region": "****""#, "/region", "remove region"),
    ("", #""enabled": "****""#, "/enabled", "change enabled"),
  ])
  func `Where the spec has nothing, what was left out differs from it`(
    desired: String, live: String, place: String, change: String
  ) throws {
    let plan = try masking(desired, live, at: place)
    #expect(plan.outline == [change])
    #expect(plan.foldOutline.filter { $0.hasPrefix("masked") } == [])
    #expect(plan.changes.allSatisfy { $0.isSecret && $0.effect == nil })
  }

  @Test(arguments: [
    (#", "labels": {"team": "x"}"#, ["remove metadata.labels.token"], 0),
    (#", "labels": {"team": "x", "token": null}"#, ["remove metadata.labels.token"], 0),
    (#", "labels": {"team": "x", "token": ""}"#, ["change metadata.labels.token"], 0),
    (#", "labels": null"#, ["remove metadata.labels.team", "remove metadata.labels.token"], 0),
    ("", ["unmanaged-field metadata.labels.team?", "unmanaged-field metadata.labels.token?"], 0),
    (#", "labels": {"team": "x", "token": "y"}"#, [], 1),
  ])
  func `So it is with labels`(desired: String, changes: [String], masked: Int) throws {
    let live = try document(#"{"metadata": {"name": "j", "labels": {"team": "x", "token": "****"}}}"#)
    let saved = try #require(
      JobDocument(live.value, maskedPlaces: [JSONPointer(["metadata", "labels", "token"])]))
    let plan = try compared(try document(#"{"metadata": {"name": "j"\#(desired)}}"#), saved)
    #expect(plan.outline == changes)
    #expect(plan.folds.count { $0.reason == .masked } == masked)
    #expect(plan.changes.filter { "\($0.path)".hasSuffix("token") }.allSatisfy { $0.isSecret })
  }

  @Test func `What a base had and was left out there is missed where there is nothing`() throws {
    let base = try document(job(#""odd": {"a": "****"}"#))
    let saved = try #require(JobDocument(base.value, maskedPlaces: [JSONPointer(["spec", "odd", "a"])]))
    let other = try document(job(#""odd": {}"#))
    let jobs = Planner(schema: .blaxel, ownership: .shared).plan(desired: [other], live: [other], base: [saved]).plan
      .jobs
    let change = try #require(jobs.first?.changes.first)
    #expect(jobs.first?.changes.count == 1 && jobs.first?.action == .unchanged)
    #expect(change.origin == .adopt && change.operation == .remove && change.isSecret)
  }

  @Test(arguments: [
    (#""odd": {"a": "x"}"#, Origin.change), (#""odd": {}"#, .drift), ("", .conflict),
  ])
  func `What was left out and the spec does without came about as the base says`(base: String, origin: Origin) throws {
    let live = try document(job(#""odd": {"a": "****"}"#))
    let saved = try #require(JobDocument(live.value, maskedPlaces: [JSONPointer(["spec", "odd", "a"])]))
    let jobs = Planner(schema: .blaxel, ownership: .shared).plan(
      desired: [try document(job(#""odd": {}"#))], live: [saved], base: [try document(job(base))]
    ).plan.jobs
    let change = try #require(jobs.first?.changes.count == 1 ? jobs.first?.changes.first : nil)
    #expect(change.operation == .remove && change.counts && change.isSecret)
    #expect(change.origin == origin)
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

  /// The changes as texts, with the path of each; those in one of `wholes` as one change of it.
  private func changes(_ plan: JobPlan, in wholes: [FieldPath] = []) -> [(path: FieldPath, text: String)] {
    plan.changes.reduce(into: []) { changes, change in
      let path = wholes.first { change.path.elements.starts(with: $0.elements) } ?? change.path
      let text = "\(change.operation.rawValue) \(path) \(change.counts)"
      if changes.last?.text != text || path == change.path { changes.append((path, text)) }
    }
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
    // What was left out goes, or stays, as a whole.
    let wholes = later.changes.map(\.path).filter { path in !direct.changes.contains { $0.path == path } }
    let expected = changes(direct, in: wholes).filter { !isBelow($0.path, masked) }.map(\.text)
    #expect(changes(later).map(\.text) == expected, "seed \(seed)")
    #expect(
      later.folds.filter { $0.reason != .masked }.map(\.path.description)
        == direct.folds.filter { !isBelow($0.path, masked) }.map(\.path.description), "seed \(seed)")
    if direct.action != later.action { #expect(later.action == .unchanged && !masked.isEmpty, "seed \(seed)") }
  }

  @Test(arguments: UInt64(0)..<100)
  func `Where a spec has nothing, a saved job differs as the job does`(seed: UInt64) throws {
    var generator = JobGenerator(seed: seed, isSparse: !seed.isMultiple(of: 3))
    let live = generator.planting(Self.secrets, in: generator.job(named: "j"))
    let original = try document(live)
    let saved = try #require(try SavedJob(original, knowing: Set(Self.secrets)))
    for place in saved.places {
      for nothing in [nil, .null, "", .list([]), .map([])] as [PlainValue?] {
        let spec = try document(live.replacing(at: place.tokens[...], by: nothing))
        let (direct, later) = (try compared(spec, original), try compared(spec, saved.document))
        // A map that is left out for a secret key may have nothing under it.
        if nothing == .map([]), direct.changes.isEmpty { continue }
        let remark = Comment("seed \(seed), \(place), \(nothing.map { String(describing: $0) } ?? "absent")")
        #expect(later.action == direct.action, remark)
        #expect(later.changes.isEmpty == direct.changes.isEmpty, remark)
        #expect(later.changes.allSatisfy { $0.isSecret }, remark)
      }
    }
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

extension PlainValue {
  /// The value with another one at a place in it, or none.
  fileprivate func replacing(at tokens: ArraySlice<String>, by other: PlainValue?) -> PlainValue {
    guard let token = tokens.first else { return self }
    let rest = tokens.dropFirst()
    switch self {
    case .map(let members):
      return .map(
        members.compactMap { member in
          guard member.key == token else { return member }
          let value = rest.isEmpty ? other : member.value.replacing(at: rest, by: other)
          return value.map { Member(member.key, $0) }
        })
    case .list(var elements):
      guard let position = Int(token), elements.indices.contains(position) else { return self }
      elements[position] = elements[position].replacing(at: rest, by: other)
      return .list(elements)
    case .null, .boolean, .number, .string: return self
    }
  }
}
