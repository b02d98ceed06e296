import DriftEngine
import JobDiff
import PlanReport
import TestSupport
import Testing

/// Whose fields and whose jobs they are, sentence by sentence.
@Suite struct OwnershipTests {
  @Test func `What the server owns is no difference, also where a spec carries it, and is one note a file`() async {
    let spec = """
      kind: Job
      metadata: {name: j, createdAt: a, updatedAt: a, createdBy: a, updatedBy: a, plan: a, url: a, workspace: acme,
        labels: {x-blaxel-auto-generated: 'false'}}
      spec: {revision: {active: a}, runtime: {generation: mk2},
        triggers: [{id: t, configuration: {callbackSecret: a, tasksRef: a, tasks: [1]}}]}
      status: FAILED
      events: [a]
      """
    let live = """
      [{"metadata": {"name": "j", "createdAt": "b", "updatedAt": "b", "createdBy": "b", "updatedBy": "b", "plan": "b",
        "url": "b", "workspace": "acme", "labels": {"x-blaxel-auto-generated": "true"}},
        "spec": {"revision": {"active": "b"}, "runtime": {"generation": "mk3"},
         "triggers": [{"id": "t", "configuration": {"callbackSecret": "b", "tasksRef": "b", "tasks": [1]}}]},
        "status": "DEPLOYED", "events": ["b"]}]
      """
    let outcome = Outcome(await EngineRun.plan(specs: spec, live: live))
    #expect(outcome.changes == [])
    #expect(outcome.findings == ["note server-owned-field"])
    #expect(outcome.folds.count == 14)
    #expect(outcome.folds.allSatisfy { $0.hasPrefix("server-owned ") })
  }

  @Test func `Fields of the revision compare when the spec declares them`() async {
    let live = #""revision": {"active": "r1", "traffic": 100, "canaryPercent": 5}"#
    #expect(await Outcome(of: "revision: {traffic: 50}", live).changes == ["change revision.traffic"])
    #expect(await Outcome(of: "", live).changes == [])
  }

  @Test func `Region auto is any region`() async {
    #expect(await Outcome(of: "region: auto", #""region": "eu-lon-1""#).changes == [])
    #expect(await Outcome(of: "region: us-was-1", #""region": "eu-lon-1""#).changes == ["change region"])
  }

  @Test func `Tasks that the server keeps elsewhere are unknown, not empty`() async {
    let live = #""triggers": [{"id": "t", "configuration": {"tasksRef": "s3://tasks"}}]"#
    let outcome = await Outcome(of: "triggers: [{id: t, configuration: {tasks: [{shard: 1}]}}]", live)
    #expect(outcome.changes == [])
    #expect(outcome.folds.contains("unknown triggers[t].configuration.tasks"))
    #expect(outcome.report.verdict == .cleanExceptUnknown)
  }

  @Test func `What the API never gives back is counted as not compared`() async {
    let outcome = await Outcome(of: "runtime: {dockerConfig: abc, skipBuild: true}", #""runtime": {}"#)
    #expect(outcome.folds == ["write-only runtime.dockerConfig", "write-only runtime.skipBuild"])
    #expect(outcome.report.verdict == .cleanExceptUnknown)
    #expect(outcome.report.text(.text).contains("2 values that the API never gives back could not be compared."))
  }

  // MARK: Jobs that are only live

  private func liveOnly(_ ownership: Ownership, status: String = "DEPLOYED") async -> Report {
    await EngineRun.plan(
      specs: "kind: Job\nmetadata: {name: j}\n",
      live:
        #"[{"metadata": {"name": "j"}}, {"metadata": {"name": "k", "labels": {"team": "a"}}, "status": "\#(status)"}]"#,
      ownership: ownership)
  }

  @Test func `In a shared workspace a job without a spec is shown, not counted, and the last line says so`() async {
    let report = await liveOnly(.shared)
    #expect(report.jobs.map(\.action) == [.unchanged, .liveOnly])
    #expect(report.exitCode == 0)
    #expect(report.text(.text).contains("1 live only (ownership: shared, not counted)."))
  }

  @Test func `Specs that own the workspace delete it`() async {
    let report = await liveOnly(.exclusive)
    #expect(report.jobs.map(\.action) == [.unchanged, .delete])
    #expect(report.exitCode == 2)
  }

  @Test func `Specs that own a label delete what carries it, and do not see the rest`() async {
    #expect(await liveOnly(.label("team", "a")).jobs.map(\.action) == [.unchanged, .delete])
    #expect(await liveOnly(.label("team", "b")).jobs.map(\.action) == [.unchanged])
  }

  @Test(arguments: ["DELETING", "TERMINATED"])
  func `A job on its way out is not live`(status: String) async {
    #expect(await liveOnly(.exclusive, status: status).jobs.map(\.name) == ["j"])
  }

  @Test(arguments: ["FAILED", "DEPLOYING", "BUILDING", "DEACTIVATED"])
  func `A job that does not serve is a warning, whatever the plan says`(status: String) async {
    let report = await EngineRun.plan(
      specs: "kind: Job\nmetadata: {name: j}\n", live: #"[{"metadata": {"name": "j"}, "status": "\#(status)"}]"#)
    #expect(report.outline == ["warning live-not-serving"])
    #expect(report.exitCode == 0)
  }

  @Test(arguments: ["DEPLOYED", "BUILT"])
  func `A job that serves is not`(status: String) async {
    let report = await EngineRun.plan(
      specs: "kind: Job\nmetadata: {name: j}\n", live: #"[{"metadata": {"name": "j"}, "status": "\#(status)"}]"#)
    #expect(report.outline == [])
  }
}
