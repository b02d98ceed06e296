import ConfigValue
import Diagnostics
import DriftEngine
import JobDiff
import JobModel
import PlanReport
import TestSupport
import Testing

/// What is read and compared at the same time gives what is read and compared one after the other.
@Suite(.serialized) struct WorkerTests {
  /// Specs and live jobs of every kind: in sync, changed, new, only live, with secrets, of other kinds, and several to a file.
  private static func files(jobs count: Int = 96, adding others: [String: String] = [:]) -> MemoryFiles {
    var texts = others
    var live: [PlainValue] = []
    for number in 0..<count {
      var generator = JobGenerator(seed: UInt64(number), isSparse: number % 4 != 0)
      let job = generator.job(named: "job-\(number)")
      if number % 11 != 0 {
        let kind = number % 13 == 0 ? "---\nkind: Agent\nmetadata: {name: a}\n" : ""
        texts["jobs/\(number / 2).yaml", default: ""] += "---\n" + yaml(job) + kind
      }
      if number % 7 != 0 { live.append(number % 5 == 0 ? generator.job(named: "job-\(number)") : job) }
    }
    let page = PlainValue.map([
      PlainValue.Member("data", .list(live)),
      PlainValue.Member("meta", ["hasMore": false, "nextCursor": "", "total": .number(Number(live.count))]),
    ])
    texts["live.json"] = String(decoding: page.json, as: UTF8.self)
    return MemoryFiles(texts: texts)
  }

  /// A job as flow YAML, with the members that a spec has around it.
  private static func yaml(_ job: PlainValue) -> String {
    guard case .map(let members) = job else { return "" }
    let envelope = [PlainValue.Member("apiVersion", "blaxel.ai/v1alpha1"), PlainValue.Member("kind", "Job")]
    let rest = members.filter { $0.key != "apiVersion" && $0.key != "kind" }
    return String(decoding: PlainValue.map(envelope + rest).json, as: UTF8.self) + "\n"
  }

  private static func plan(
    _ files: MemoryFiles, workers: Int, ownership: Ownership = .shared, selection: JobSelection = .everything,
    limits: SpecLimits = .standard
  ) async -> Report {
    await Engine(
      tool: EngineRun.tool, effects: Effects(files: files, clock: RecordingClock(), workers: workers)
    ).plan(
      PlanRequest(
        specs: SpecSelection(paths: ["jobs"], limits: limits), live: .file("live.json", assumesComplete: false),
        workspace: "acme", ownership: ownership, selection: selection))
  }

  @Test func `The same plan, byte for byte, with one worker and with several, twenty times`() async {
    let files = Self.files()
    let expected = await Self.plan(files, workers: 1)
    #expect(expected.verdict == .differences)
    #expect(expected.summary.count(JobPlan.Action.unchanged) > 30)
    #expect(expected.summary.count(JobPlan.Action.create) > 5)
    #expect(expected.summary.count(JobPlan.Action.update) > 5)
    let text = expected.text(.json) + expected.findingsText
    for round in 0..<20 {
      let report = await Self.plan(files, workers: 2 + round % 3)
      #expect(report.text(.json) + report.findingsText == text, "round \(round)")
    }
  }

  @Test(arguments: [Ownership.shared, .exclusive, .label("team", "data")])
  func `Comparing each job as soon as it is read says what comparing all of them together does`(
    ownership: Ownership
  ) async {
    let files = Self.files(jobs: 66)
    let alone = await Self.plan(files, workers: 3, ownership: ownership)
    // A selection, even of all, has them compared together.
    let everything = JobSelection(names: [JobSelection.NamePattern("*")])
    let together = await Self.plan(files, workers: 1, ownership: ownership, selection: everything)
    // The first line says what the plan is about.
    func body(_ report: Report) -> Substring { report.text(.text).drop { $0 != "\n" } }
    #expect(body(alone) == body(together))
    #expect(alone.findingsText == together.findingsText)
    #expect(alone.verdict == together.verdict)
    #expect(alone.jobs.map(\.folds) == together.jobs.map(\.folds))
    #expect(alone.jobs.map(\.source) == together.jobs.map(\.source))
    #expect(alone.jobs.flatMap(\.changes).map(\.source) == together.jobs.flatMap(\.changes).map(\.source))
  }

  @Test func `Invalid specs win over whatever the live jobs are, and are told in the order of the files`() async {
    let files = Self.files(
      jobs: 200,
      adding: ["jobs/zz.yaml": "kind: Job\nmetadata: {name: [}\n", "jobs/aa.yaml": "kind: Jobb\nmetadata: {name: a}\n"])
    let expected = await Self.plan(files, workers: 1)
    #expect(expected.verdict == .invalid)
    #expect(expected.scope.liveSource == nil)
    for workers in 2...4 { #expect(await Self.plan(files, workers: workers).texts == expected.texts) }
  }

  @Test func `A job that two files declare is told with both places, though both files were let go of`() async {
    let twin = "apiVersion: blaxel.ai/v1alpha1\nkind: Job\nmetadata:\n  name: twin\nspec:\n  enabled: true\n"
    let files = MemoryFiles(texts: [
      "jobs/a.yaml": twin, "jobs/b.yaml": "# another one\n" + twin,
      "live.json": #"[{"metadata": {"name": "twin"}, "spec": {"enabled": true}}]"#,
    ])
    for workers in 1...3 {
      let report = await Self.plan(files, workers: workers)
      #expect(report.verdict == .invalid)
      #expect(report.outline == ["error duplicate-job"])
      #expect(report.places == ["jobs/b.yaml:5:9-5:13"])
      #expect(report.diagnostics[0].notes.map { "\($0.place.file):\($0.place.start.line)" } == ["jobs/a.yaml:4"])
      #expect(report.diagnostics[0].snippet != nil)
    }
  }

  @Test func `More bytes than specs may have end the reading at the same row, however many workers there are`() async {
    let files = Self.files()
    let limits = SpecLimits(files: 1000, bytes: 20_000)
    let expected = await Self.plan(files, workers: 1, limits: limits)
    #expect(expected.outline.contains("error budget-exceeded"))
    let text = expected.text(.json) + expected.findingsText
    for workers in 2...4 {
      let report = await Self.plan(files, workers: workers, limits: limits)
      #expect(report.text(.json) + report.findingsText == text)
    }
  }

  @Test func `A secret that only the live version of a job marks is shown nowhere`() async {
    let secret = "correct-horse-battery"
    let spec = """
      apiVersion: blaxel.ai/v1alpha1
      kind: Job
      metadata:
        name: j
        displayName: about \(secret)
      spec:
        runtime:
          envs:
            - name: WORD
              value: \(secret)
      """
    let live = """
      [{"metadata": {"name": "j", "displayName": "another"},
        "spec": {"runtime": {"envs": [{"name": "WORD", "value": "older", "secret": true}]}}}]
      """
    let files = MemoryFiles(texts: ["jobs/a.yaml": spec, "live.json": live])
    for workers in 1...2 {
      let report = await Self.plan(files, workers: workers)
      #expect(report.verdict == .differences)
      for text in report.texts { #expect(!text.contains(secret)) }
    }
  }

  @Test func `A job of a released file is called by the place at which it stands`() async {
    let files = MemoryFiles(texts: [
      "jobs/a.yaml": "# é\nkind: Job\nmetadata: {name: a}\n---\nkind: Job\nmetadata: {name: b}\n",
      "live.json": #"[{"metadata": {"name": "a"}}, {"metadata": {"name": "b"}}]"#,
    ])
    let report = await Self.plan(files, workers: 2)
    #expect(report.verdict == .clean)
    let places = report.jobs.map { job in
      job.source.map { "\($0.file):\($0.start.line):\($0.start.column)-\($0.end.line):\($0.end.column)" }
    }
    #expect(places == ["jobs/a.yaml:2:1-3:20", "jobs/a.yaml:5:1-6:20"])
  }

  @Test func `Lines of invalid specs are quoted without regard to what a live job holds`() async {
    let spec = """
      apiVersion: blaxel.ai/v1alpha1
      kind: Job
      metadata: {name: a}
      spec: {region: eu-central-1, runtime: {memory: "eu-central-1"}}
      """
    let env = #"[{"name": "API_KEY", "value": "eu-central-1"}]"#
    let live = #"[{"metadata": {"name": "a"}, "spec": {"runtime": {"memory": 2048, "envs": \#(env)}}}]"#
    let files = MemoryFiles(texts: ["jobs/a.yaml": spec, "live.json": live])
    for workers in 1...2 {
      let report = await Self.plan(files, workers: workers)
      #expect(report.verdict == .invalid)
      #expect(report.findingsText.contains(#"memory: "eu-central-1""#))
    }
  }
}
