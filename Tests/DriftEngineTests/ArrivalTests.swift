import BlaxelAPI
import ConfigValue
import Diagnostics
import DriftEngine
import HTTPTypes
import JobDiff
import JobModel
import PlanReport
import TestSupport
import Testing

/// Comparing live jobs as the API's pages of them arrive says what comparing all of them together does.
@Suite(.serialized) struct ArrivalTests {
  private static let secret = "correct-horse-battery"

  /// Specs, and live jobs, of every kind: in sync, changed, new, only live, on their way out, and with secrets that only one of
  /// the two sides marks.
  private static func jobs(_ count: Int) -> (files: MemoryFiles, live: [PlainValue]) {
    var texts: [String: String] = [:]
    var live: [PlainValue] = []
    for number in 0..<count {
      var generator = JobGenerator(seed: UInt64(number), isSparse: number % 4 != 0)
      let job = generator.job(named: name(number))
      if number % 11 != 0 { texts["jobs/\(number).yaml"] = spec(job) }
      if number % 7 != 0 { live.append(number % 5 == 0 ? generator.job(named: name(number)) : job) }
    }
    let word = #"{"name": "WORD", "value": "\#(secret)""#
    texts["jobs/marked.yaml"] = """
      kind: Job
      metadata: {name: y-marked, displayName: about \(secret)}
      spec: {runtime: {envs: [\(word)}]}}
      """
    live.append(
      plain(#"{"metadata": {"name": "y-marked"}, "spec": {"runtime": {"envs": [\#(word), "secret": true}]}}}"#))
    texts["jobs/leaving.yaml"] = "kind: Job\nmetadata: {name: z-leaving, displayName: \(secret)}\n"
    live.append(plain(#"{"metadata": {"name": "z-leaving"}, "spec": {}, "status": "DELETING"}"#))
    return (MemoryFiles(texts: texts), live)
  }

  private static func name(_ number: Int) -> String { "job-" + String(1000 + number) }

  private static func plain(_ json: String) -> PlainValue {
    (try? JSONReader.read(Array(json.utf8), as: .none, names: JobSchema.blaxel.names).plain) ?? .null
  }

  private static func spec(_ job: PlainValue) -> String {
    guard case .map(let members) = job else { return "" }
    let rest = members.filter { $0.key != "kind" }
    return String(decoding: PlainValue.map([PlainValue.Member("kind", "Job")] + rest).json, as: UTF8.self)
  }

  /// Answers with pages of `size` of the jobs, which are in the order of their names, from either end.
  private static func transport(
    _ live: [PlainValue], size: Int = 9,
    _ change: @escaping @Sendable (HTTPRequest, _ number: Int) -> HTTPAnswer? = { _, _ in nil }
  ) -> ScriptedTransport {
    ScriptedTransport { request, number in
      if let answer = change(request, number) { return answer }
      let path = request.path ?? ""
      guard path.contains("/jobs?") else {
        return HTTPAnswer(status: 404, text: #"{"error": "Not Found", "code": 404}"#)
      }
      let start = path.split(separator: "cursor=c").dropFirst().first.flatMap { Int($0) } ?? 0
      let jobs = path.contains("desc") ? live.reversed() : live
      let page = jobs[start..<min(jobs.count, start + size)]
      let hasMore = page.endIndex < jobs.count
      return HTTPAnswer(json: [
        "data": .list(Array(page)),
        "meta": [
          "hasMore": .boolean(hasMore), "nextCursor": .string(hasMore ? "c\(page.endIndex)" : ""),
          "total": .number(Number(jobs.count)),
        ],
      ])
    }
  }

  /// A list of one job, of `total`.
  private static func page(_ memory: Int, total: Int) -> HTTPAnswer {
    HTTPAnswer(json: [
      "data": [["metadata": ["name": "a"], "spec": ["runtime": ["memory": .number(Number(memory))]]]],
      "meta": ["hasMore": false, "nextCursor": "", "total": .number(Number(total))],
    ])
  }

  private static func plan(
    _ files: MemoryFiles, _ transport: ScriptedTransport, workers: Int, ownership: Ownership = .shared,
    selection: JobSelection = .everything
  ) async -> Report {
    await Engine(
      tool: EngineRun.tool,
      effects: Effects(files: files, transport: transport, clock: RecordingClock(), workers: workers)
    ).plan(
      PlanRequest(
        specs: SpecSelection(paths: ["jobs"]),
        live: .api(APISettings(key: .text("test-key"), address: "https://api.example.com/v0")), workspace: "acme",
        ownership: ownership, selection: selection))
  }

  @Test(arguments: [Ownership.shared, .exclusive, .label("team", "data")])
  func `One by one, they give what all of them together do, however many workers there are`(
    ownership: Ownership
  ) async {
    let (files, live) = Self.jobs(120)
    let everything = JobSelection(names: [JobSelection.NamePattern("*")])
    let together = await Self.plan(
      files, Self.transport(live), workers: 1, ownership: ownership, selection: everything)
    #expect(together.verdict == .differences)
    // The first line says what the plan is about.
    func body(_ report: Report) -> Substring { report.text(.text).drop { $0 != "\n" } }
    var first: String?
    for workers in [1, 2, 3, 4] {
      let report = await Self.plan(files, Self.transport(live), workers: workers, ownership: ownership)
      #expect(body(report) == body(together))
      #expect(report.findingsText == together.findingsText)
      #expect(report.jobs.map(\.folds) == together.jobs.map(\.folds))
      #expect(report.scope.liveJobs == together.scope.liveJobs)
      #expect(report.scope.completeness == .complete)
      for text in report.texts { #expect(!text.contains(Self.secret)) }
      let json = report.text(.json)
      if let first { #expect(json == first) } else { first = json }
    }
  }

  @Test func `What a list is read again for counts as it is then`() async {
    let (files, live) = Self.jobs(60)
    // A job moves from page to page in the first list, and has changed in the second.
    let twice = Self.transport(live) { request, number in
      number == 3 ? HTTPAnswer(json: ["data": .list([live[0], live[0]]), "meta": ["hasMore": false]]) : nil
    }
    let expected = await Self.plan(files, Self.transport(live), workers: 1)
    for workers in 1...3 {
      let report = await Self.plan(files, twice, workers: workers)
      #expect(report.verdict == expected.verdict)
      #expect(report.text(.text) == expected.text(.text))
    }
  }

  @Test func `A job that the first list had otherwise is compared as the second list has it`() async {
    let spec = "kind: Job\nmetadata: {name: a}\nspec: {runtime: {memory: 2048}}\n"
    let files = MemoryFiles(texts: ["jobs/a.yaml": spec])
    // The first list says that it lacks a job, and is read again.
    for (former, latter, verdict) in [(2048, 4096, Verdict.differences), (4096, 2048, .clean)] {
      let transport = ScriptedTransport { _, number in
        number == 1 ? Self.page(former, total: 2) : Self.page(latter, total: 1)
      }
      let report = await Self.plan(files, transport, workers: 2)
      #expect(report.verdict == verdict)
      #expect(transport.requests.count == 2)
    }
  }

  @Test func `Invalid specs win over whatever the API answers`() async {
    let (_, live) = Self.jobs(60)
    let files = MemoryFiles(texts: ["jobs/a.yaml": "kind: Job\nmetadata: {name: [}\n"])
    for workers in 1...3 {
      let report = await Self.plan(files, Self.transport(live), workers: workers)
      #expect(report.verdict == .invalid)
      #expect(report.scope.liveSource == nil)
    }
  }

  @Test(arguments: [401, 500]) func `A page that fails is no plan, whatever came before it`(status: Int) async {
    let (files, live) = Self.jobs(60)
    let broken = Self.transport(live) { request, number in
      number > 3 ? HTTPAnswer(status: status, text: #"{"error": "x"}"#) : nil
    }
    let report = await Self.plan(files, broken, workers: 2)
    #expect(report.verdict == .error)
    #expect(report.jobs.isEmpty)
    #expect(report.scope.completeness == .incomplete)
  }

  @Test func `A job of another workspace, on whatever page, is no plan`() async {
    var (files, live) = Self.jobs(60)
    live[40] = Self.plain(#"{"metadata": {"name": "\#(Self.name(46))a", "workspace": "other"}, "spec": {}}"#)
    let report = await Self.plan(files, Self.transport(live), workers: 2)
    #expect(report.verdict == .error)
    #expect(report.outline.contains("error foreign-job"))
  }
}
