import ConfigValue
import DriftEngine
import JobDiff
import PlanReport
import TestSupport
import Testing

/// Equal is what is equal, and nothing else; each sentence with the example that motivated it.
@Suite struct ExactnessTests {
  private static func cron(_ configuration: String) -> String {
    "triggers: [{id: t, type: cron, configuration: {\(configuration)}}]"
  }

  private static func live(_ configuration: String) -> String {
    #""triggers": [{"id": "t", "type": "cron", "configuration": {\#(configuration)}}]"#
  }

  // MARK: Types

  @Test(arguments: [
    ("'123'", "123", "123"), ("'true'", "true", "true"), ("'null'", "null", "null"), ("'1.0'", "1.0", #""1.0""#),
    (#"'{"a":1}'"#, #"{"a":1}"#, #""{\"a\":1}""#),
  ])
  func `A live element of another type is a change that shows both types: policy '123' against the number`(
    desired: String, live: String, key: String
  ) async throws {
    let outcome = await Outcome(of: "policies: [\(desired)]", #""policies": [\#(live)]"#)
    #expect(outcome.changes == ["change policies[\(key)]"])
    #expect(outcome.exitCode == 2)
    let change = try #require(outcome.report.jobs.first?.changes.first)
    #expect(change.before != change.after)
  }

  @Test func `What has its equal is not taken for what only reads like it, and each has a path of its own`() async {
    let outcome = await Outcome(of: "policies: ['1', '2']", #""policies": [2, "2", 1, "1"]"#)
    #expect(outcome.changes == ["remove policies[value=2,#1]", "remove policies[value=1,#1]"])
  }

  // MARK: Bytes

  /// One letter in one code point, and in two.
  private static let letters = ("\u{E9}", "e\u{301}")

  @Test(arguments: [
    ("policies: [LETTER]", #""policies": ["LETTER"]"#),
    ("runtime: {image: LETTER}", #""runtime": {"image": "LETTER"}"#),
    ("other: {LETTER: 1}", #""other": {"LETTER": 1}"#), ("other: [LETTER]", #""other": ["LETTER"]"#),
    ("other: [{LETTER: 1}]", #""other": [{"LETTER": 1}]"#), ("region: LETTER", #""region": "LETTER""#),
    (cron("tasks: [{f: LETTER}]"), live(#""tasks": [{"f": "LETTER"}]"#)),
    ("volumes: [{name: LETTER, type: ephemeral, mountPath: /a, sizeMb: 1}]", #""volumes": [{"name": "LETTER"}]"#),
  ])
  func `Texts that look alike and have other bytes differ: an é in one code point and in two`(
    desired: String, live: String
  ) async {
    let (one, two) = Self.letters
    let wanted = desired.replacing("LETTER", with: one)
    #expect(
      await Outcome(of: wanted, live.replacing("LETTER", with: one)).report.verdict == .clean
        || live.contains("volumes"))
    let outcome = await Outcome(of: wanted, live.replacing("LETTER", with: two))
    #expect(outcome.report.verdict == .differences)
    #expect(outcome.report.jobs.flatMap(\.changes).allSatisfy { $0.path.elements.last != .field("name") })
  }

  @Test func `People are shown what they cannot see: the code points`() async {
    let outcome = await Outcome(of: "region: \(Self.letters.0)", #""region": "\#(Self.letters.1)""#)
    #expect(outcome.report.text(.text).contains(#""e\u{301}" → "\u{E9}""#))
  }

  @Test func `So do names of labels, and names of jobs`() async {
    let (one, two) = Self.letters
    func specs(_ letter: String) -> String { "kind: Job\nmetadata: {name: j, labels: {\(letter): x}}\n" }
    func live(_ letter: String) -> String { #"[{"metadata": {"name": "j", "labels": {"\#(letter)": "x"}}}]"# }
    #expect(await EngineRun.plan(specs: specs(one), live: live(one)).verdict == .clean)
    let outcome = Outcome(await EngineRun.plan(specs: specs(one), live: live(two)))
    #expect(outcome.changes == [#"add metadata.labels."\#(one)""#, #"remove metadata.labels."\#(two)""#])
    let jobs = await EngineRun.plan(
      specs: "kind: Job\nmetadata: {name: \(one)}\n",
      live: #"[{"metadata": {"name": "\#(two)"}}, {"metadata": {"name": "\#(one)"}}]"#)
    #expect(jobs.jobs.map(\.action) == [.liveOnly, .unchanged])
  }

  // MARK: Numbers

  @Test(arguments: ["8080.0", "0x1F90", "8080"])
  func `An unnamed port is known by what its number is worth, not by how it is written`(target: String) async {
    let outcome = await Outcome(
      of: "runtime: {ports: [{target: \(target), protocol: TCP}]}",
      #""runtime": {"ports": [{"name": "p", "target": 8080, "protocol": "TCP"}]}"#)
    #expect(outcome.changes == [])
    #expect(outcome.folds.contains("server-owned runtime.ports[p].name"))
  }

  @Test func `Another spelling of a number is a fold, inside of a task too`() async {
    let outcome = await Outcome(of: Self.cron("tasks: [{n: 1.0}]"), Self.live(#""tasks": [{"n": 1}]"#))
    #expect(outcome.changes == [])
    #expect(outcome.folds == ["equivalent triggers[t].configuration.tasks[#1]"])
  }

  // MARK: Keys

  @Test(arguments: ["id: ''", "id: null", "id: "])
  func `An id present only live is folded, also where the spec has an empty one`(id: String) async {
    let outcome = await Outcome(
      of: "triggers: [{\(id), type: cron, configuration: {schedule: '0 * * * *'}}]",
      #""triggers": [{"id": "x9", "type": "cron", "configuration": {"schedule": "0 * * * *"}}]"#)
    #expect(outcome.changes == [])
    #expect(outcome.folds == ["server-owned triggers[x9].id"])
    #expect(outcome.findings == [])
  }

  @Test func `So is the name of a port`() async {
    let outcome = await Outcome(
      of: "runtime: {ports: [{name: '', target: 80}]}", #""runtime": {"ports": [{"name": "web", "target": 80}]}"#)
    #expect(outcome.changes == [])
    #expect(outcome.folds == ["server-owned runtime.ports[web].name"])
  }

  // MARK: Tasks that the server keeps

  @Test(arguments: [#""tasksRef": """#, #""tasksRef": null"#])
  func `A reference to tasks that points nowhere hides none: an edit under a zero-filled tasksRef counts`(
    reference: String
  ) async {
    let outcome = await Outcome(of: Self.cron("tasks: [{n: 1}]"), Self.live(reference))
    #expect(outcome.changes == ["add triggers[t].configuration.tasks[#1]"])
    #expect(outcome.exitCode == 2)
  }

  /// What the spec says does not matter: that there are none may be as wrong as any list.
  @Test(arguments: ["tasks: [{n: 1}]", "tasks: []", "tasks: null", "retry: 1"])
  func `A tasksRef without tasks means that the tasks are unknown: counted, never clean`(tasks: String) async {
    let outcome = await Outcome(of: Self.cron(tasks), Self.live(#""retry": 1, "tasksRef": "s3://x""#))
    #expect(outcome.changes.filter { !$0.hasSuffix("?") } == [])
    #expect(outcome.folds.contains("unknown triggers[t].configuration.tasks"))
    #expect(outcome.report.verdict == .cleanExceptUnknown)
  }
}
