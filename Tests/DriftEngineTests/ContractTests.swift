import DriftEngine
import JobDiff
import PlanReport
import TestSupport
import Testing

/// What a spec is responsible for, sentence by sentence, each with the example that motivated it.
@Suite struct ContractTests {
  @Test func `Objects are owned field by field: memory in Git, retries set in the console`() async {
    let outcome = await Outcome(of: "runtime: {memory: 4096}", #""runtime": {"memory": 2048, "maxRetries": 3}"#)
    #expect(outcome.changes == ["change runtime.memory", "unmanaged-field runtime.maxRetries?"])
  }

  @Test func `A declared list is owned whole: a trigger added in the console would be removed`() async {
    let outcome = await Outcome(
      of:
        "triggers: [{id: a, type: http}]", #""triggers": [{"id": "a", "type": "http"}, {"id": "b", "type": "cron"}]"#)
    #expect(outcome.changes == ["remove triggers[b]"])
    #expect(outcome.exitCode == 2)
  }

  @Test func `Declared labels are owned whole, but for those of the server`() async {
    let report = await EngineRun.plan(
      specs: "kind: Job\nmetadata: {name: j, labels: {team: a}}\n",
      live:
        #"[{"metadata": {"name": "j", "labels": {"team": "a", "console": "x", "x-blaxel-auto-generated": "true"}}}]"#)
    let outcome = Outcome(report)
    #expect(outcome.changes == ["remove metadata.labels.console"])
    #expect(outcome.folds == ["server-owned metadata.labels.x-blaxel-auto-generated"])
  }

  // MARK: Three states

  @Test(arguments: ["triggers: ", "triggers: null", "triggers: []"])
  func `Triggers whose items are commented out are declared empty, not left out`(triggers: String) async {
    let outcome = await Outcome(of: triggers, #""triggers": [{"id": "a", "type": "cron"}]"#)
    #expect(outcome.changes == ["remove triggers[a]"])
  }

  @Test func `So are those of a block without items`() async {
    let report = await EngineRun.plan(
      specs: "kind: Job\nmetadata: {name: j}\nspec:\n  triggers:\n  # - id: a\n  #   type: cron\n  region: eu\n",
      live: #"[{"metadata": {"name": "j"}, "spec": {"region": "eu", "triggers": [{"id": "a", "type": "cron"}]}}]"#)
    #expect(Outcome(report).changes == ["remove triggers[a]"])
  }

  @Test func `Null on a scalar says that there is none`() async {
    #expect(
      await Outcome(of: "runtime: {timeout: null}", #""runtime": {"timeout": 60}"#).changes == [
        "remove runtime.timeout"
      ])
    #expect(await Outcome(of: "runtime: {timeout: null}", #""runtime": {}"#).changes == [])
  }

  @Test(arguments: ["", "envs: null", "envs: []"], ["", #""envs": null"#, #""envs": []"#])
  func `Two sides without elements are equal, however they say so`(desired: String, live: String) async {
    let outcome = await Outcome(of: "runtime: {\(desired)}", #""runtime": {\#(live)}"#)
    #expect(outcome.changes == [])
    #expect(outcome.exitCode == 0)
  }

  // MARK: A silent spec

  @Test func `A job disabled in the console counts, though its spec never spoke of it`() async {
    let outcome = await Outcome(of: "", #""enabled": false"#)
    #expect(outcome.changes == ["change enabled"])
    #expect(outcome.report.text(.text).contains("false → true"))
    #expect(outcome.exitCode == 2)
  }

  @Test func `A default that the API writes out is folded`() async {
    let outcome = await Outcome(of: "", #""enabled": true"#)
    #expect(outcome.changes == [])
    #expect(outcome.folds == ["default enabled"])
  }

  @Test(arguments: [
    (#""triggers": [{"id": "a", "type": "cron"}]"#, "triggers[a]"),
    (#""runtime": {"envs": [{"name": "A", "value": "x"}]}"#, "runtime.envs[A]"),
    (#""runtime": {"ports": [{"name": "p", "target": 1}]}"#, "runtime.ports[p]"),
    (#""volumes": [{"name": "v"}]"#, "volumes[v]"), (#""policies": ["p"]"#, "policies[p]"),
    (#""githubRunner": {"repositories": ["o/r"]}"#, "githubRunner.repositories[o/r]"),
  ])
  func `What the console added to a list that no spec speaks of counts: applying may remove it`(
    live: String, path: String
  ) async {
    let outcome = await Outcome(of: "", live)
    #expect(outcome.changes == ["unmanaged-field \(path)"])
    #expect(outcome.exitCode == 2)
  }

  @Test func `Any other live value that the spec is silent about is shown, and does not count`() async {
    let outcome = await Outcome(of: "", #""runtime": {"memory": 4096}, "newField": [1]"#)
    #expect(outcome.changes == ["unmanaged-field runtime.memory?", "unmanaged-field newField?"])
    #expect(outcome.exitCode == 0)
  }

  // MARK: Zeros

  @Test(arguments: [
    ("runtime: {timeout: 0, maxRetries: 0}", #""runtime": {}"#),
    ("runtime: {}", #""runtime": {"timeout": 0, "maxRetries": 0}"#),
  ])
  func `Zeros that Go programs fill in are nothing against nothing`(desired: String, live: String) async {
    let outcome = await Outcome(of: desired, live)
    #expect(outcome.changes == [])
    #expect(outcome.folds == ["zero-fill runtime.timeout", "zero-fill runtime.maxRetries"])
  }

  @Test func `A zero that would switch a job off is no filling`() async {
    #expect(await Outcome(of: "enabled: false", "").changes == ["add enabled"])
  }

  @Test func `A zero against a value is a change`() async {
    #expect(
      await Outcome(of: "runtime: {maxRetries: 0}", #""runtime": {"maxRetries": 3}"#).changes == [
        "change runtime.maxRetries"
      ])
  }

  @Test func `A spec full of zeros is warned about once, by the one that switches something off`() async {
    let outcome = await Outcome(
      of:
        "enabled: false, region: '', runtime: {timeout: 0, maxRetries: 0, image: '', diskPercent: 0}", "")
    #expect(outcome.findings == ["warning zero-values"])
    #expect(outcome.report.findingsText.contains("among them 'spec.enabled'"))
  }
}
