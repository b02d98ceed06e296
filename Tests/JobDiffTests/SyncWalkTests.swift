import ConfigValue
import JobModel
import TestSupport
import Testing

@testable import JobDiff

/// The quick look at jobs in sync against the comparison it stands for.
@Suite struct SyncWalkTests {
  /// What the comparison decides, every decision at length.
  private func full(_ job: JobDocument, _ live: JobDocument) -> (changes: [FieldPath], folds: [Fold]) {
    var (changes, folds) = ([FieldPath](), [Fold]())
    for decision in Planner(schema: .blaxel, ownership: .shared).decisions(on: job, live) {
      switch decision.outcome {
      case .same: break
      case .change(let change): changes.append(change.path)
      case .fold(let fold): folds.append(fold)
      }
    }
    return (changes, folds)
  }

  /// The live job as the API gives it: environment values masked, what the server decides added.
  private func served(_ job: PlainValue, _ random: inout SeededRandom) -> PlainValue {
    func masked(_ value: PlainValue, _ shape: Shape) -> PlainValue {
      switch (shape, value) {
      case (.object(let object), .map(let members)):
        var served = members.compactMap { member -> PlainValue.Member? in
          guard let field = object[member.key] else { return member }
          if field.isMaskable { return PlainValue.Member(member.key, "****") }
          return PlainValue.Member(member.key, masked(member.value, field.shape))
        }
        for field in object.fields where !served.contains(where: { $0.key == field.name }) {
          switch (field.owner, field.shape, field.documentedDefault) {
          case (.server, .string, _) where field.storedElsewhereBy == nil && Bool.random(using: &random):
            if !object.fields.contains(where: { $0.storedElsewhereBy == field.name }) {
              served.append(PlainValue.Member(field.name, "made by the server"))
            }
          case (_, .boolean, let documented?): served.append(PlainValue.Member(field.name, documented))
          case (.user, .integer, _): if Bool.random(using: &random) { served.append(PlainValue.Member(field.name, 0)) }
          default: break
          }
        }
        return .map(served)
      case (.list(let element, _), .list(let elements)): return .list(elements.map { masked($0, element) })
      default: return value
      }
    }
    return masked(job, .object(JobSchema.blaxel.job))
  }

  /// The job without what takes a closer look: unknown fields, nulls, and elements without a key of their own.
  private func ordinary(_ value: PlainValue, _ shape: Shape) -> PlainValue {
    switch (shape, value) {
    case (.object(let object), .map(let members)):
      return .map(
        members.compactMap { member in
          guard let field = object[member.key], member.value != .null else { return nil }
          return PlainValue.Member(member.key, ordinary(member.value, field.shape))
        })
    case (.list(let element, .key(let key)), .list(let elements)):
      var seen: Set<String> = []
      let kept = elements.filter { element in
        guard case .string(let name)? = element[key.field], !name.isEmpty else { return false }
        return seen.insert(name).inserted
      }
      return .list(kept.map { ordinary($0, element) })
    case (.list(_, .set), .list(let elements)):
      return .list(elements.filter { if case .string = $0 { true } else { false } })
    case (.map, .map(let members)): return .map(members.filter { $0.value != .null })
    default: return value
    }
  }

  @Test(arguments: UInt64(0)..<4) func `What it folds is what the comparison folds, and then nothing differs`(
    share: UInt64
  ) throws {
    var taken = 0
    for seed in stride(from: share, to: 600, by: 4) {
      var walk = SyncWalk(.of(.blaxel))
      var generator = JobGenerator(seed: seed, isSparse: seed % 3 == 0)
      var random = SeededRandom(seed: seed)
      let whole = generator.job(named: "j")
      let job = (seed / 4) % 2 == 0 ? ordinary(whole, .object(JobSchema.blaxel.job)) : whole
      var edits = JobEdits(seed: seed)
      // Edits are of jobs that declare every field.
      let edited = seed % 3 == 0 ? job : edits.twoEdits(of: whole).once
      let spec = try document(job)
      for other in [job, served(job, &random), edited, served(edited, &random), generator.job(named: "j")] {
        let live = try document(other)
        guard let folds = walk.folds(spec, live) else { continue }
        taken += 1
        let comparison = full(spec, live)
        #expect(comparison.changes == [], "seed \(seed)")
        #expect(comparison.folds == folds, "seed \(seed)")
        // The second time, they come from what is kept.
        let again = walk.folds(spec, live)
        #expect(again == folds, "seed \(seed)")
      }
    }
    #expect(taken > 50, "hardly anything was found to be in sync")
  }

  @Test func `It answers for a job as the API gives it`() throws {
    var walk = SyncWalk(.of(.blaxel))
    let spec = try document(
      """
      {"apiVersion": "blaxel.ai/v1alpha1", "kind": "Job", "metadata": {"name": "j", "labels": {"team": "data"}},
       "spec": {"runtime": {"image": "i:1", "memory": 2048, "envs": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]},
       "policies": ["eu"], "triggers": [{"id": "t", "configuration": {"tasks": [{"a": 1}]}}]}}
      """)
    let live = try document(
      """
      {"metadata": {"name": "j", "labels": {"team": "data", "x-blaxel-plan": "p"}, "createdAt": "2026-01-01T00:00:00Z"},
       "spec": {"enabled": true, "revision": {"active": "r", "traffic": 100}, "runtime": {"image": "i:1", "memory": 2048,
       "maxRetries": 0, "envs": [{"name": "A", "value": "****"}, {"name": "B", "value": "****"}]}, "policies": ["eu"],
       "triggers": [{"id": "t", "enabled": true, "configuration": {"tasks": [{"a": 1}]}}]}, "status": "DEPLOYED"}
      """)
    let found = walk.folds(spec, live)
    let folds = try #require(found)
    #expect(
      folds.map { "\($0.reason.rawValue) \($0.path)" } == [
        "server-owned metadata.labels.x-blaxel-plan", "server-owned metadata.createdAt", "default spec.enabled",
        "server-owned spec.revision.active", "server-owned spec.revision.traffic", "zero-fill spec.runtime.maxRetries",
        "masked spec.runtime.envs[A].value", "masked spec.runtime.envs[B].value", "default spec.triggers[t].enabled",
        "server-owned status",
      ])
    #expect(folds == full(spec, live).folds)
  }

  @Test(arguments: [
    (#""runtime": {"memory": 2048}"#, #""runtime": {"memory": 4096}"#),
    (#""policies": ["a"]"#, #""policies": ["a", "b"]"#),
    (#""policies": ["a", "b"]"#, #""policies": ["b", "a"]"#), (#""enabled": true"#, #""enabled": false"#),
    (#""runtime": {"memory": 2048}"#, #""runtime": {"memory": 2048.0}"#), (#""runtime": null"#, #""runtime": {}"#),
    (#""region": "auto""#, #""region": "eu""#), (#""new": 1"#, #""new": 1"#), ("", #""new": 1"#),
    (#""triggers": [{"type": "cron"}]"#, #""triggers": [{"type": "cron"}]"#),
    (#""runtime": {"envs": [{"name": "A"}, {"name": "A"}]}"#, #""runtime": {"envs": [{"name": "A"}, {"name": "A"}]}"#),
    (
      #""triggers": [{"id": "t", "configuration": {}}]"#,
      #""triggers": [{"id": "t", "configuration": {"tasksRef": "s3"}}]"#
    ),
    ("", #""runtime": {"image": "i"}"#), (#""runtime": {"image": "i"}"#, ""),
  ]) func `What may be a difference, or takes a closer look, it leaves to the comparison`(pair: (String, String)) throws
  {
    var walk = SyncWalk(.of(.blaxel))
    let folds = walk.folds(try document(job(pair.0)), try document(job(pair.1)))
    #expect(folds == nil)
  }

  @Test func `A value that is decided elsewhere is left to the comparison, unless the live one is masked`() throws {
    var walk = SyncWalk(.of(.blaxel))
    let open = try spec(job(#""region": "${REGION}""#))
    let unknown = walk.folds(open, try document(job(#""region": "${REGION}""#)))
    #expect(unknown == nil)
    let masked = try spec(job(#""runtime": {"envs": [{"name": "A", "value": "${secrets.A}"}]}"#))
    let live = try document(job(#""runtime": {"envs": [{"name": "A", "value": "****"}]}"#))
    let folds = walk.folds(masked, live)
    #expect(folds?.map(\.reason) == [.masked])
    #expect(folds == full(masked, live).folds)
  }
}
