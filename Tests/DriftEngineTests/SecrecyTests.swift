import BlaxelAPI
import ConfigValue
import Diagnostics
import DriftEngine
import JobModel
import PlanReport
import TestSupport
import Testing

/// One value that must not be seen, in every place it could come from.
@Suite struct SecrecyTests {
  private static let canary = "c4nary-Ab9x-7Tq2-zz81"

  private static func texts(of report: Report) -> [String] {
    report.texts + [report.text(.text, isColored: true)]
  }

  private static func job(_ spec: String, metadata: String = "") -> String {
    "kind: Job\nmetadata: {name: j\(metadata)}\nspec:\n\(spec)"
  }

  static let specs: [(String, String)] = [
    ("env with a secret's name in camel case", "  runtime: {envs: [{name: dbPassword, value: CANARY}]}\n"),
    ("unknown field with a secret's name in camel case", "  odd: {nested: {clientSecret: CANARY}}\n"),
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
    ("env that marks itself in other words", "  runtime: {envs: [{name: A, value: CANARY, secret: 'true'}]}\n"),
    ("env that says yes", "  runtime: {envs: [{name: A, value: CANARY, secret: yes}]}\n"),
    ("env with a misspelled mark", "  runtime: {envs: [{name: A, value: CANARY, sercet: true}]}\n"),
    ("misspelled value", "  runtime: {envs: [{name: DB_PASSWORD, vlaue: CANARY}]}\n"),
    ("capitalised value", "  runtime:\n    envs:\n      - name: DB_PASSWORD\n        Value: CANARY\n"),
    ("another field beside the name", "  runtime: {envs: [{name: DB_PASSWORD, content: CANARY}]}\n"),
    ("misspelled name", "  runtime: {envs: [{nmae: DB_PASSWORD, value: CANARY}]}\n"),
    ("list for a value", "  runtime: {envs: [{name: DB_PASSWORD, value: [CANARY]}]}\n"),
    ("mapping for a value", "  runtime: {envs: [{name: DB_PASSWORD, value: {a: CANARY}}]}\n"),
    ("envs without a dash", "  runtime: {envs: {name: DB_PASSWORD, value: CANARY}}\n"),
    ("envs as a mapping", "  runtime:\n    envs:\n      DB_PASSWORD: CANARY\n"),
    ("envs as one-key mappings", "  runtime:\n    envs:\n      - DB_PASSWORD: CANARY\n"),
    ("envs as in a shell", "  runtime:\n    envs:\n      - DB_PASSWORD=CANARY\n"),
    ("misspelled registry credentials", "  runtime: {dockerConfg: CANARY}\n"),
    ("registry credentials elsewhere", "  dockerConfig: CANARY\n"),
    ("callback secret elsewhere", "  triggers: [{id: a, type: http, callbackSecret: CANARY}]\n"),
    ("triggers without a dash", "  triggers: {id: a, configuration: {callbackSecret: CANARY}}\n"),
    ("envs elsewhere", "  envs: [{name: DB_PASSWORD, value: CANARY}]\n"),
    ("name that stands twice", "  runtime: {envs: [{name: A, value: x, secret: true}, {name: A, value: CANARY}]}\n"),
    ("beside an unknown field of a secret", "  runtime: {envs: [{name: A, value: CANARY, secret: true, zzqqx: 1}]}\n"),
    (
      "text with a comma in flow style", "  runtime: {envs: [{name: DB_PASSWORD, value: p4ssA,CANARY, secret: true}]}\n"
    ),
    ("value without a colon", "  runtime: {envs: [{name: DB_PASSWORD, value, CANARY}]}\n"),
    ("value in braces", "  runtime: {envs: [{name: DB_PASSWORD, value: {CANARY}}]}\n"),
    ("credentials in braces", "  runtime: {dockerConfig: {auths: {CANARY, CANARY}}}\n"),
    ("secret in the place of its mark", "  runtime: {envs: [{name: A, secret: CANARY}]}\n"),
    (
      "password with a dollar",
      "  runtime: {envs: [{name: DB_PASSWORD, value: 'pa$CANARY'}]}\n".replacing("-", with: "_")
    ),
    ("JSON with a secret's name", "  runtime: {envs: [{name: CFG, value: '{\"password\": \"CANARY\"}'}]}\n"),
    ("mapping in a text", "  runtime: {envs: [{name: CFG, value: '{password: CANARY}'}]}\n"),
    ("connection string", "  runtime: {envs: [{name: CONN, value: 'Server=db;Password=CANARY;A=b'}]}\n"),
    ("authorization", "  runtime: {envs: [{name: AUTH, value: Bearer CANARY}]}\n"),
    ("copy of an authorization", "  runtime: {image: r/CANARY, envs: [{name: AUTH, value: Bearer CANARY}]}\n"),
    (
      "copy of a secret in JSON",
      "  runtime: {image: r/CANARY, envs: [{name: CFG, value: '{\"password\": \"CANARY\"}'}]}\n"
    ),
    ("query of a path", "  triggers: [{id: a, type: http, configuration: {path: '/x?token=CANARY'}}]\n"),
    ("query of an address", "  triggers: [{id: a, configuration: {callbackUrl: 'https://h/?a=b&sig=CANARY'}}]\n"),
    ("token in a sentence", "  region: see sk_live_a0CANARY0123456789\n"),
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

  @Test(arguments: ["DB_PASSWORD", "apiKey", "token"], ["c4nary-Ab9x-7Tq2-zz81", "shrt#"])
  func `A label with a secret's name shows no value, and neither do its copies`(name: String, value: String) async {
    let live = #"[{"metadata": {"name": "j", "labels": {"\#(name)": "VALUE-1", "copy": "x"}}, "spec": {}}]"#
      .replacing("VALUE", with: value)
    for label in ["\(name): \(value)-2", "\(name): '7'", "other: x"] {
      let spec = Self.job("  region: in/\(value)-1\n", metadata: ", labels: {\(label), copy: uses \(value)-1 here}")
      let isCopied = value.utf8.count > 6
      let text = isCopied ? spec : Self.job("  region: eu\n", metadata: ", labels: {\(label), copy: y}")
      let report = await EngineRun.plan(specs: text, live: live)
      #expect(report.verdict == .differences)
      for output in Self.texts(of: report) { #expect(!output.contains(value), "\(output)") }
      let answer = await EngineRun.explain("j", FieldPath([.field("metadata")]), specs: text, live: live)
      #expect(answer.text?.contains(value) == false)
    }
  }

  @Test(arguments: [
    #""labels": {"x-blaxel-password": "CANARY"}"#, #""url": "https://u:CANARY@h""#,
    #""updatedBy": "TOKEN", "url": "postgres://u:CANARY@h/db""#,
  ]) func `A secret that only the server's part of a job in sync has is in no report of another job`(
    metadata: String
  ) async {
    let live =
      #"[{"metadata": {"name": "j", METADATA}, "spec": {}}, {"metadata": {"name": "k"}, "spec": {"region": "CANARY"}}]"#
      .replacing("METADATA", with: metadata).replacing("CANARY", with: Self.canary)
    let specs = Self.job("  {}\n") + "---\nkind: Job\nmetadata: {name: k}\nspec: {region: eu}\n"
    let report = await EngineRun.plan(specs: specs, live: live)
    #expect(report.verdict == .differences)
    for output in Self.texts(of: report) { #expect(!output.contains(Self.canary), "\(output)") }
  }

  @Test func `A label that is called like a secret shows numbers and switches`() async {
    let report = await EngineRun.plan(
      specs: Self.job("  {}\n", metadata: ", labels: {token: '512', max_tokens: many}"),
      live: #"[{"metadata": {"name": "j", "labels": {"token": "256"}}, "spec": {}}]"#)
    for value in ["512", "256", "many"] { #expect(report.text(.json).contains("\"\(value)\"")) }
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

  /// Specs with a secret that only the live job, or only the spec, says is one; and what repeats it.
  @Test(arguments: [
    ("  runtime: {envs: [{name: FOO, value: CANARY, zzqqx: 1}]}\n", #""name": "FOO", "value": "****", "secret": true"#),
    (
      "  runtime: {envs: [{name: FOO, value: CANARY}]}\n  odd: CANARY\n",
      #""name": "FOO", "value": "****", "secret": true"#
    ),
    (
      "  runtime: {envs: [{name: FOO, value: x}, {name: FOO, value: CANARY}]}\n",
      #""name": "FOO", "value": "****", "secret": true"#
    ),
    (
      "  runtime: {envs: [{name: FOO, value: x, secret: true}]}\n",
      #""name": "FOO", "value": "CANARY"}, {"name": "B", "value": "CANARY""#
    ),
    ("  runtime: {}\n", #""name": "A", "value": "y", "secret": true}, {"name": "A", "value": "CANARY""#),
    ("  runtime: {}\n", #""name": "A", "value": "CANARY", "secret": "true""#),
    ("  runtime: {}\n", #""name": "A", "value": "CANARY", "secret": 1"#),
  ])
  func `What one side says is secret is so on both`(spec: String, live: String) async {
    let report = await EngineRun.plan(
      specs: Self.job(spec.replacing("CANARY", with: Self.canary), metadata: ", labels: {copy: x}"),
      live:
        #"[{"metadata": {"name": "j"}, "spec": {"runtime": {"envs": [{\#(live.replacing("CANARY", with: Self.canary))}]}}}]"#
    )
    for output in Self.texts(of: report) { #expect(!output.contains(Self.canary), "\(output)") }
  }

  @Test(arguments: [
    #""runtime": {"envs": {"name": "DB_PASSWORD", "value": "CANARY", "secret": true}}"#,
    #""runtime": {"envs": {"DB_PASSWORD": "CANARY"}}"#, #""triggers": {"configuration": {"callbackSecret": "CANARY"}}"#,
    #""runtime": {"envs": [["DB_PASSWORD=CANARY"]]}"#, #""new": {"password": "CANARY"}"#,
    #""new": {"deep": [{"name": "API_KEY", "value": "CANARY"}]}"#, #""new": {"nested": {"accessToken": "CANARY"}}"#,
    #""runtime": {"envs": [{"name": "dbPassword", "value": "CANARY"}]}"#,
    #""runtime": {"envs": [{"name": "CFG", "value": "{\"password\":\"CANARY\"}"}]}"#,
    #""runtime": {"envs": [{"name": "CONN", "value": "Server=db;Password=CANARY;"}]}"#,
    #""triggers": [{"id": "t", "configuration": {"path": "/x?access_token=CANARY"}}]"#,
  ])
  func `A live secret out of its place is in no report`(live: String) async {
    for value in [Self.canary, "shrt#"] {
      for spec in ["  runtime: {}\n", "  runtime: {envs: []}\n  triggers: []\n  new: {password: x, deep: []}\n"] {
        let report = await EngineRun.plan(
          specs: Self.job(spec),
          live: #"[{"metadata": {"name": "j"}, "spec": {\#(live.replacing("CANARY", with: value))}}]"#)
        for output in Self.texts(of: report) { #expect(!output.contains(value), "\(output)") }
      }
    }
  }

  /// What a secret replaces, or is compared with, is no less secret, wherever it is repeated.
  @Test(arguments: [
    (
      "  runtime: {envs: [{name: A, value: '${secrets.T}'}]}\n",
      #""region": "CANARY", "runtime": {"envs": [{"name": "A", "value": "CANARY"}]}"#
    ),
    (
      "  triggers: [{id: t, configuration: {tasks: [a, '${secrets.T}']}}]\n",
      #""triggers": [{"id": "t", "configuration": {"tasks": ["CANARY", "a"]}}]"#
    ),
    (
      "  triggers: [{type: http, configuration: {path: '${secrets.T}'}}]\n",
      #""triggers": [{"id": "a", "type": "http-async", "configuration": {"path": "CANARY"}}]"#
    ),
    ("  envs: [{name: A, value: x, secret: true}]\n", #""envs": [{"name": "A", "value": "CANARY"}]"#),
    ("  runtime: {}\n", #""runtime": {"envs": "[{\"name\":\"DB_PASSWORD\",\"value\":\"CANARY\"}]"}"#),
    (
      "  runtime: {envs: [{name: DB_PASSWORD, value: CANARY}], image: \"reg/CANARY\\u0301\"}\n",
      #""runtime": {"image": "CANARY\u200d"}"#
    ),
  ])
  func `What a secret is compared with is in no report`(spec: String, live: String) async {
    for given in [["T": "a-new-secret"], [:]] {
      let report = await EngineRun.plan(
        specs: Self.job(spec.replacing("CANARY", with: Self.canary)),
        live: #"[{"metadata": {"name": "j"}, "spec": {\#(live.replacing("CANARY", with: Self.canary))}}]"#,
        variables: VariableSelection(given: given, unresolved: .error))
      #expect([.differences, .cleanExceptUnknown].contains(report.verdict), "\(report.findingsText)")
      // By bytes: a mark behind the text would hide it from a search by characters.
      for output in Self.texts(of: report) {
        #expect(Array(output.utf8).firstRange(of: Array(Self.canary.utf8)) == nil, "\(output)")
      }
    }
  }

  @Test(arguments: [
    ("[{name: PIN, value: ab1, secret: true}, {name: PIN, value: qz7kv}]", ""),
    ("[{name: PIN, value: ab1}, {name: PIN, value: qz7kv}]", #"{"name": "PIN", "value": "****", "secret": true}"#),
    ("[]", #"{"name": "PIN", "value": "x", "secret": true}, {"name": "PIN", "value": "qz7kv"}"#),
  ])
  func `A short secret under a name that stands twice is in no report`(spec: String, live: String) async {
    let report = await EngineRun.plan(
      specs: Self.job("  runtime: {envs: \(spec)}\n"),
      live: #"[{"metadata": {"name": "j"}, "spec": {"runtime": {"envs": [\#(live)]}}}]"#)
    #expect(report.verdict == .differences)
    for output in Self.texts(of: report) { #expect(!output.contains("qz7kv"), "\(output)") }
  }

  @Test func `A spec with a list in a string shows nothing of it`() async {
    let report = await EngineRun.plan(
      specs: Self.job("  runtime: {envs: '[{\"name\":\"DB_PASSWORD\",\"value\":\"\(Self.canary)\"}]'}\n"), live: "[]")
    #expect(report.verdict == .invalid)
    for output in Self.texts(of: report) { #expect(!output.contains(Self.canary)) }
  }

  /// Values that nobody hides: words of secrets stand in them, or beside them, and they are none.
  @Test(arguments: [
    (
      #""triggers": [{"id": "t", "configuration": {"tasks": [{"name": "password-reset-email", "template": "VALUE"}]}}]"#,
      "welcome"
    ),
    (#""triggers": [{"id": "t", "configuration": {"tasks": [{"game": "token-quest", "level": "VALUE"}]}}]"#, "hard"),
    (#""triggers": [{"id": "t", "configuration": {"tasks": [{"names": "api-token", "level": "VALUE"}]}}]"#, "hard"),
    (#""triggers": [{"id": "t", "configuration": {"tasks": [{"secrets": 1, "level": "VALUE"}]}}]"#, "hard"),
    (#""runtime": {"image": "VALUE"}"#, "sk-learn-trainer:2.0"),
    (#""runtime": {"image": "VALUE"}"#, "task-list/risk-sk-learn-2024:2.0"),
    (#""runtime": {"envs": [{"name": "CONN", "value": "VALUE"}]}"#, "Server=db;Max_Tokens=5;Mode=ro"),
    (#""runtime": {"envs": [{"name": "PLAN", "value": "VALUE"}]}"#, "Basic settings"),
    (#""runtime": {"envs": [{"name": "JSON", "value": "VALUE"}]}"#, "[1, 2]"),
    (#""triggers": [{"id": "t", "configuration": {"path": "VALUE"}}]"#, "/x?page=2&sort=key"),
    (#""runtime": {"envs": [{"name": "CACHE", "value": "VALUE"}]}"#, "npm_config_cache_dir"),
    (#""runtime": {"envs": [{"name": "MODEL", "value": "VALUE"}]}"#, "hf_model_distilbert"),
  ])
  func `Innocent values are shown`(spec: String, value: String) async {
    let live = spec.replacing("VALUE", with: "other")
    let report = await EngineRun.plan(
      specs: #"{"kind": "Job", "metadata": {"name": "j"}, "spec": {\#(spec.replacing("VALUE", with: value))}}"#,
      live: #"[{"metadata": {"name": "j"}, "spec": {\#(live)}}]"#)
    #expect(report.text(.text).contains(value), "\(report.text(.text))\(report.findingsText)")
    #expect(report.text(.json).contains(value))
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
