import ConfigValue
import Diagnostics
import DriftEngine
import JobDiff
import JobModel
import TestSupport
import Testing

@testable import PlanReport

/// SARIF logs, by the rules of GitHub's code scanning.
@Suite struct SARIFTests {
  private typealias Make = ReviewedReport

  /// The one run of a log.
  private static func run(_ report: Report, label: String? = nil, directory: String = "") throws -> PlainValue {
    let bytes = OutputFormat.sarif.render(report, in: RenderContext(label: label, directory: directory))
    return try #require(try PlainValue(json: bytes)["runs"]?.elements.first)
  }

  private static func results(_ report: Report, directory: String = "") throws -> [PlainValue] {
    try run(report, directory: directory)["results"]?.elements ?? []
  }

  private static func fingerprints(_ results: [PlainValue]) -> [PlainValue?] {
    results.map { $0["partialFingerprints"]?["jobdrift/v1"] }
  }

  private static func place(_ result: PlainValue) -> PlainValue? {
    result["locations"]?.elements.first?["physicalLocation"]
  }

  static let changes: [(Origin?, Change.Operation, Bool, String, String)] = [
    (nil, .change, true, "field-differs", "warning"), (.change, .add, true, "field-differs", "warning"),
    (.drift, .remove, true, "field-differs", "warning"), (.conflict, .change, true, "field-conflict", "error"),
    (.adopt, .change, false, "field-adopted", "note"), (nil, .unmanagedField, true, "field-unmanaged", "warning"),
    (.change, .unmanagedField, false, "field-not-counted", "note"),
    (.conflict, .unmanagedField, true, "field-conflict", "error"), (nil, .reorder, true, "field-differs", "warning"),
  ]

  @Test(arguments: changes)
  func `Every difference of a field is a result under a rule of its kind`(
    origin: Origin?, operation: Change.Operation, counts: Bool, rule: String, level: String
  ) throws {
    let change = ReportedChange(
      path: FieldPath([.field("spec"), .field("x")]), pointer: JSONPointer(), operation: operation, counts: counts,
      before: .number(Number(1)), after: .number(Number(2)), unit: nil, keyField: nil, match: nil, effect: nil,
      source: Make.place(),
      origin: origin, basis: origin == .adopt ? .base : .live, baseValue: nil)
    let results = try Self.results(
      Make.report([Make.job(.update, [change], origin: origin)], base: origin == nil ? nil : Make.base))
    let result = try #require(results.first)
    #expect(results.count == 1)
    #expect(result["ruleId"]?.text == rule)
    #expect(result["level"]?.text == level)
    #expect(result["properties"]?["op"]?.text == operation.rawValue)
    #expect(result["properties"]?["origin"]?.text == origin?.rawValue)
    #expect(result["properties"]?["basis"]?.text == (origin == .adopt ? "base" : nil))
    #expect(result["message"]?["text"]?.text?.hasPrefix("etl: x: ") == true)
  }

  static let jobs: [(JobPlan.Action, Origin?, String, String)] = [
    (.create, nil, "job-created", "warning"), (.delete, .change, "job-deleted", "warning"),
    (.liveOnly, .drift, "job-only-live", "note"), (.liveOnly, .change, "job-only-live", "warning"),
    (.liveOnly, .conflict, "job-conflict", "error"), (.delete, .conflict, "job-conflict", "error"),
    (.create, .conflict, "job-conflict", "error"), (.unchanged, .adopt, "job-adopted", "note"),
  ]

  @Test(arguments: jobs)
  func `Every job that only one side has is a result`(
    action: JobPlan.Action, origin: Origin?, rule: String, level: String
  ) throws {
    let job = Make.job(action, origin: origin, source: action == .create ? Make.place() : nil)
    let results = try Self.results(Make.report([job], base: origin == nil ? nil : Make.base))
    #expect(results.map { $0["ruleId"]?.text } == [rule])
    #expect(results.map { $0["level"]?.text } == [level])
    #expect(results.first?["properties"]?["job"] == "etl")
  }

  @Test func `A job that is the same on both sides is no result`() throws {
    #expect(try Self.results(Make.report([Make.job(.unchanged), Make.job(.update, named: "b")])) == [])
  }

  // MARK: Places

  @Test func `A place is given whole, and its end is not meant any more`() throws {
    let result = try #require(try Self.results(Make.report([], diagnostics: [Make.finding(.error)])).first)
    let region: PlainValue = ["startLine": 3, "startColumn": 15, "endLine": 3, "endColumn": 19]
    #expect(Self.place(result)?["region"] == region)
    #expect(try Self.run(Make.report([]))["columnKind"] == "unicodeCodePoints")
  }

  @Test(arguments: [
    ("a.yaml", "x/", "x/a.yaml"), ("../a.yaml", "x/", "a.yaml"), ("a b#c?d%.yaml", "", "a%20b%23c%3Fd%25.yaml"),
    ("a:b/é.yaml", "", "a%3Ab/%C3%A9.yaml"), ("/a b.yaml", "x/", "file:///a%20b.yaml"), ("../a.yaml", "", "../a.yaml"),
    ("<stdin>", "x/", "x/jobs"), ("two\nlines\u{202E}", "", "two%0Alines%E2%80%AE"),
  ])
  func `A file is a reference from the top of the repository`(file: String, directory: String, uri: String) throws {
    let report = Make.report([], diagnostics: [Make.finding(.error, place: Make.place(file))])
    let result = try #require(try Self.results(report, directory: directory).first)
    #expect(Self.place(result)?["artifactLocation"]?["uri"]?.text == uri)
  }

  @Test func `What is in no file stands at the start of the first file of specs`() throws {
    let lost = Make.job(.liveOnly, named: "z", source: nil)
    let jobs = [Make.job(.unchanged, named: "a", source: Make.place("y.yaml")), lost]
    let others = [Make.job(.unchanged, named: "b", source: Make.place("x.yaml"))]
    let top: PlainValue = ["startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1]
    for (jobs, uri) in [(jobs + others, "x.yaml"), ([lost], "jobs")] {
      let place = try #require(try Self.results(Make.report(jobs)).first.flatMap(Self.place))
      #expect(place["artifactLocation"]?["uri"]?.text == uri)
      #expect(place["region"] == top)
    }
  }

  @Test func `What came through standard input has no place in a file`() throws {
    let input = Make.place("<stdin>", line: 7)
    let piped = Make.job(.update, named: "a", [Make.change(nil, source: input)], source: input)
    let files = Make.job(.unchanged, named: "b", source: Make.place("x.yaml"))
    for (jobs, uri) in [([piped], "jobs"), ([piped, files], "x.yaml")] {
      let place = try #require(try Self.results(Make.report(jobs)).first.flatMap(Self.place))
      #expect(place["artifactLocation"]?["uri"]?.text == uri)
      #expect(place["region"]?["startLine"] == 1)
    }
  }

  @Test func `A finding about no text is a notification`() throws {
    let run = try Self.run(Make.report([], diagnostics: [Make.finding(.error, place: nil)]))
    #expect(run["results"] == [])
    let notes = run["invocations"]?.elements.first?["toolExecutionNotifications"]?.elements
    #expect(notes?.map { $0["descriptor"]?["id"] } == ["unknown-field"])
    #expect(run["tool"]?["driver"]?["notifications"]?.elements.map { $0["id"] } == ["unknown-field"])
  }

  @Test func `A run that could not compare is no success`() async throws {
    let failed = await EngineRun.plan(specs: "kind: Job\nmetadata: {name: a}\n", live: "[")
    let invocation = try Self.run(failed)["invocations"]?.elements.first
    #expect(invocation?["executionSuccessful"] == false)
    #expect(invocation?["exitCode"] == 1)
    let compared = try Self.run(Make.report([]))["invocations"]?.elements.first
    #expect(compared?["executionSuccessful"] == true)
  }

  @Test func `What could not be compared is said of the run`() async throws {
    let report = await EngineRun.plan(
      specs: "kind: Job\nmetadata: {name: a}\nspec: {runtime: {envs: [{name: E, value: x}]}}\n",
      live: #"[{"metadata": {"name": "a"}, "spec": {"runtime": {"envs": [{"name": "E", "value": "****"}]}}}]"#)
    let notes = try Self.run(report)["invocations"]?.elements.first?["toolExecutionNotifications"]?.elements ?? []
    #expect(
      notes.map { $0["message"]?["text"] } == ["1 masked value could not be compared with live."])
  }

  // MARK: Names and limits

  @Test(arguments: [(nil, "jobdrift/"), ("prod", "jobdrift/prod/"), ("a/\u{1B}b", "jobdrift/a/\\u{1B}b/")])
  func `Logs of several labels are told apart`(label: String?, id: String) throws {
    #expect(try Self.run(Make.report([]), label: label)["automationDetails"]?["id"]?.text == id)
  }

  @Test func `Fingerprints stay when values and lines change, and tell alike things apart`() throws {
    func fingerprints(value: Int, line: Int) throws -> [PlainValue?] {
      let changes = ["a", "b", "b"].map { name in
        Make.change(
          nil, after: .number(Number(value)), at: FieldPath([.field(name)]), source: Make.place(line: line))
      }
      let findings = [3, 3, 4].map { Make.finding(.warning, "same", place: Make.place(line: line + $0)) }
      let jobs = [Make.job(.update, changes), Make.job(.create, named: "x"), Make.job(.create, named: "y")]
      return Self.fingerprints(try Self.results(Make.report(jobs, diagnostics: findings, base: nil)))
    }
    let first = try fingerprints(value: 1, line: 10)
    #expect(first.count == 8)
    #expect(Set(first).count == 8)
    #expect(try Set(fingerprints(value: 7, line: 90)) == Set(first))
  }

  @Test func `A log has no more results than GitHub keeps, and says how many it leaves out`() throws {
    let findings = (0..<5_003).map { Make.finding($0 == 5_002 ? .error : .note, "x\($0)") }
    let run = try Self.run(Make.report([], diagnostics: findings))
    #expect(run["results"]?.elements.count == 5_000)
    #expect(run["results"]?.elements.first?["level"] == "error")
    let notes = run["invocations"]?.elements.first?["toolExecutionNotifications"]?.elements ?? []
    #expect(notes.map { $0["message"]?["text"]?.text?.hasPrefix("3 more results left out") } == [true])
  }

  @Test(arguments: [
    ("[a](https://b)", "[a]\\(https://b)"), ("{0} {12}", "{0\\} {12\\}"),
    ("{a} {} {1a} [b] (c)", "{a} {} {1a} [b] (c)"),
    ("\u{1B}", "\\u{1B}"), ("\u{7}", "\\u{7\\}"),
  ])
  func `Nothing in a message is a link or stands for something else`(text: String, safe: String) throws {
    let result = try #require(try Self.results(Make.report([], diagnostics: [Make.finding(.error, text)])).first)
    #expect(result["message"]?["text"]?.text == safe)
  }

  static let rules = DiagnosticCode.allCases.map { Remark.Rule.finding($0) } + PlanRule.allCases.map { .plan($0) }

  @Test(arguments: rules)
  func `Every rule has the texts that GitHub asks for`(rule: Remark.Rule) throws {
    var json = JSONWriter()
    SARIFRule(rule).write(to: &json)
    let descriptor = try PlainValue(json: json.finish())
    for name in ["shortDescription", "fullDescription", "help"] {
      let text = try #require(descriptor[name]?["text"]?.text)
      #expect(!text.isEmpty)
      #expect(name == "help" || text.unicodeScalars.count <= 1_024)
    }
    let fences = descriptor["help"]?["markdown"]?.text?.ranges(of: "```").count
    #expect(fences == nil || fences == 2)
  }

  @Test func `No two rules have one name`() {
    #expect(Set(Self.rules.map(\.id)).count == Self.rules.count)
  }

  @Test(arguments: UInt64(0)..<30)
  func `Whatever there is to say, each result has a rule, a place and a fingerprint of its own`(seed: UInt64)
    async throws
  {
    let report = await ReviewedReport.random(seed: seed)
    let run = try Self.run(report)
    let results = run["results"]?.elements ?? []
    let rules = run["tool"]?["driver"]?["rules"]?.elements.map { $0["id"] } ?? []
    #expect(Set(Self.fingerprints(results)).count == results.count)
    for result in results {
      guard case .number(let index)? = result["ruleIndex"], let index = index.integer else {
        Issue.record("no rule")
        continue
      }
      #expect(rules[index] == result["ruleId"])
      #expect(Self.place(result)?["region"] != nil)
    }
    #expect(report.text(.sarif) == report.text(.sarif))
  }
}
