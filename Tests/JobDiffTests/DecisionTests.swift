import ConfigValue
import JobDiff
import JobModel
import TestSupport
import Testing

/// What was decided about each value, and by which rule.
@Suite struct DecisionTests {
  private func decisions(_ desired: JobDocument, _ live: JobDocument) -> [Decision] {
    Planner(schema: .blaxel, ownership: .shared).decisions(on: desired, live)
  }

  @Test(arguments: UInt64(0)..<50) func `Every change and every fold is a decision, with the values it was made on`(
    seed: UInt64
  ) throws {
    for isSparse in [false, true] {
      var generator = JobGenerator(seed: seed, isSparse: isSparse)
      let (desired, live) = try (document(generator.job(named: "j")), document(generator.job(named: "j")))
      let plan = try compared(desired, live)
      let decisions = decisions(desired, live)
      var (changes, folds): ([FieldPath], [Fold]) = ([], [])
      for decision in decisions {
        switch decision.outcome {
        case .same: #expect(decision.desired != nil && decision.live != nil || decision.rule == .envelope)
        case .change(let change):
          changes.append(change.path)
          #expect(decision.path == change.path)
          if !change.afterIsDefault { #expect((decision.desired?.plain ?? .null) == (change.after ?? .null)) }
          if change.before != nil { #expect(decision.live?.plain == change.before) }
        case .fold(let fold):
          folds.append(fold)
          #expect(decision.desired != nil || decision.live != nil)
        }
        #expect(FieldPath(parsing: decision.path.description) == decision.path)
      }
      #expect(
        changes.sorted { $0.description < $1.description }
          == plan.changes.map(\.path).sorted { $0.description < $1.description })
      #expect(Set(folds) == Set(plan.folds))
    }
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let rule: Rule
    let path: String
    let desired: String
    let live: String
    var testDescription: String { rule.rawValue }

    init(_ rule: Rule, _ path: String, _ desired: String, _ live: String) {
      self.rule = rule
      self.path = path
      self.desired = desired
      self.live = live
    }
  }

  private static func trigger(_ schedule: String) -> String {
    #""triggers": [{"id": "t", "configuration": {"schedule": "\#(schedule)"}}]"#
  }

  static let rows: [Row] = [
    Row(.equal, "region", #""region": "eu""#, #""region": "eu""#),
    Row(.equal, "policies[a]", #""policies": ["a"]"#, #""policies": ["a"]"#),
    Row(.equal, "other", #""other": [1]"#, #""other": [1]"#),
    Row(.differs, "region", #""region": "eu""#, #""region": "us""#),
    Row(.declared, "region", #""region": "eu""#, ""),
    Row(.ownedWhole, "policies[b]", #""policies": ["a"]"#, #""policies": ["a", "b"]"#),
    Row(.ownedWhole, "triggers[t]", #""triggers": []"#, trigger("x")),
    Row(.unset, "runtime.memory", #""runtime": {"memory": null}"#, #""runtime": {"memory": 1}"#),
    Row(.silentDefault, "enabled", "", #""enabled": false"#),
    Row(.silentCounts, "triggers[t]", "", trigger("x")),
    Row(.silentShown, "runtime.memory", "", #""runtime": {"memory": 1}"#),
    Row(.order, "other", #""other": [1, 2]"#, #""other": [2, 1]"#),
    Row(.documentedDefault, "enabled", "", #""enabled": true"#),
    Row(.zeroFill, "runtime.timeout", "", #""runtime": {"timeout": 0}"#),
    Row(.serverOwned, "revision.active", "", #""revision": {"active": "r"}"#),
    Row(.serverFilled, "revision.traffic", "", #""revision": {"traffic": 100}"#),
    Row(.alteredKey, "triggers[a].id", #""triggers": [{"id": "a"}]"#, #""triggers": [{"id": "b"}]"#),
    Row(.writeOnly, "runtime.dockerConfig", #""runtime": {"dockerConfig": "x"}"#, ""),
    Row(
      .masked, "runtime.envs[A].value", #""runtime": {"envs": [{"name": "A", "value": "x"}]}"#,
      #""runtime": {"envs": [{"name": "A", "value": "****"}]}"#),
    Row(.variable, "region", #""region": "${R}""#, #""region": "eu""#),
    Row(
      .storedElsewhere, "triggers[t].configuration.tasks",
      #""triggers": [{"id": "t", "configuration": {"tasks": [1]}}]"#,
      #""triggers": [{"id": "t", "configuration": {"tasksRef": "x"}}]"#),
    Row(.equalNumber, "runtime.memory", #""runtime": {"memory": 1.0}"#, #""runtime": {"memory": 1}"#),
    Row(.equalSchedule, "triggers[t].configuration.schedule", trigger("@hourly"), trigger("0 * * * *")),
    Row(.equalImage, "runtime.image", #""runtime": {"image": "a"}"#, #""runtime": {"image": "a:latest"}"#),
    Row(.repeated, "policies[a]", #""policies": ["a", "a"]"#, #""policies": ["a"]"#),
    Row(.wildcard, "region", #""region": "auto""#, #""region": "eu""#),
    Row(
      .listInText, "githubRunner.repositories", #""githubRunner": {"repositories": ["a/b"]}"#,
      #""githubRunner": {"repositories": "[\"a/b\"]"}"#),
  ]

  @Test(arguments: rows) func `A decision names its rule`(row: Row) throws {
    let decisions = try decisions(spec(job(row.desired)), document(job(row.live)))
    let decision = try #require(decisions.last { $0.path.droppingFirst("spec").description == row.path })
    #expect(decision.rule == row.rule)
  }

  @Test func `Every rule is reached but the one that nothing leads to yet`() throws {
    let envelope = try document(#"{"kind": "Job", "metadata": {"name": "j"}}"#)
    let rules = Set(Self.rows.map(\.rule)).union(decisions(envelope, envelope).map(\.rule))
    #expect(Set(Rule.allCases).subtracting(rules) == [.ignored])
  }
}
