import DriftEngine
import JobDiff
import PlanReport
import TestSupport
import Testing

/// Values that the API gives back as asterisks, sentence by sentence.
@Suite struct MaskTests {
  private func env(_ desired: String, _ live: String) async -> Outcome {
    await Outcome(
      of:
        "runtime: {envs: [{name: A, value: '\(desired)'}]}",
      #""runtime": {"envs": [{"name": "A", "value": "\#(live)"}]}"#
    )
  }

  @Test(arguments: ["***", "****", "**********"])
  func `A masked value is neither equal nor different, and always counted`(mask: String) async {
    let outcome = await env("x", mask)
    #expect(outcome.changes == [])
    #expect(outcome.folds == ["masked runtime.envs[A].value"])
    #expect(outcome.report.verdict == .cleanExceptUnknown)
    #expect(outcome.report.text(.text).contains("1 masked value could not be compared with live."))
  }

  @Test(arguments: ["**", "****x", "* * *", "x"])
  func `Anything but three or more asterisks is a value`(live: String) async {
    #expect(await env("y", live).changes == ["change runtime.envs[A].value"])
  }

  @Test func `Asterisks in a field that is never masked are a value`() async {
    #expect(await Outcome(of: "region: eu", #""region": "****""#).changes == ["change region"])
  }

  @Test func `The mask in a spec is an error where applying would store it`() async {
    let outcome = await env("****", "****")
    #expect(outcome.findings == ["error mask-in-spec"])
    #expect(outcome.exitCode == 3)
  }

  @Test func `The mask in a spec is a note where the server owns the field`() async {
    let outcome = await Outcome(
      of:
        "triggers: [{id: t, type: http, configuration: {callbackSecret: '****'}}]",
      #""triggers": [{"id": "t", "type": "http", "configuration": {"callbackSecret": "****"}}]"#)
    #expect(outcome.findings == ["note server-owned-field", "note mask-in-spec"])
    #expect(outcome.exitCode == 0)
  }
}
