import ConfigValue
import JobDiff
import Testing

/// What differs in writing and is not a difference, and what cannot be compared.
@Suite struct FoldTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let desired: String
    let live: String
    let changes: [String]
    let folds: [String]
    var testDescription: String { "spec {\(desired)}, live {\(live)}" }

    init(_ desired: String, _ live: String, changes: [String] = [], folds: [String] = []) {
      self.desired = desired
      self.live = live
      self.changes = changes
      self.folds = folds
    }
  }

  private static func env(_ value: String) -> String { #""runtime": {"envs": [{"name": "A", "value": "\#(value)"}]}"# }

  private static func schedule(_ text: String) -> String {
    #""triggers": [{"id": "t", "type": "cron", "configuration": {"schedule": "\#(text)"}}]"#
  }

  static let rows: [Row] = [
    Row(env("x"), env("****"), folds: ["masked runtime.envs[A].value"]),
    Row(env("x"), env("***"), folds: ["masked runtime.envs[A].value"]),
    Row(env("x"), env("**"), changes: ["change runtime.envs[A].value"]),
    Row(env(""), env("****"), folds: ["masked runtime.envs[A].value"]),
    Row(
      #""runtime": {"envs": [{"name": "A"}]}"#, env("****"), folds: ["masked runtime.envs[A].value"]),
    Row(
      #""runtime": {"envs": [{"name": "A", "value": null}]}"#, env("****"), changes: ["remove runtime.envs[A].value"]),
    Row(env("x"), env("****x"), changes: ["change runtime.envs[A].value"]),
    Row(env("****"), env("x"), changes: ["change runtime.envs[A].value"]),
    Row(#""region": "x""#, #""region": "****""#, changes: ["change region"]),
    Row(env("${X}"), env("x"), folds: ["unknown runtime.envs[A].value"]),
    Row(env("$secrets.X"), env("x"), folds: ["unknown runtime.envs[A].value"]),
    Row(env("$5"), env("x"), changes: ["change runtime.envs[A].value"]),
    Row(#""region": "auto""#, #""region": "us-was-1""#, folds: ["equivalent region"]),
    Row(#""region": "us-was-1""#, #""region": "auto""#, changes: ["change region"]),
    Row(#""runtime": {"image": "app"}"#, #""runtime": {"image": "app:latest"}"#, folds: ["equivalent runtime.image"]),
    Row(#""runtime": {"image": "a@sha256:1"}"#, #""runtime": {"image": "a"}"#, changes: ["change runtime.image"]),
    Row(
      #""runtime": {"image": "h:5/a"}"#, #""runtime": {"image": "h:5/a:latest"}"#, folds: ["equivalent runtime.image"]),
    Row(schedule("@hourly"), schedule("0 * * * *"), folds: ["equivalent triggers[t].configuration.schedule"]),
    Row(
      schedule("0 0 * * 1-5"), schedule("00 0 * * mon,TUE,3-5"),
      folds: ["equivalent triggers[t].configuration.schedule"]),
    Row(schedule("0 0 1-31 * 1"), schedule("0 0 * * 1"), changes: ["change triggers[t].configuration.schedule"]),
    Row(#""runtime": {"memory": 4096.0}"#, #""runtime": {"memory": 4096}"#, folds: ["equivalent runtime.memory"]),
    Row(#""runtime": {"memory": "4096"}"#, #""runtime": {"memory": 4096}"#, changes: ["change runtime.memory"]),
    Row(#""runtime": {"memory": 4096}"#, #""runtime": {"memory": "4096"}"#, changes: ["change runtime.memory"]),
    Row(#""runtime": {"memory": [1]}"#, #""runtime": {"memory": [1]}"#),
    Row(#""runtime": "x""#, #""runtime": {"memory": 1}"#, changes: ["change runtime"]),
    Row(#""runtime": "x""#, "", changes: ["add runtime"]),
    Row(#""policies": "x""#, "", changes: ["add policies"]),
    Row(#""policies": "x""#, #""policies": "x""#),
    Row(#""runtime": {"timeout": 0}"#, #""runtime": {}"#, folds: ["zero-fill runtime.timeout"]),
    Row(#""runtime": {}"#, #""runtime": {"timeout": 0}"#, folds: ["zero-fill runtime.timeout"]),
    Row("", #""enabled": true"#, folds: ["default enabled"]),
    Row(#""enabled": true"#, "", folds: ["default enabled"]),
    Row(#""runtime": {"dockerConfig": "x"}"#, "", folds: ["write-only runtime.dockerConfig"]),
    Row(
      "", #""revision": {"active": "r1", "traffic": 100}"#,
      folds: ["server-owned revision.active", "server-owned revision.traffic"]),
    Row(#""revision": {"traffic": 50}"#, #""revision": {"traffic": 100}"#, changes: ["change revision.traffic"]),
    Row(
      #""triggers": [{"id": "t", "configuration": {"tasks": [1]}}]"#,
      #""triggers": [{"id": "t", "configuration": {"tasksRef": "s3://x"}}]"#,
      folds: ["unknown triggers[t].configuration.tasks", "server-owned triggers[t].configuration.tasksRef"]),
    Row(
      #""triggers": [{"id": "t", "configuration": {"tasks": [1]}}]"#,
      #""triggers": [{"id": "t", "configuration": {"tasks": [2], "tasksRef": "s3://x"}}]"#,
      changes: ["change triggers[t].configuration.tasks[#1]"],
      folds: ["server-owned triggers[t].configuration.tasksRef"]),
    Row(
      #""githubRunner": {"repositories": ["a/b"]}"#, #""githubRunner": {"repositories": "[\"a/b\"]"}"#,
      folds: ["equivalent githubRunner.repositories"]),
    Row(
      #""githubRunner": {"repositories": []}"#, #""githubRunner": {"repositories": ""}"#,
      folds: ["zero-fill githubRunner.repositories"]),
    Row(
      #""githubRunner": {"repositories": "[]"}"#, #""githubRunner": {"repositories": []}"#,
      folds: ["equivalent githubRunner.repositories"]),
    Row(#""githubRunner": {"repositories": "[\"a\"]"}"#, #""githubRunner": {"repositories": "[\"a\"]"}"#),
    Row(
      #""githubRunner": {"repositories": ["a/b", "a/b"]}"#, #""githubRunner": {"repositories": ["a/b"]}"#,
      folds: ["equivalent githubRunner.repositories[a/b]"]),
    Row(#""policies": ["a", "a"]"#, #""policies": ["a", "a"]"#),
    Row(#""policies": [1.0]"#, #""policies": [1]"#, folds: [#"equivalent policies["1.0"]"#]),
    Row(#""other": [{"n": 1.0}, 2]"#, #""other": [{"n": 1}, 2]"#, folds: ["equivalent other[#1]"]),
    Row(
      #""other": [0, {"n": 1.0}, 2]"#, #""other": [{"n": 1}, 2]"#, changes: ["add other[#1]"],
      folds: ["equivalent other[#2]"]),
    Row(#""runtime": [{"a": 1.0}]"#, #""runtime": [{"a": 1}]"#, folds: ["equivalent runtime"]),
    Row(
      #""other": ["${X}", 2]"#, #""other": [1, 2]"#, folds: ["unknown other[#1]"]),
    Row(
      #""other": ["${X}"]"#, #""other": [1, 2]"#, changes: ["remove other[live#2]"], folds: ["unknown other[#1]"]),
    Row(#""other": [1, 2]"#, #""other": [2, 1]"#, changes: ["reorder other"]),
  ]

  @Test(arguments: rows) func `Each fold has its reason`(row: Row) throws {
    let plan = try compared(spec: row.desired, live: row.live)
    #expect(plan.outline == row.changes)
    #expect(plan.foldOutline == row.folds)
  }

  @Test func `A default that the spec leaves out is marked as one`() throws {
    let change = try #require(compared(spec: "", live: #""enabled": false"#).changes.first)
    #expect(change.after == true)
    #expect(change.afterIsDefault)
    let written = try #require(compared(spec: #""enabled": true"#, live: #""enabled": false"#).changes.first)
    #expect(!written.afterIsDefault)
  }
}
