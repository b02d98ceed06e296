import BlaxelAPI
import ConfigValue
import Diagnostics
import PlanReport
import TestSupport
import Testing

/// One value that must not be seen, in every place it could come from.
@Suite struct SecrecyTests {
  private static let canary = "c4nary-Ab9x-7Tq2-zz81"

  private static func texts(of report: Report) -> [String] {
    [report.text(.text), report.text(.text, isColored: true), report.text(.json), report.findingsText]
  }

  private static func job(_ spec: String, metadata: String = "") -> String {
    "kind: Job\nmetadata: {name: j\(metadata)}\nspec:\n\(spec)"
  }

  static let specs: [(String, String)] = [
    ("env marked secret", "  runtime: {envs: [{name: A, value: CANARY, secret: true}]}\n"),
    ("env with a secret's name", "  runtime: {envs: [{name: DB_PASSWORD, value: CANARY}]}\n"),
    (
      "copy of a secret in a plain env",
      "  runtime: {envs: [{name: A, value: CANARY, secret: true}, {name: B, value: CANARY}]}\n"
    ),
    ("secret inside a longer text", "  runtime: {image: job/CANARY, envs: [{name: A, value: CANARY, secret: true}]}\n"),
    ("secret as a key", "  runtime: {envs: [{name: A, value: CANARY, secret: true}]}\n  odd: {CANARY: 1}\n"),
    (
      "secret as the name of an element with findings",
      "  runtime: {envs: [{name: A, value: CANARY, secret: true}, {name: CANARY, value: 5}]}\n"
    ),
    ("registry credentials", "  runtime: {dockerConfig: '{\"auths\": \"CANARY\"}'}\n"),
    ("registry credentials of the wrong type", "  runtime: {dockerConfig: {auths: [CANARY]}}\n"),
    ("callback secret", "  triggers: [{id: t, type: http-async, configuration: {callbackSecret: CANARY}}]\n"),
    ("beside a misspelled field", "  runtime: {envs: [{name: A, value: CANARY, secrt: true, secret: true}]}\n"),
    ("after a syntax error", "  runtime: {envs: [{name: A, value: CANARY, secret: true\n"),
    ("in a duplicate key", "  runtime: {envs: [{name: A, secret: true, value: CANARY, value: CANARY}]}\n"),
    ("address with a password", "  runtime: {envs: [{name: URL, value: 'postgres://u:CANARY@h/db'}]}\n"),
  ]

  @Test(arguments: specs)
  func `A secret of a spec is in no report`(place: String, spec: String) async {
    let text = Self.job(spec.replacing("CANARY", with: Self.canary))
    for live in ["[]", #"[{"metadata": {"name": "j"}, "spec": {"runtime": {"envs": [{"name": "A", "value": "x"}]}}}]"#]
    {
      let report = await EngineRun.plan(specs: text, live: live)
      for output in Self.texts(of: report) { #expect(!output.contains(Self.canary), "\(place)") }
    }
  }

  @Test(arguments: [#""labels": {"CANARY": "y"}"#, #""labels": {"a": "y"}"#])
  func `A secret that is the name of a label is in no path, and in no pointer`(labels: String) async {
    let spec = "  runtime: {envs: [{name: A, value: CANARY, secret: true}]}\n"
    let files = [
      Self.job(spec, metadata: ", labels: {CANARY: x}"), #"[{"metadata": {"name": "j", \#(labels)}, "spec": {}}]"#,
    ].map { $0.replacing("CANARY", with: Self.canary) }
    for output in Self.texts(of: await EngineRun.plan(specs: files[0], live: files[1])) {
      #expect(!output.contains(Self.canary))
    }
    let answer = await EngineRun.explain("j", FieldPath([.field("metadata")]), specs: files[0], live: files[1])
    #expect(answer.text?.contains(Self.canary) == false)
  }

  @Test(arguments: [
    #"{"name": "A", "value": "CANARY", "secret": true}"#, #"{"name": "API_KEY", "value": "CANARY"}"#,
    #"{"name": "A", "value": "https://u:CANARY@h/"}"#,
  ])
  func `A secret of a live job is in no report`(env: String) async {
    let live = #"""
      [{"metadata": {"name": "j", "updatedBy": "CANARY", "labels": {"copy": "CANARY"}},
        "spec": {"callbackSecret": "CANARY", "runtime": {"image": "x/CANARY", "envs": [\#(env)]},
          "triggers": [{"id": "t", "type": "http-async", "configuration": {"callbackSecret": "CANARY"}}]}}]
      """#
    for spec in [
      "  runtime: {}\n", "  runtime: {envs: []}\n  triggers: []\n",
      "  runtime: {image: y, envs: [{name: A, value: b}]}\n",
    ] {
      let report = await EngineRun.plan(
        specs: Self.job(spec, metadata: ", labels: {copy: x}"), live: live.replacing("CANARY", with: Self.canary))
      #expect(report.verdict == .differences)
      for output in Self.texts(of: report) { #expect(!output.contains(Self.canary), "\(env) \(spec)") }
    }
  }

  @Test func `Numbers and plain words with secret-looking names stay visible`() async {
    let report = await EngineRun.plan(
      specs: Self.job(
        "  runtime: {envs: [{name: MAX_TOKENS, value: '500'}, {name: SESSION_TIMEOUT, value: ten}, {name: USE_TOKEN, value: 'true'}]}\n"
      ), live: #"[{"metadata": {"name": "j"}, "spec": {"runtime": {}}}]"#)
    for value in ["500", "ten", "true"] { #expect(report.text(.json).contains("\"\(value)\"")) }
  }

  @Test func `A secret that changed shows as changed`() async {
    let report = await EngineRun.plan(
      specs: Self.job("  runtime: {envs: [{name: A, value: \(Self.canary), secret: true}]}\n"),
      live:
        #"[{"metadata": {"name": "j"}, "spec": {"runtime": {"envs": [{"name": "A", "value": "an-older-secret"}]}}}]"#)
    #expect(report.verdict == .differences)
    #expect(report.text(.text).contains("(sensitive, before) → (sensitive, after)"))
    #expect(!report.text(.json).contains("an-older-secret"))
  }

  @Test func `An API error that repeats a secret of a spec does not show it`() async {
    let files = MemoryFiles(
      texts: ["jobs.yaml": Self.job("  runtime: {envs: [{name: A, value: \(Self.canary), secret: true}]}\n")])
    for status in [400, 401, 403, 404, 409, 422, 500] {
      let echo = ScriptedTransport { _, _ throws(TransportFailure) in
        HTTPAnswer(status: status, json: ["error": "bad", "message": .string("not valid: \(Self.canary)!")])
      }
      let report = await EngineRun.plan(["jobs.yaml"], in: files, over: echo)
      #expect(report.verdict == .error)
      #expect(report.findingsText.contains("not valid: (sensitive)!"))
      for output in Self.texts(of: report) { #expect(!output.contains(Self.canary)) }
    }
  }
}
