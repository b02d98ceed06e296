import BlaxelAPI
import ConfigValue
import DriftEngine
import HTTPTypes
import JobDiff
import JobModel
import PlanReport
import TestSupport
import Testing

/// Runs about some of the jobs.
@Suite struct SelectionTests {
  private static func spec(_ name: String, team: String, memory: Int = 1024) -> String {
    "kind: Job\nmetadata: {name: \(name), labels: {team: \(team)}}\nspec: {runtime: {memory: \(memory)}}\n---\n"
  }

  private static func live(_ name: String, team: String, status: String = "DEPLOYED") -> PlainValue {
    [
      "metadata": ["name": .string(name), "labels": ["team": .string(team)]], "spec": ["runtime": ["memory": 1024]],
      "status": .string(status),
    ]
  }

  private static let specs =
    spec("etl-a", team: "data", memory: 2048) + spec("etl-new", team: "data") + spec("web-a", team: "web", memory: 2048)
    + spec("web-moved", team: "data")
  private static let liveJobs: [PlainValue] = [
    live("etl-a", team: "data"), live("etl-only", team: "data"), live("web-a", team: "web"),
    live("web-moved", team: "web"),
    live("web-only", team: "web"),
  ]

  private static func selection(_ names: [String] = [], _ labels: [(String, String)] = []) -> JobSelection {
    JobSelection(
      names: names.map { JobSelection.NamePattern($0) },
      labels: labels.map { JobSelection.Label(name: $0.0, value: $0.1) })
  }

  private static func outline(_ report: Report) -> [String] {
    report.jobs.map { "\($0.name) \($0.action.rawValue)" }.sorted()
  }

  private static func plan(_ selection: JobSelection, allowsEmpty: Bool = false) async -> Report {
    await EngineRun.plan(
      ["jobs.yaml"],
      in: MemoryFiles(texts: [
        "jobs.yaml": specs, "live.json": String(decoding: PlainValue.list(liveJobs).json, as: UTF8.self),
      ]), ownership: .exclusive, selection: selection, allowsEmpty: allowsEmpty)
  }

  /// An API that looks for what it is asked to, as Blaxel's does, and remembers that it was.
  private static func api() -> ScriptedTransport {
    ScriptedTransport { request, _ in
      let path = request.path ?? ""
      if path.hasPrefix("/v0/jobs/") {
        let found = liveJobs.first { path.hasSuffix("/" + ($0["metadata"]?["name"]?.text ?? "")) }
        return found.map { HTTPAnswer(json: $0) } ?? HTTPAnswer(status: 404, json: ["error": "not found"])
      }
      let text = path.split(separator: "&q=").dropFirst().first.map { $0.prefix { $0 != "&" } } ?? ""
      let found = liveJobs.filter { job in
        let labels = job["metadata"]?["labels"]?["team"]?.text ?? ""
        return text.isEmpty || (job["metadata"]?["name"]?.text ?? "").contains(text) || labels.contains(text)
      }
      return HTTPAnswer(json: [
        "data": .list(found), "meta": ["hasMore": false, "total": .number(Number(liveJobs.count))],
      ])
    }
  }

  @Test(arguments: [
    (selection(["etl-*"]), ["etl-a update", "etl-new create", "etl-only delete"]),
    (selection(["etl-a", "web-*"]), ["etl-a update", "web-a update", "web-moved update", "web-only delete"]),
    (selection(["*-a"]), ["etl-a update", "web-a update"]),
    // A label that differs shows, whichever side has the one that was asked for.
    (
      selection([], [("team", "data")]),
      ["etl-a update", "etl-new create", "etl-only delete", "web-moved update"]
    ),
    (selection([], [("team", "web")]), ["web-a update", "web-moved update", "web-only delete"]),
    (selection(["web*"], [("team", "data")]), ["web-moved update"]),
    (
      selection(),
      [
        "etl-a update", "etl-new create", "etl-only delete", "web-a update", "web-moved update", "web-only delete",
      ]
    ),
  ])
  func `Both sides are narrowed in the same way, from a file and from the API`(
    selection: JobSelection, jobs: [String]
  ) async throws {
    let fromFile = await Self.plan(selection)
    #expect(Self.outline(fromFile) == jobs)
    let transport = Self.api()
    let fromAPI = await EngineRun.plan(
      ["jobs.yaml"], in: MemoryFiles(texts: ["jobs.yaml": Self.specs]), over: transport, ownership: .exclusive,
      selection: selection)
    #expect(Self.outline(fromAPI) == jobs, "\(fromAPI.findingsText)")
    for report in [fromFile, fromAPI] {
      #expect(report.scope.selection == selection.flags)
      #expect(report.scope.desiredJobs == jobs.count { !$0.hasSuffix("delete") })
      #expect(report.text(.text).contains("only --") == !selection.isEverything)
      #expect(report.text(.markdown).contains("only <code>--") == !selection.isEverything)
    }
  }

  @Test(arguments: [
    (selection(["etl-*"]), "etl-" as String?), (selection(["*a*longest-part*b*"]), "longest-part"),
    (selection(["?x?"]), nil), (selection(["Etl-A*"]), "tl-"), (selection(["über-job"]), "ber-job"),
    (selection(["a*", "b*"]), nil), (selection([], [("team", "data")]), "data"),
    (selection([], [("tier", "1"), ("team", "Data Platform")]), "latform"), (selection(["*"]), nil), (selection(), nil),
    (selection(["x*"], [("team", "data")]), nil),
  ])
  func `The API looks for what every selected job has, in letters that it has in every version`(
    selection: JobSelection, text: String?
  ) {
    #expect(selection.search?.text == text)
  }

  @Test func `A selection of nothing is an error, not a clean plan`() async {
    for (selection, hint) in [
      (Self.selection(["nope*"]), "--job"), (Self.selection(["etl-a", "web-b"]), "did you mean 'web-a'?"),
      (Self.selection([], [("team", "nobody")]), "--allow-empty"),
      (Self.selection(["web-*"], [("team", "nobody")]), "--allow-empty"),
    ] {
      let report = await Self.plan(selection)
      #expect(report.outline == ["error empty-selection"])
      #expect(report.verdict == .error)
      #expect(report.exitCode == 1)
      #expect(report.findingsText.contains(hint), "\(report.findingsText)")
    }
    let allowed = await Self.plan(Self.selection(["nope*"]), allowsEmpty: true)
    #expect(allowed.verdict == .clean)
    #expect(allowed.jobs.isEmpty)
  }

  @Test func `A job on its way out is noted, and nothing to compare with`() async {
    let live: [PlainValue] = [
      Self.live("etl-a", team: "data", status: "DELETING"), Self.live("gone", team: "data", status: "TERMINATED"),
      Self.live("web-a", team: "web"),
    ]
    let transport = ScriptedTransport { request, _ in
      let path = request.path ?? ""
      // The list leaves it out already, and the API still has it.
      if path == "/v0/jobs/etl-new" {
        return HTTPAnswer(json: Self.live("etl-new", team: "data", status: "TERMINATED"))
      }
      if path.hasPrefix("/v0/jobs/") { return HTTPAnswer(status: 404, json: ["error": "not found"]) }
      return HTTPAnswer(json: ["data": .list(live)])
    }
    let report = await EngineRun.plan(
      ["jobs.yaml"], in: MemoryFiles(texts: ["jobs.yaml": Self.specs]), over: transport, ownership: .exclusive)
    #expect(
      Self.outline(report) == ["etl-a create", "etl-new create", "web-a update", "web-moved create"])
    #expect(report.outline == ["note leaving-job"])
    #expect(report.findingsText.contains("3 jobs are being deleted or terminated"))
    #expect(report.findingsText.contains("'etl-a', 'etl-new', 'gone'"))
    #expect(report.scope.liveJobs == 1)
  }
}
