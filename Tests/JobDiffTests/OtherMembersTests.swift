import ConfigValue
import Diagnostics
import JobModel
import TestSupport
import Testing

@testable import JobDiff

/// What a live job in sync may have in it that its spec does not, held against a look at all of it.
@Suite struct OtherMembersTests {
  private static let specText = """
    {"apiVersion": "blaxel.ai/v1alpha1", "kind": "Job", "metadata": {"name": "j", "displayName": "d", "labels":
    {"team": "data"}}, "spec": {"region": "auto", "runtime": {"image": "i:1", "memory": 2048, "envs": [{"name": "A",
    "value": "1"}, {"name": "DB_PASSWORD"}, {"name": "API_KEY", "value": "true"}, {"name": "C", "secret": false}]},
    "policies": ["eu"], "triggers": [{"id": "t", "type": "cron", "configuration": {"path": "/p", "tasks": [{"a": "x",
    "b": ["y"]}]}}]}}
    """
  private static let liveText = """
    {"apiVersion": "v", "kind": "Job", "metadata": {"name": "j", "displayName": "d", "labels": {"x-blaxel-plan": "p",
    "team": "data", "x-blaxel-token": "x"}, "createdAt": "c", "updatedBy": "a@b", "url": "u"}, "spec": {"region": "auto",
    "enabled": true, "revision": {"active": "r", "canary": "s", "traffic": 100}, "runtime": {"image": "i:1", "memory":
    2048, "maxRetries": 0, "generation": "mk3", "dockerConfig": "s", "envs": [{"name": "A", "value": "****"}, {"name":
    "DB_PASSWORD", "value": "****"}, {"name": "API_KEY", "value": "true"}, {"name": "C", "secret": false, "value": ""}]},
    "policies": ["eu"], "triggers": [{"id": "t", "type": "cron", "enabled": true, "configuration": {"path": "/p",
    "callbackSecret": "****", "tasks": [{"a": "x", "b": ["y"]}]}}]}, "status": "DEPLOYED", "events": [{"type": "e",
    "message": "m"}]}
    """
  private static let texts = [
    "ghp_0123456789abcdefghij", "see a://u:p@h", "TOKEN=x12345678", "{pat", #"["ghp_0123456789abcdef"]"#, "****",
    "swordfish",
    "DB_PASSWORD", "true", "Bearer abcdefghijkl123456", "https://h/a", "secret",
  ]

  /// Puts texts in place of others, the same ones for the same seed and value.
  private func altered(_ value: PlainValue, _ random: inout SeededRandom, odds: Int) -> PlainValue {
    switch value {
    case .null, .boolean, .number: value
    case .string: random.oneIn(odds) ? .string(random.pick(Self.texts)) : value
    case .list(let elements): .list(elements.map { altered($0, &random, odds: odds) })
    case .map(let members):
      .map(
        members.map { member in
          PlainValue.Member(
            member.key, member.key == "name" ? member.value : altered(member.value, &random, odds: odds))
        })
    }
  }

  private func compare(_ spec: PlainValue, _ live: PlainValue) throws -> (job: Value, live: Value, [MemberPlace]?) {
    let (job, other) = try (document(spec), document(live))
    var pairs = Planner.Pairs(Planner(schema: .blaxel, ownership: .shared))
    _ = pairs.compare(job, with: other)
    return (job.value, other.value, pairs.otherMembers)
  }

  private func check(_ spec: PlainValue, _ live: PlainValue, _ comment: Comment) throws -> (
    isTaken: Bool, hasSecrets: Bool
  ) {
    let (job, other, members) = try compare(spec, live)
    var (specs, whole, part) = (SecretScan(by: .blaxel), SecretScan(by: .blaxel), SecretScan(by: .blaxel))
    specs.scan(job)
    whole.scan(other)
    guard let members, !specs.holdsSecrets(job) else { return (false, false) }
    part.scan(members, of: other)
    #expect(part.texts == whole.texts, comment)
    #expect(!whole.hasMarks(other), comment)
    // Masks are in the place of secrets, and none themselves.
    let bytes = Array(String(decoding: live.json, as: UTF8.self).utf8)
    let isSecret = { (range: SourceRange) in !bytes[range.bounds].allSatisfy { "*\"".utf8.contains($0) } }
    #expect(Set(part.ranges.filter(isSecret)) == Set(whole.ranges.filter(isSecret)), comment)
    return (true, !whole.texts.isEmpty)
  }

  @Test func `A look at them finds every secret of a live job in sync whose spec has none`() throws {
    let (spec, live) = try (document(Self.specText).value.plain, document(Self.liveText).value.plain)
    var (taken, secret) = (0, 0)
    for seed in UInt64(0)..<1_000 {
      var random = SeededRandom(seed: seed)
      let result = try check(spec, altered(live, &random, odds: 40), "seed \(seed)")
      if result.isTaken { taken += 1 }
      if result.hasSecrets { secret += 1 }
    }
    #expect(taken > 100 && secret > 30, "\(taken) in sync, \(secret) with secrets")
  }

  @Test(arguments: [
    (#""a": "ghp_0123456789abcdefghij""#, true), (#""name": "A", "secret": true, "value": "swordfish""#, true),
    (#""name": "DB_PASSWORD", "value": "swordfish""#, true), (#""name": "A", "secret": true"#, true),
    (#""name": "A", "value": "plain""#, false), (#""name": "DB_PASSWORD", "value": 5"#, false),
  ]) func `A scanned job is known to hold secrets`(element: String, holdsSecrets: Bool) throws {
    let job = try document(job(#""runtime": {"envs": [{\#(element)}]}"#)).value
    var scan = SecretScan(by: .blaxel)
    #expect(!scan.holdsSecrets(job))
    scan.scan(job)
    #expect(scan.holdsSecrets(job) == holdsSecrets)
    var merged = SecretScan(by: .blaxel)
    merged.merge(scan)
    #expect(merged.holdsSecrets(job) == holdsSecrets)
  }

  @Test func `Values that are put in from outside are taken for secrets`() throws {
    let job = try spec(job(#""runtime": {"image": "${IMAGE}"}"#)).value
    var scan = SecretScan(by: .blaxel)
    scan.scan(job)
    #expect(scan.holdsSecrets(job))
  }

  @Test func `Nothing is told of jobs that differ`() throws {
    let (one, other) = try (document(job(#""enabled": true"#)), document(job(#""enabled": false"#)))
    var pairs = Planner.Pairs(Planner(schema: .blaxel, ownership: .shared))
    _ = pairs.compare(one, with: one)
    #expect(pairs.otherMembers?.isEmpty == true)
    _ = pairs.compare(one, with: other)
    #expect(pairs.otherMembers == nil)
    _ = pairs.compare(one, with: one)
    let hidden = JSONPointer(["metadata", "labels"])
    let saved = try #require(JobDocument(one.value, maskedPlaces: [hidden]))
    _ = pairs.compare(one, with: saved)
    #expect(pairs.otherMembers == nil)
  }
}
