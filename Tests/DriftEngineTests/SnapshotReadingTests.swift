import ConfigValue
import Diagnostics
import DriftEngine
import JobModel
import PlanReport
import TestSupport
import Testing

/// Comparing with a snapshot, and what is no snapshot.
@Suite struct SnapshotReadingTests {
  private static let spec = """
    kind: Job
    metadata: {name: etl}
    spec:
      region: eu
      runtime: {image: "job/etl:v2", memory: 4096, envs: [{name: A, value: x}]}

    """

  private static let header = [
    ("format", #""jobdrift.snapshot""#), ("formatVersion", #""1.0""#),
    ("tool", #"{"name": "jobdrift", "version": "0.1.0"}"#), ("workspace", #""acme""#),
    ("source", #""https://api.blaxel.ai/v0""#), ("takenAt", #""2026-11-24T12:00:00Z""#), ("complete", "true"),
    ("pages", "1"), ("count", "1"), ("masked", #"["/jobs/0/spec/region"]"#),
    (
      "jobs",
      #"""
      [{"metadata": {"name": "etl"}, "spec": {"region": "****", "runtime": {"image": "job/etl:v1", "memory": 4096, "envs": [{"name": "A", "value": "****"}]}}}]
      """#
    ),
  ]

  /// A snapshot with some members written otherwise; those that are written as nothing are left out.
  private static func snapshot(_ changes: [String: String] = [:]) -> String {
    let members =
      header.map { ($0.0, changes[$0.0] ?? $0.1) }
      + changes.filter { change in
        !header.contains { $0.0 == change.key }
      }.map { ($0.key, $0.value) }
    return "{\n" + members.filter { !$0.1.isEmpty }.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ",\n") + "\n}\n"
  }

  private static func plan(
    _ live: String, spec: String = spec, named name: String = "live.json", workspace: String? = nil,
    ageLimit: AgeLimit? = nil
  ) async -> Report {
    let files = MemoryFiles(texts: ["jobs.yaml": spec, name: live])
    return await Engine(tool: EngineRun.tool, effects: Effects(files: files, clock: RecordingClock())).plan(
      PlanRequest(
        specs: SpecSelection(paths: ["jobs.yaml"]), live: .file(name, assumesComplete: false), ageLimit: ageLimit,
        workspace: workspace))
  }

  @Test(arguments: ["live.json", "live", "live.yaml"])
  func `A snapshot stands for the live jobs, and says where it is from`(name: String) async throws {
    let report = await Self.plan(Self.snapshot(), named: name)
    #expect(report.verdict == .differences)
    let outcome = Outcome(report)
    #expect(outcome.changes == ["change runtime.image"])
    #expect(outcome.folds == ["masked region", "masked runtime.envs[A].value"])
    #expect(report.scope.liveSource == .snapshot)
    #expect(report.scope.completeness == .complete)
    #expect(report.scope.liveJobs == 1)
    #expect(report.scope.workspace == "acme")
    #expect(report.scope.takenAt == Timestamp(parsing: "2026-11-24T12:00:00Z"))
  }

  @Test func `Nothing but what was left out is not quite clean`() async {
    let report = await Self.plan(Self.snapshot(), spec: Self.spec.replacing("v2", with: "v1"))
    #expect(report.verdict == .cleanExceptUnknown)
    #expect(report.exitCode == 0)
    let without = await Self.plan(
      Self.snapshot(["masked": "[]"]), spec: Self.spec.replacing("v2", with: "v1"))
    #expect(without.verdict == .differences)
  }

  @Test(arguments: [("", "unmanaged-field triggers"), ("  triggers: []\n", "remove triggers")])
  func `A list that was left out and that the specs do without counts as it does against the API`(
    triggers: String, change: String
  ) async {
    let jobs =
      #"[{"metadata": {"name": "etl"}, "spec": {"triggers": "****", "runtime": {"image": "job/etl:v2", "memory": 4096}}}]"#
    let spec = "kind: Job\nmetadata: {name: etl}\nspec:\n  runtime: {image: \"job/etl:v2\", memory: 4096}\n" + triggers
    let report = await Self.plan(
      Self.snapshot(["masked": #"["/jobs/0/spec/triggers"]"#, "jobs": jobs]), spec: spec)
    #expect(report.verdict == .differences && report.exitCode == 2)
    let outcome = Outcome(report)
    #expect(outcome.changes == [change])
    #expect(outcome.folds == [])
    let json = String(decoding: OutputFormat.json.render(report, in: RenderContext()), as: UTF8.self)
    #expect(json.contains(#""sensitive": true"#) && !json.contains("****"))
  }

  @Test func `Exactly one page of a snapshot needs no promise`() async {
    let jobs = (0..<200).map { #"{"metadata": {"name": "\#($0 == 0 ? "etl" : "job-\($0)")"}}"# }.joined(separator: ",")
    let report = await Self.plan(Self.snapshot(["jobs": "[\(jobs)]", "count": "200", "masked": "[]"]))
    #expect(report.exitCode == 2)
    #expect(report.outline == [])
  }

  @Test func `Members that this version does not know are left alone`() async {
    let report = await Self.plan(Self.snapshot(["formatVersion": #""1.7""#, "region": #"["new"]"#]))
    #expect(report.verdict == .differences)
  }

  // MARK: What is no snapshot

  @Test(arguments: [
    ("formatVersion", #""2.0""#, "3:18", "'live.json' was written by a newer jobdrift: format 2.0"),
    ("formatVersion", "1.0", "3:18", "'formatVersion' of snapshot 'live.json' is not a text"),
    ("formatVersion", #""1""#, "3:18", "is not a version such as '1.0'"),
    ("formatVersion", #""01.0""#, "3:18", "is not a version such as '1.0'"),
    ("formatVersion", #""0.9""#, "3:18", "is not a version such as '1.0'"),
    ("formatVersion", "", "1:1", "has no 'formatVersion'"),
    ("format", #""jobdrift.plan""#, "2:11", "is a document of jobdrift, and no snapshot"),
    ("workspace", "7", "5:14", "'workspace' of snapshot 'live.json' is not a text"),
    ("workspace", #""""#, "5:14", "is not a text"), ("source", "null", "6:11", "is not a text"),
    ("takenAt", #""yesterday""#, "7:12", "'takenAt' of snapshot 'live.json' is not a time"),
    ("takenAt", "", "1:1", "has no 'takenAt'"), ("complete", "false", "8:13", "does not hold all live jobs"),
    ("complete", #""true""#, "8:13", "is neither true nor false"), ("pages", "-1", "9:10", "is not a count"),
    ("count", "2", "10:10", "holds 1 jobs, and says otherwise"), ("count", "1.0", "10:10", "is not a count"),
    ("masked", "{}", "11:11", "is not a list"), ("masked", "", "1:1", "has no 'masked'"),
    ("jobs", "{}", "12:9", "is not a list"), ("jobs", #"[{"metadata": {}}]"#, "", ""),
    ("jobs", #"[3]"#, "", ""),
  ])
  func `A header that is not right is an error at its place`(
    member: String, value: String, place: String, message: String
  ) async {
    let report = await Self.plan(Self.snapshot([member: value]))
    #expect(report.verdict == .error)
    #expect(report.exitCode == 1)
    #expect(report.jobs.isEmpty)
    #expect(report.outline == ["error unusable-snapshot"])
    #expect(report.findingsText.contains(message), "\(report.findingsText)")
    #expect(place.isEmpty || report.places.first?.hasPrefix("live.json:\(place)-") == true, "\(report.places)")
  }

  @Test(arguments: [
    "3", #""""#, #""spec""#, #""/""#, #""/jobs""#, #""/jobs/0""#, #""/jobs/1/spec""#, #""/jobs/-1/spec/region""#,
    #""/jobs/00/spec/region""#, #""/jobs/0/spec/nowhere""#, #""/jobs/0/spec""#, #""/jobs/0/spec/runtime/image""#,
    #""/jobs/0/spec/region/x""#, #""/jobs/0/spec/region~""#, #""/workspace""#, #""/jobs/0/spec/runtime/envs/-1/value""#,
  ])
  func `A mask that is said to stand where none does is an error at its place`(pointer: String) async {
    let report = await Self.plan(Self.snapshot(["masked": "[\(pointer)]"]))
    #expect(report.outline == ["error unusable-snapshot"])
    #expect(report.places.first?.hasPrefix("live.json:11:12-") == true, "\(report.places)")
  }

  @Test(arguments: [
    (#"{"metadata": {"name": "****"}}"#, "/metadata/name"),
    (#"{"metadata": {"name": "etl"}, "spec": {"policies": ["****"]}}"#, "/spec/policies/0"),
    (#"{"metadata": {"name": "etl"}, "spec": {"odd": [{"a": "****"}]}}"#, "/spec/odd/0/a"),
    (#"{"metadata": {"name": "etl"}, "spec": {"triggers": ["****"]}}"#, "/spec/triggers/0"),
    (#"{"metadata": {"name": "etl"}, "spec": {"triggers": [{"id": "****"}]}}"#, "/spec/triggers/0/id"),
    (
      #"{"metadata": {"name": "etl"}, "spec": {"triggers": [{"configuration": {"tasks": ["****"]}}]}}"#,
      "/spec/triggers/0/configuration/tasks/0"
    ),
    (#"{"metadata": {"name": "etl"}, "spec": {"region": {"a": "****"}}}"#, "/spec/region/a"),
  ])
  func `A mask in what is compared as a whole would be taken for a value, and is refused`(job: String, place: String)
    async
  {
    let report = await Self.plan(Self.snapshot(["jobs": "[\(job)]", "masked": #"["/jobs/0\#(place)"]"#]))
    #expect(report.outline == ["error unusable-snapshot"])
    #expect(report.findingsText.contains("a place where nothing can be left out"))
  }

  @Test func `Two jobs of one name, and two snapshots in one file, are refused`() async {
    let twice = #"[{"metadata": {"name": "etl"}}, {"metadata": {"name": "etl"}}]"#
    let jobs = await Self.plan(Self.snapshot(["jobs": twice, "count": "2", "masked": "[]"]))
    #expect(jobs.outline == ["error unusable-snapshot"])
    let stream = await Self.plan(Self.snapshot() + "---\n" + Self.snapshot(), named: "live.yaml")
    #expect(stream.outline == ["error unusable-snapshot"])
    let mixed = await Self.plan(Self.snapshot() + "---\nmetadata: {name: a}\n", named: "live.yaml")
    #expect(mixed.outline == ["error unusable-snapshot"])
  }

  // MARK: Whose jobs

  @Test func `Jobs of another workspace are not compared with`() async {
    let report = await Self.plan(Self.snapshot(), workspace: "acme-staging")
    #expect(report.outline == ["error unusable-snapshot"])
    #expect(report.findingsText.contains("'live.json' holds the jobs of workspace 'acme', not 'acme-staging'"))
    #expect(await Self.plan(Self.snapshot(), workspace: "acme").verdict == .differences)
  }

  @Test func `A spec for another workspace than the snapshot's is not compared`() async {
    let report = await Self.plan(
      Self.snapshot(), spec: "kind: Job\nmetadata: {name: etl, workspace: acme-staging}\n")
    #expect(report.verdict == .invalid)
    #expect(report.exitCode == 3)
    #expect(report.outline.contains("error workspace-mismatch"))
  }

  // MARK: Age

  private static func age(_ takenAt: String, _ now: String, atMost seconds: Int) async throws -> Report {
    let limit = AgeLimit(seconds: seconds, at: try #require(Timestamp(parsing: now)))
    return await plan(snapshot(["takenAt": "\"\(takenAt)\""]), ageLimit: limit)
  }

  @Test(arguments: [
    ("2026-11-24T12:00:00Z", "2026-11-24T13:00:00Z"), ("2026-11-24T13:00:00+01:00", "2026-11-24T12:00:00Z"),
    ("2026-11-24T12:05:00Z", "2026-11-24T12:00:00Z"),
  ])
  func `A snapshot that is young enough is compared with`(takenAt: String, now: String) async throws {
    #expect(try await Self.age(takenAt, now, atMost: 3600).verdict == .differences)
  }

  @Test(arguments: [
    ("2026-11-24T12:00:00Z", "2026-11-24T13:00:01Z", "more than 1 hour before 2026-11-24T13:00:01Z"),
    ("2020-01-01T00:00:00Z", "2026-11-24T13:00:00Z", "more than 1 hour before"),
    ("2026-11-24T12:05:01Z", "2026-11-24T12:00:00Z", "which is after 2026-11-24T12:00:00Z"),
  ])
  func `One that is too old, or from a time to come, is not`(takenAt: String, now: String, message: String) async throws
  {
    let report = try await Self.age(takenAt, now, atMost: 3600)
    #expect(report.outline == ["error stale-snapshot"])
    #expect(report.exitCode == 1)
    #expect(report.findingsText.contains(message), "\(report.findingsText)")
  }

  @Test func `A file that does not say how old it is is never young enough`() async throws {
    let limit = AgeLimit(seconds: 86_400, at: Timestamp(seconds: 0))
    let report = await Self.plan(#"[{"metadata": {"name": "etl"}}]"#, ageLimit: limit)
    #expect(report.outline == ["error stale-snapshot"])
  }
}
