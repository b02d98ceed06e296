import ConfigValue
import Diagnostics
import DriftEngine
import JobDiff
import JobModel
import PlanReport
import TestSupport
import Testing

/// References to variables in specs, from the YAML to the report.
@Suite struct SpecVariableTests {
  private static func selection(_ given: [String: String], shown: Set<String> = []) -> VariableSelection {
    VariableSelection(given: given, shown: shown, unresolved: .error)
  }

  private static func plan(_ spec: String, _ live: String, _ variables: VariableSelection) async -> Outcome {
    Outcome(
      await EngineRun.plan(
        specs: "kind: Job\nmetadata: {name: j}\nspec:\n  \(spec)\n",
        live: #"[{"metadata": {"name": "j"}, "spec": {\#(live)}}]"#, variables: variables))
  }

  private static func env(_ value: String) -> String { "runtime: {envs: [{name: A, value: \(value)}]}" }

  private static func liveEnv(_ value: String) -> String {
    #""runtime": {"envs": [{"name": "A", "value": "\#(value)"}]}"#
  }

  @Test(arguments: ["$X", "${X}", "${X:d}", "$secrets.X", "$secrets.X:d", "${secrets.X}", "${secrets.X:d}"])
  func `Each of the seven forms stands for the value`(form: String) async {
    for (live, code) in [("value", 0), ("other", 2)] as [(String, Int32)] {
      let written = "\"\(form)\""
      #expect(await Self.plan(Self.env(written), Self.liveEnv(live), Self.selection(["X": "value"])).exitCode == code)
    }
  }

  @Test(arguments: ["${X:d e}", "$secrets.X:d e", "${secrets.X:d e}"])
  func `A default stands in for a value`(form: String) async {
    let outcome = await Self.plan(Self.env("\"\(form)\""), Self.liveEnv("d e"), Self.selection([:]))
    #expect((outcome.exitCode, outcome.findings) == (0, []))
  }

  // MARK: Types

  struct Typed: Sendable {
    let spec: String
    let live: String
    let value: String
    let finding: String?
  }

  @Test(arguments: [
    Typed(spec: "runtime: {memory: $X}", live: #""runtime": {"memory": 4096}"#, value: "4096", finding: nil),
    Typed(spec: "runtime:\n    memory: ${X}", live: #""runtime": {"memory": 4096}"#, value: "4096.0", finding: nil),
    Typed(spec: "enabled: $X", live: #""enabled": false"#, value: "false", finding: nil),
    Typed(spec: env("$X"), live: liveEnv("8080"), value: "8080", finding: nil),
    Typed(spec: env("'$X'"), live: liveEnv("8080"), value: "8080", finding: nil),
    Typed(spec: env("$X"), live: liveEnv("true"), value: "true", finding: nil),
    Typed(spec: env("1$X"), live: liveEnv("15"), value: "5", finding: nil),
    Typed(
      spec: "triggers: [{id: t, configuration: {tasks: [{n: $X, b: $Y}]}}]",
      live: #""triggers": [{"id": "t", "configuration": {"tasks": [{"n": 5, "b": true}]}}]"#, value: "5", finding: nil),
    Typed(spec: "runtime: {memory: '$X'}", live: "", value: "4096", finding: "error wrong-type"),
    Typed(spec: "runtime: {memory: $X}", live: "", value: "4 GB", finding: "error wrong-type"),
    Typed(spec: "enabled: $X", live: "", value: "yes", finding: "error wrong-type"),
  ])
  func `A value has the type that its field asks for`(typed: Typed) async {
    let outcome = await Self.plan(typed.spec, typed.live, Self.selection(["X": typed.value, "Y": "true"]))
    #expect(outcome.findings.filter { !$0.contains("unused") } == [typed.finding].compactMap(\.self))
    #expect(outcome.changes == [])
    if typed.finding != nil { #expect(!outcome.report.findingsText.contains(typed.value)) }
  }

  @Test(
    arguments: [
      ("kind: $X\nmetadata: {name: j}\n", 6..<8), ("kind: Job\nmetadata: {name: a-$X}\n", 27..<31),
      ("apiVersion: $X\nkind: Job\nmetadata: {name: j}\n", 12..<14),
      ("kind: Job\nmetadata: {name: j, workspace: $X}\n", 41..<43),
      ("kind: Job\nmetadata: {name: j, labels: {$X: a}}\n", 39..<41),
      ("kind: Job\nmetadata: {name: j}\nspec: {$X: a}\n", 37..<39),
      ("kind: Job\nmetadata: {name: j}\nspec: {policies: [a, $X]}\n", 51..<53),
      ("kind: Job\nmetadata: {name: j}\nspec: {triggers: [{id: $X}]}\n", 53..<55),
      ("kind: Job\nmetadata: {name: j}\nspec: {runtime: $X}\n", 46..<48),
      ("kind: Job\nmetadata: {name: j}\nspec: {triggers: [{type: $X}]}\n", 55..<57),
      ("kind: Job\nmetadata: {name: j}\nspec: {runtime: {ports: [{target: $X}]}}\n", 64..<66),
      ("kind: Job\nmetadata: {name: j}\nspec: $X\n", 36..<38),
      ("kind: Job\nmetadata: {name: j}\nspec: {runtime: {envs: $X}}\n", 53..<55),
    ] as [(String, Range<Int>)])
  func `What decides what is compared is written out`(text: String, bounds: Range<Int>) {
    for unresolved in Variables.Unresolved.allCases {
      let report = EngineRun.validate(
        ["a.yaml"], in: MemoryFiles(texts: ["a.yaml": text]),
        variables: VariableSelection(given: ["X": "x"], unresolved: unresolved))
      #expect(report.outline.filter { $0.hasPrefix("error") } == ["error misplaced-variable"])
      let place = report.diagnostics.first { $0.code == .misplacedVariable }?.place
      let line = text.utf8.prefix(bounds.lowerBound).count { $0 == 0x0A } + 1
      #expect(place?.start.line == line)
      #expect((place?.end.column ?? 0) - (place?.start.column ?? 0) == bounds.count)
    }
  }

  // MARK: Without a value

  @Test func `A variable without a value is an error, unknown, or the text`() async {
    func outcome(_ unresolved: Variables.Unresolved) async -> Outcome {
      await Self.plan(Self.env("a$X"), Self.liveEnv("a$X"), VariableSelection(unresolved: unresolved))
    }
    let error = await outcome(.error)
    #expect((error.exitCode, error.findings) == (3, ["error unresolved-variable"]))
    #expect(error.report.places == ["jobs.yaml:4:37-4:40"])
    let unknown = await outcome(.unknown)
    #expect((unknown.exitCode, unknown.folds) == (0, ["unknown runtime.envs[A].value"]))
    #expect(unknown.report.verdict == .cleanExceptUnknown)
    let literal = await outcome(.literal)
    #expect((literal.exitCode, literal.report.verdict) == (0, .clean))
  }

  @Test(arguments: Variables.Unresolved.allCases)
  func `A secret without a value is unknown and counted`(unresolved: Variables.Unresolved) async {
    let outcome = await Self.plan(
      Self.env("'${secrets.X}'"), Self.liveEnv("x"), VariableSelection(unresolved: unresolved))
    #expect((outcome.exitCode, outcome.folds) == (0, ["unknown runtime.envs[A].value"]))
    #expect(outcome.report.verdict == .cleanExceptUnknown)
  }

  @Test(arguments: [
    ("${X:-d}", "write ${X:default}"), ("${X:?m}", "write ${X:default}"), ("${X:=d}", "write ${X:default}"),
    ("${secrets.X:-d}", "write ${secrets.X:default}"), ("$$X", #""\x24""#), ("${ X }", "write ${X}"),
    ("$secrets", "write ${secrets.NAME}"),
  ])
  func `A reference in another tool's notation is an error with the way to write it`(text: String, help: String) async {
    for unresolved in Variables.Unresolved.allCases {
      let variables = VariableSelection(given: ["X": "v"], unresolved: unresolved)
      let report = await Self.plan(Self.env("\"\(text)\""), "", variables).report
      #expect(report.outline.contains("error variable-look-alike"))
      #expect(report.findingsText.contains(help))
    }
  }

  @Test func `A dollar in an escape is a dollar`() async {
    for written in [#""\x24HOME $X""#, #""\u0024HOME $X""#, #""\U00000024HOME ${X}""#] {
      let outcome = await Self.plan(Self.env(written), Self.liveEnv("$HOME v"), Self.selection(["X": "v"]))
      #expect((outcome.exitCode, outcome.findings) == (0, []))
    }
  }

  // MARK: As 'bl apply' reads it

  @Test(arguments: [
    ("$X", "null"), ("$X", "~"), ("$X", "0777"), ("$X", "1e3"), ("$X", "+5"), ("$X", "2001-12-14"), ("$X", "a: b"),
    ("$X", "a # b"), ("$X", "[a]"), ("$X", "{a"), ("$X", "'a'"), ("$X", "&a"), ("$X", "*a"), ("$X", "a\nb"),
    ("$X", " a"),
    ("$X", "!!int 5"), ("$X", "a}, {name: B"), ("'$X'", "it's"), ("\"$X\"", "a\"b"), ("\"$X\"", #"a\n"#),
    ("\"$X\"", #"a\"#),
    ("|\n    $X", "a\nb: c"), ("a # $X", "\n  enabled: false"), ("$secrets.X $secrets.XY", "v"),
  ])
  func `A value that changes the YAML around it is an error`(written: String, value: String) async {
    let spec =
      written.hasPrefix("|")
      ? "runtime:\n   envs:\n   - name: A\n     value: |\n      $X\n"
      : Self.env(written).replacing("# $X}]}", with: "}]} # $X")
    let outcome = await Self.plan(spec, Self.liveEnv("x"), Self.selection(["X": value, "XY": "w", "Y": "y"]))
    #expect(outcome.exitCode == 3, "\(spec)")
    #expect(outcome.findings.contains("error ambiguous-substitution"), "\(outcome.report.findingsText)")
    #expect(!outcome.report.findingsText.contains(value.count > 3 ? value : "\u{1}"))
  }

  /// References that are there for us and not for `bl`, or for `bl` and not for us.
  @Test(arguments: [
    (#"image: "$\x7bX}""#, "a"), (#"image: "$\x58""#, "a"), (#"image: "$sec\x72ets.X""#, "a"),
    ("image: \"$\\\n   X\"", "a"),
    ("image: a # $$X", "b\n   timeout: 5"), ("image: a # ${secrets.X }", "b\n   timeout: 5"),
    ("image: a # $secretsxX", "b\n   timeout: 5"), ("image: a # $secrets-X", "b\n   timeout: 5"),
    ("image: a # ${X:-d}", "b\n   timeout: 5"), ("image: a # ${X:\n   memory: 1\n   # }", "b"),
    ("image: a\n---\nkind: Agent\nx: \"$$X\"", "a\"\n---\nkind: Job\nmetadata: {name: z}\n#"),
  ])
  func `What only one of the two takes for a reference is an error`(runtime: String, value: String) async {
    let outcome = await Self.plan(
      "runtime:\n   \(runtime)", #""runtime": {"image": "a"}"#, Self.selection(["X": value]))
    #expect(outcome.exitCode == 3, "\(runtime)")
    #expect(
      outcome.findings.contains("error ambiguous-substitution"), "\(runtime) \(outcome.report.findingsText)")
  }

  @Test(arguments: ["$secretsxX", "${secretsxX}", "$secrets-X"])
  func `What 'bl' takes for a secret by accident is an error`(text: String) async {
    for unresolved in Variables.Unresolved.allCases {
      let variables = VariableSelection(given: ["X": "foo"], unresolved: unresolved)
      let outcome = await Self.plan(Self.env("\"\(text)\""), Self.liveEnv(text), variables)
      #expect(outcome.findings.contains("error variable-look-alike"))
    }
  }

  @Test func `A spec in JSON is YAML for 'bl'`() async {
    let spec = #"{"kind": "Job", "metadata": {"name": "j"}, "spec": {"runtime": {"image": "${X}"}}}"#
    for value in [#"a","timeout":"5"#, #"a\tb"#] {
      let live = PlainValue.list([["metadata": ["name": "j"], "spec": ["runtime": ["image": .string(value)]]]])
      let files = MemoryFiles(texts: ["s.json": spec, "live.json": String(decoding: live.json, as: UTF8.self)])
      let report = await EngineRun.plan(["s.json"], in: files, variables: Self.selection(["X": value]))
      #expect(report.outline == ["error ambiguous-substitution"])
    }
    let files = MemoryFiles(texts: [
      "s.json": spec, "live.json": #"[{"metadata": {"name": "j"}, "spec": {"runtime": {"image": "v"}}}]"#,
    ])
    #expect(await EngineRun.plan(["s.json"], in: files, variables: Self.selection(["X": "v"])).exitCode == 0)
  }

  @Test func `A variable that only a comment refers to is used, and its error stands there`() async {
    let specs = "kind: Job\nmetadata: {name: j}\nspec:\n  runtime:\n    image: a\n    # $X\n"
    let live = #"[{"metadata": {"name": "j"}, "spec": {"runtime": {"image": "a"}}}]"#
    let fine = await EngineRun.plan(specs: specs, live: live, variables: Self.selection(["X": "v"]))
    #expect((fine.exitCode, fine.outline) == (0, []))
    let report = await EngineRun.plan(
      specs: specs, live: live, variables: Self.selection(["X": "v\n    timeout: 5"]))
    #expect((report.outline, report.places) == (["error ambiguous-substitution"], ["jobs.yaml:6:7-6:9"]))
  }

  @Test(arguments: [
    "v", "a b", "a:b", "http://x/y?z=1&b", "a#b", "é", "yes", "*/5 * * * *", "'a'", "a: b # c", "{}", "null",
  ])
  func `In double quotes a value without quotes and backslashes is itself`(value: String) async {
    let outcome = await Self.plan(Self.env("\"${X}\""), Self.liveEnv(value), Self.selection(["X": value]))
    #expect((outcome.exitCode, outcome.findings) == (0, []))
  }

  @Test func `Comments and other documents may refer to what is not given`() async {
    let specs = """
      # $NOT_GIVEN
      kind: Agent
      spec: {a: $NOT_GIVEN, "$b": 1}
      ---
      kind: Job # ${NOR_THIS}
      metadata: {name: j}
      """
    let report = await EngineRun.plan(specs: specs, live: #"[{"metadata": {"name": "j"}}]"#)
    #expect(report.exitCode == 0)
    #expect(report.outline == ["note skipped-kind"])
  }

  // MARK: Where values come from

  @Test func `What is given by name wins over the process, and that over files`() async {
    let files = MemoryFiles(texts: [
      "jobs.yaml": "kind: Job\nmetadata: {name: j, labels: {a: \"$A\", b: \"$B\", c: \"$C\"}}\n",
      "live.json": #"[{"metadata": {"name": "j", "labels": {"a": "given", "b": "process", "c": "file"}}}]"#,
      "one.env": "A=file\nB=file\nC=file\n",
    ])
    let variables = VariableSelection(
      given: ["A": "given"], process: ["A": "process", "B": "process"], files: ["one.env"], unresolved: .error)
    let report = await EngineRun.plan(["jobs.yaml"], in: files, variables: variables)
    #expect((report.exitCode, report.outline) == (0, []))
  }

  @Test func `What is wrong with the files of variables ends the run`() async {
    let files = MemoryFiles([
      "jobs.yaml": .file(Array("kind: Job\nmetadata: {name: j}\n".utf8)), "live.json": .file(Array("[]".utf8)),
      "a.env": .file(Array("A=1\nB=2\nnonsense\n".utf8)), "b.env": .file(Array("A=1\nB=3\n".utf8)), "c.env": .locked,
    ])
    let variables = VariableSelection(files: ["a.env", "b.env", "c.env", "d.env"], unresolved: .error)
    let report = await EngineRun.plan(["jobs.yaml"], in: files, variables: variables)
    #expect(report.exitCode == 3)
    #expect(report.places == ["", "", "a.env:3:9-3:9", "b.env:2:1-2:2"])
    #expect(report.diagnostics.map(\.code) == [.unreadableFile, .unreadableFile, .invalidEnvFile, .invalidEnvFile])
    #expect(report.diagnostics[3].notes.map(\.place.start.line) == [2])
    #expect(report.diagnostics.allSatisfy { $0.snippet == nil })
  }

  @Test func `A variable that was given for nothing is a warning, and a file that 'bl' reads a note`() async {
    let files = MemoryFiles(texts: [
      "jobs.yaml": "kind: Job\nmetadata: {name: j, displayName: \"${TAGG:x}$Y\"}\n", ".env": "Y=1\n", "live.json": "[]",
    ])
    let report = await EngineRun.plan(
      ["jobs.yaml"], in: files, variables: VariableSelection(given: ["TAG": "v"], unresolved: .error))
    #expect(
      report.outline == ["note unresolved-variable", "warning unused-variable", "error unresolved-variable"])
    #expect(report.findingsText.contains("add '--env-file .env'"))
  }

  // MARK: Taint

  @Test func `No output tells the value of a variable that is not shown`() async {
    let hidden = "zq81x"
    let specs = """
      kind: Job
      metadata: {name: j, displayName: $H, labels: {a: $H, b: "<${H}>"}}
      spec:
        runtime: {image: "app:$H", memory: $N, maxRetries: $N, envs: [{name: A, value: $H}, {name: B, value: "${secrets.S}"}]}
        triggers:
          - {id: x, type: cron, configuration: {schedule: "$C", path: $H, tasks: [$H, {x: $H}]}}
          - {id: y, type: $H, configuration: {authenticationType: $H}}
        odd: {$H: 1, list: [$H], deep: {x: $H}}
      """.replacing("{$H: 1, ", with: "{")
    let variables = VariableSelection(
      given: ["H": hidden, "N": "8192", "C": "1 2 3 4 *", "S": "hunter2-hunter2"], unresolved: .error)
    for live in [
      #"[{"metadata": {"name": "j"}, "spec": {}}]"#, "[]",
      #"[{"metadata": {"name": "j", "displayName": "old", "labels": {"a": "old"}}, "spec": {"runtime": {"image": "old", "memory": 2048, "maxRetries": 1, "envs": [{"name": "A", "value": "old"}, {"name": "B", "value": "old-secret"}]}, "triggers": [{"id": "x", "type": "cron", "configuration": {"schedule": "0 * * * *", "tasks": ["a"]}}], "odd": {"list": [1], "deep": 2}}}]"#,
    ] {
      let report = await EngineRun.plan(
        specs: specs, live: live, variables: variables, now: Timestamp(parsing: "2026-11-23T12:00:00Z"))
      var texts = report.texts
      for job in report.jobs {
        for path in job.changes.map(\.path) + job.folds.map(\.path) {
          guard let parsed = FieldPath(parsing: path.description) else { continue }
          texts.append(await EngineRun.explain("j", parsed, specs: specs, live: live, variables: variables).text ?? "")
        }
      }
      for text in texts {
        for value in [hidden, "8192", "1 2 3 4", "hunter2", "old-secret", "03:02"] {
          #expect(!text.contains(value), "\(value) in \(text)")
        }
      }
      #expect(live == "[]" || texts[0].contains("${secrets.S}") || texts[0].contains("(sensitive"))
    }
  }

  @Test func `A value that is the same is not told by the live one`() async {
    let answer = await EngineRun.explain(
      "j", FieldPath([.field("metadata"), .field("displayName")]),
      specs: "kind: Job\nmetadata: {name: j, displayName: $H}\n",
      live: #"[{"metadata": {"name": "j", "displayName": "short"}}]"#,
      variables: VariableSelection(given: ["H": "short"], unresolved: .error))
    #expect(answer.text?.contains("short") == false)
  }
}
