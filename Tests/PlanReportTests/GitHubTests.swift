import ConfigValue
import Diagnostics
import DriftEngine
import JobDiff
import JobModel
import TestSupport
import Testing

@testable import PlanReport

/// Annotations for GitHub, read back as its runner reads them.
@Suite struct GitHubTests {
  private typealias Make = ReviewedReport

  private static func log(
    _ report: Report, showsAll: Bool = false, directory: String = ""
  ) throws -> StepLog {
    let context = RenderContext(directory: directory, showsAll: showsAll)
    return try #require(StepLog(String(decoding: OutputFormat.github.render(report, in: context), as: UTF8.self)))
  }

  // MARK: What is annotated

  static let origins: [(Origin, shown: [String], all: [String])] = [
    (.change, ["warning"], ["warning"]), (.conflict, ["error"], ["error"]), (.adopt, ["notice"], ["notice"]),
    (.drift, [], ["notice"]),
  ]

  @Test(arguments: origins)
  func `With a base, only what the change brings about is annotated`(
    origin: Origin, shown: [String], all: [String]
  ) throws {
    let report = Make.report([Make.job(.update, [Make.change(origin)], origin: origin)])
    #expect(try Self.log(report).annotations.map(\.name) == shown)
    #expect(try Self.log(report, showsAll: true).annotations.map(\.name) == all)
  }

  @Test func `Without a base, everything is annotated`() throws {
    let report = Make.report(
      [Make.job(.create), Make.job(.update, named: "b", [Make.change(nil)])],
      diagnostics: [Make.finding(.note)], base: nil)
    #expect(
      try Self.log(report).outline == [
        "warning jobs/etl.yaml:1:1-1:1 etl", "warning jobs/etl.yaml:9:15-9:19 b: runtime.memory",
        "notice jobs/etl.yaml:3:15-3:19 A field is not in the job schema [unknown-field]",
      ])
  }

  @Test(arguments: [(Severity.error, 1), (.warning, 0), (.note, 0)])
  func `Of what the base has, too, only errors are annotated`(severity: Severity, count: Int) throws {
    let old = Make.report([], diagnostics: [Make.finding(severity, isNew: false)])
    #expect(try Self.log(old).annotations.count == count)
    #expect(try Self.log(old, showsAll: true).annotations.count == 1)
    #expect(try Self.log(Make.report([], diagnostics: [Make.finding(severity)])).annotations.count == 1)
  }

  static let withoutFile: [(JobPlan.Action, Origin?, [String])] = [
    (.liveOnly, nil, []), (.liveOnly, .drift, []), (.liveOnly, .change, ["warning etl"]),
    (.liveOnly, .conflict, ["error etl"]), (.delete, .change, ["warning etl"]), (.delete, .conflict, ["error etl"]),
    (.delete, .drift, ["notice etl"]), (.delete, nil, ["warning etl"]), (.unchanged, .adopt, []),
  ]

  @Test(arguments: withoutFile)
  func `A job in no file is annotated when it is to go, or when the change took its spec away`(
    action: JobPlan.Action, origin: Origin?, outline: [String]
  ) throws {
    let job = Make.job(
      action, origin: origin, source: nil, baseSource: origin == nil || origin == .drift ? nil : Make.place("old.yaml"))
    let report = Make.report([job], base: origin == nil ? nil : Make.base)
    let log = try Self.log(report, showsAll: true)
    #expect(log.outline == outline)
    if job.baseSource != nil, let annotation = log.annotations.first {
      #expect(annotation.message.contains("old.yaml:9 in origin/main"))
    }
  }

  @Test(arguments: [false, true])
  func `What applying deletes is annotated though this change did nothing about it`(showsAll: Bool) throws {
    let report = Make.report([
      Make.job(.delete, named: "theirs", origin: .drift, source: nil),
      Make.job(.liveOnly, named: "alone", origin: .drift, source: nil),
    ])
    let annotations = try Self.log(report, showsAll: showsAll).annotations
    #expect(annotations.map { $0.properties["title"] } == ["theirs"])
    #expect(annotations.first?.name == "notice")
    #expect(annotations.first?.message.contains("applying deletes the job, not this change") == true)
  }

  // MARK: Order and number

  @Test(arguments: [1, 8, 9, 10, 11, 400])
  func `GitHub keeps all annotations there are`(count: Int) throws {
    let changes = (1...count).map { Make.change(nil, source: Make.place(line: 1000 - $0)) }
    let findings = (1...count).flatMap { [Make.finding(.error, "x\($0)"), Make.finding(.note, "x\($0)")] }
    let log = try Self.log(Make.report([Make.job(.update, changes)], diagnostics: findings, base: nil))
    for name in ["error", "warning", "notice"] {
      let messages = log.annotations.filter { $0.name == name }.map(\.message)
      #expect(messages.count == min(count, 10))
      #expect((messages.last == "and \(count - 9) more, see the summary") == (count > 9))
    }
  }

  @Test func `The worst comes first, then what comes first in the files`() throws {
    let places = [("b", 1), ("a", 10), ("a", 2)]
    let findings = places.flatMap { file, line in
      Severity.allCases.reversed().map { Make.finding($0, place: Make.place(file, line: line)) }
    }
    let log = try Self.log(Make.report([], diagnostics: findings))
    let order = log.annotations.map { "\($0.name) \($0.properties["file"] ?? ""):\($0.properties["line"] ?? "")" }
    #expect(
      order == ["error", "warning", "notice"].flatMap { name in ["a:2", "a:10", "b:1"].map { "\(name) \($0)" } })
  }

  // MARK: Places

  private static let lines = Place(
    file: "a.yaml", start: SourcePosition(line: 2, column: 5), end: SourcePosition(line: 4, column: 7))

  @Test func `Columns are given of a place in one line alone`() throws {
    let job = Make.job(.update, [Make.change(nil, source: Self.lines)])
    let log = try Self.log(Make.report([job], base: nil))
    let properties = try #require(log.annotations.first?.properties)
    #expect(properties["line"] == "2" && properties["endLine"] == "4")
    #expect(properties["col"] == nil && properties["endColumn"] == nil)
  }

  @Test func `What is said of a whole document stands where it begins`() throws {
    let jobs = [Make.job(.create, source: Self.lines)]
    let log = try Self.log(
      Make.report(jobs, diagnostics: [Make.finding(.error, "x", place: Self.lines)], base: nil))
    #expect(
      log.outline == [
        "error a.yaml:2:5-2:5 A field is not in the job schema [unknown-field]", "warning a.yaml:2:5-2:5 etl",
      ])
  }

  @Test(arguments: [
    ("a.yaml", "", "a.yaml"), ("a.yaml", "x/y/", "x/y/a.yaml"), ("../a.yaml", "x/y/", "x/a.yaml"),
    ("./b/../a.yaml", "x/", "x/a.yaml"), ("a, b: 100%.yaml", "", "a, b: 100%.yaml"), ("é漢🚀.yaml", "", "é漢🚀.yaml"),
    ("../a.yaml", "", nil), ("../../a.yaml", "x/", nil), ("/a.yaml", "", nil), ("<stdin>", "x/", nil),
    ("two\nlines.yaml", "", nil), ("\u{1B}[31m.yaml", "", nil), ("\u{202E}.yaml", "", nil), ("##[error].yaml", "", nil),
  ])
  func `A file is named from the top of the repository, or told`(file: String, directory: String, expected: String?)
    throws
  {
    let report = Make.report([], diagnostics: [Make.finding(.error, place: Make.place(file, line: 3))])
    let annotation = try #require(try Self.log(report, directory: directory).annotations.first)
    #expect(annotation.properties["file"] == expected)
    if expected == nil {
      #expect(annotation.properties["line"] == nil)
      #expect(annotation.message.hasPrefix(Terminal.escaped(file) + ":3:15\n"))
    }
  }

  // MARK: Hostility

  static let hostile = [
    "::error::x", "\n::error::x", " ::add-mask::x", "##[error]x", "a,file=b", "a:b", "%0A::error::x", "%25", "%3A",
    "\r\n",
    "\u{1B}[31mred", "\u{202E}gnp.exe", "\u{2028}", "::stop-commands::x", "\u{0}",
  ]

  @Test(arguments: hostile)
  func `A text from outside stays where it belongs`(text: String) throws {
    let path = FieldPath([.field("spec"), .field(text)])
    let job = Make.job(
      .update, named: text, [Make.change(nil, before: .string(text), after: .string("b"), at: path)])
    let report = Make.report([job], diagnostics: [Make.finding(.error, text)], base: nil)
    let log = try Self.log(report)
    let safe = Terminal.escaped(text)
    #expect(log.stray == [])
    #expect(log.annotations.map(\.name) == ["error", "warning"])
    #expect(log.annotations[0].message == safe)
    #expect(log.annotations[1].properties["title"]?.hasPrefix("\(safe): ") == true)
    #expect(Set(log.annotations[1].properties.keys) == ["file", "line", "endLine", "col", "endColumn", "title"])
    #expect(log.annotations[1].message.hasSuffix(" → \"b\""))
  }

  @Test func `Long texts are cut to what GitHub takes`() throws {
    let long = String(repeating: "e\u{301}", count: 5_000)
    let job = Make.job(.update, named: long, [Make.change(nil)])
    let log = try Self.log(Make.report([job], diagnostics: [Make.finding(.error, long)], base: nil))
    for annotation in log.annotations {
      #expect((annotation.properties["title"] ?? "").unicodeScalars.count <= 255)
      #expect(annotation.message.unicodeScalars.count <= 4_096)
    }
  }

  @Test(arguments: UInt64(0)..<60)
  func `Whatever there is to say, nothing else is a command, and no more than ten are of a level`(seed: UInt64)
    async throws
  {
    let report = await ReviewedReport.random(seed: seed)
    for showsAll in [false, true] {
      let log = try Self.log(report, showsAll: showsAll)
      #expect(log.stray == [])
      #expect(!log.silenced.contains { $0.contains(log.token) })
      #expect(log.token.count == 32)
      for name in ["error", "warning", "notice"] { #expect(log.annotations.count { $0.name == name } <= 10) }
      #expect(log.annotations.allSatisfy { ["error", "warning", "notice"].contains($0.name) && $0.message != "" })
      #expect(log.silenced.joined(separator: "\n") + "\n" == report.text(.text))
    }
    #expect(report.text(.github) == report.text(.github))
  }

  // MARK: Outputs

  /// The outputs as the runner reads them.
  private static func outputs(_ report: Report) throws -> [String: String] {
    let text = String(decoding: GitHubOutputs(report).render(), as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    var outputs: [String: String] = [:]
    while let line = lines.popFirst(), line != "" {
      let parts = line.split(separator: "<<")
      try #require(parts.count == 2)
      let value = lines.prefix { $0 != parts[1] }
      lines = lines.dropFirst(value.count + 1)
      outputs[String(parts[0])] = value.joined(separator: "\n")
    }
    #expect(lines.isEmpty)
    return outputs
  }

  @Test func `The outputs of a comparison count what it found`() async throws {
    let report = await EngineRun.plan(
      specs:
        "kind: Job\nmetadata: {name: a}\nspec: {runtime: {envs: [{name: E, value: x}]}}\n---\nkind: Job\nmetadata: {name: b}\n",
      live:
        #"[{"metadata": {"name": "a"}, "spec": {"runtime": {"memory": 1, "envs": [{"name": "E", "value": "****"}]}}}, {"metadata": {"name": "c"}}]"#
    )
    let outputs = try Self.outputs(report)
    #expect(
      outputs == [
        "verdict": "differences", "exit_code": "2", "changes": "true", "create": "1", "update": "0", "delete": "0",
        "live_only": "1", "unknown": "1", "errors": "0",
        "summary": "Plan: 1 to create, 1 unchanged, 1 live only (ownership: shared, not counted).",
      ])
  }

  @Test func `With a base, the outputs count conflicts and drift`() throws {
    let outputs = try Self.outputs(HandmadeReports.base)
    #expect(outputs["conflicts"] == "2" && outputs["drift"] == "5")
  }

  @Test func `The outputs of a run that could not compare never read as clean`() async throws {
    let report = await EngineRun.plan(specs: "kind: Job\nmetadata: {name: a, name: b}\n", live: "[]")
    let outputs = try Self.outputs(report)
    #expect(
      outputs == [
        "verdict": "invalid", "exit_code": "3", "errors": "1", "summary": "No plan: the specs are not valid (1 error).",
      ])
  }
}
