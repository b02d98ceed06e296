import ConfigValue
import Diagnostics
import JobDiff
import PlanReport
import TestSupport
import Testing

/// Where reports say that things stand, from marked YAML to printed numbers.
@Suite struct PositionTests {
  private static let specs = MarkedText(
    """
    # a comment, so that nothing stands on line 1
    kind: Job
    metadata:
      name: «name j»
      labels: {team: «label "é漢🚀"»}
    spec:
      policies: [a, «policy b»]
      runtime:
        memory: «memory 4096»
        image: «image >-
          job/folded
          text»
        envs:
          - name: KEEP
            value: «env 'single ''quoted'''»
          - «added name: NEW
            value: "1"»
      «triggers triggers»: []
    """)

  private static let live = #"""
    [{"metadata": {"name": "j", "labels": {"team": "old"}}, "spec": {"policies": ["a"], "runtime": {"memory": 1,
      "image": "x", "envs": [{"name": "KEEP", "value": "v"}]}, "triggers": [{"id": "t", "type": "cron"}]}}]
    """#

  /// Line and column, from 1, of a byte offset; columns in code points.
  private static func position(of offset: Int) -> (line: Int, column: Int) {
    let before = String(decoding: specs.bytes[..<offset], as: UTF8.self)
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    return (lines.count, (lines.last?.unicodeScalars.count ?? 0) + 1)
  }

  @Test(arguments: [
    ("metadata.labels.team", "label"), ("spec.policies[b]", "policy"), ("spec.runtime.memory", "memory"),
    ("spec.runtime.envs[KEEP].value", "env"), ("spec.runtime.envs[NEW]", "added"), ("spec.runtime.image", "image"),
    ("spec.triggers[t]", "triggers"),
  ])
  func `JSON and text give the exact place of what a change wants`(path: String, mark: String) async throws {
    let report = await EngineRun.plan(specs: Self.specs.text, live: Self.live)
    #expect(report.outline == [])
    let range = Self.specs[mark]
    let (start, end) = (Self.position(of: range.lowerBound), Self.position(of: range.upperBound))
    let document = try PlainValue(json: Array(report.text(.json).utf8))
    let changes = document["jobs"]?.elements.flatMap { $0["changes"]?.elements ?? [] } ?? []
    let change = try #require(changes.first { $0["path"]?.text == path })
    let source: PlainValue = [
      "file": "jobs.yaml", "line": .number(Number(start.line)), "column": .number(Number(start.column)),
      "endLine": .number(Number(end.line)), "endColumn": .number(Number(end.column)),
    ]
    #expect(change["source"] == source)
    // What applying removes has no place of its own in the specs, and the text shows none.
    guard change["op"] != "remove" else { return }
    let shown = path.hasPrefix("spec.") ? String(path.dropFirst(5)) : path
    let line = try #require(report.text(.text).split(separator: "\n").first { $0.contains(" \(shown) ") })
    #expect(line.hasSuffix(" :\(start.line):\(start.column)"))
  }

  @Test func `Every change but a remove is shown with its place`() async throws {
    let report = await EngineRun.plan(specs: Self.specs.text, live: Self.live)
    let changes = report.jobs.flatMap(\.changes)
    #expect(changes.count == 7)
    for change in changes { #expect(change.source != nil, "\(change.path)") }
    let placed = report.text(.text).split(separator: "\n").count { $0.firstMatch(of: /\ :\d+:\d+$/) != nil }
    #expect(placed == changes.count { $0.operation != .remove })
  }

  @Test func `A job's own place is that of its document`() async throws {
    let report = await EngineRun.plan(specs: Self.specs.text, live: "[]")
    let job = try #require(report.jobs.first)
    #expect(job.source?.start.line == 2)
    #expect(report.text(.text).contains("+ j"))
    #expect(report.text(.text).contains("jobs.yaml:2   new job"))
  }
}
