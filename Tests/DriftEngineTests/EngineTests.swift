import BlaxelAPI
import ConfigValue
import Diagnostics
import DriftEngine
import HTTPTypes
import JobDiff
import PlanReport
import TestSupport
import Testing

/// Runs over an API that answers from a script.
@Suite struct EngineTests {
  private static func job(_ name: String, memory: Int = 1024) -> PlainValue {
    [
      "metadata": ["name": .string(name)], "spec": ["runtime": ["memory": .number(Number(memory))]],
      "status": "DEPLOYED",
    ]
  }

  private static func files(_ names: String...) -> MemoryFiles {
    MemoryFiles(
      texts: Dictionary(
        uniqueKeysWithValues: names.map {
          ("jobs/\($0).yaml", "kind: Job\nmetadata: {name: \($0)}\nspec: {runtime: {memory: 1024}}\n")
        }))
  }

  /// An API of these jobs on pages of two; single jobs are not found unless listed.
  private static func api(_ jobs: [PlainValue], failingPage: Int? = nil) -> ScriptedTransport {
    let pages = stride(from: 0, to: max(jobs.count, 1), by: 2).map { Array(jobs[min($0, jobs.count)...].prefix(2)) }
    return ScriptedTransport { request, _ throws(TransportFailure) in
      let path = request.path ?? ""
      guard path.hasPrefix("/v0/jobs?") else {
        let found = jobs.first { path.hasSuffix("/jobs/" + ($0["metadata"]?["name"]?.text ?? "")) }
        return found.map { HTTPAnswer(json: $0) } ?? HTTPAnswer(status: 404, json: ["error": "not found"])
      }
      let number = path.firstMatch(of: /cursor=p([0-9]+)/).flatMap { Int($0.1) } ?? 0
      if number == failingPage { return HTTPAnswer(status: 503, text: "{\"error\": \"away\"}") }
      let isLast = number + 1 >= pages.count
      return HTTPAnswer(
        json: [
          "data": .list(pages[number]),
          "meta": [
            "hasMore": .boolean(!isLast), "nextCursor": isLast ? "" : .string("p\(number + 1)"),
            "total": .number(Number(jobs.count)),
          ],
        ])
    }
  }

  @Test func `All pages are compared`() async {
    let live = ["a", "b", "c", "d", "e"].map { Self.job($0, memory: $0 == "d" ? 2048 : 1024) }
    let report = await EngineRun.plan(["jobs"], in: Self.files("a", "b", "c", "d"), over: Self.api(live))
    #expect(report.verdict == .differences)
    #expect(report.exitCode == 2)
    #expect(report.scope.pages == 3)
    #expect(report.scope.completeness == .complete)
    #expect(report.scope.liveJobs == 5)
    #expect(
      report.jobs.map { "\($0.action.rawValue) \($0.name)" } == [
        "unchanged a", "unchanged b", "unchanged c", "update d", "live-only e",
      ])
  }

  @Test func `A job that is missing from the listing is asked for by name before it is called new`() async {
    let transport = Self.api([Self.job("a")])
    let report = await EngineRun.plan(["jobs"], in: Self.files("a", "new"), over: transport)
    #expect(report.jobs.map { "\($0.action.rawValue) \($0.name)" } == ["unchanged a", "create new"])
    #expect(transport.requests.contains { $0.path == "/v0/jobs/new" })
  }

  @Test func `A page that fails for good leaves no plan at all`() async {
    let live = ["a", "b", "c", "d", "e"].map { Self.job($0) }
    for page in 0...2 {
      let report = await EngineRun.plan(["jobs"], in: Self.files("a", "z"), over: Self.api(live, failingPage: page))
      #expect(report.verdict == .error)
      #expect(report.exitCode == 1)
      #expect(report.jobs.isEmpty)
      #expect(report.scope.completeness == .incomplete)
      #expect(report.outline.contains { $0.hasPrefix("error api") })
    }
  }

  @Test(arguments: [false, true])
  func `Specs that are not valid end the run, whatever the API answers meanwhile`(fails: Bool) async {
    let transport = Self.api([Self.job("a")], failingPage: fails ? 0 : nil)
    let files = MemoryFiles(texts: ["jobs/a.yaml": "kind: Job\n"])
    let report = await EngineRun.plan(["jobs"], in: files, over: transport)
    #expect(report.verdict == .invalid)
    #expect(report.exitCode == 3)
    #expect(report.outline == ["error missing-name"])
  }

  @Test func `What the run needs and was not given is an error with the way out`() async {
    let transport = Self.api([])
    let files = Self.files("a")
    let noWorkspace = await EngineRun.plan(["jobs"], in: files, over: transport, workspace: nil)
    #expect(noWorkspace.outline == ["error missing-workspace"])
    let noKey = await EngineRun.plan(["jobs"], in: files, over: transport, key: .none)
    #expect(noKey.outline == ["error missing-credentials"])
    let noFile = await EngineRun.plan(["jobs"], in: files, over: transport, key: .file("nowhere"))
    #expect(noFile.outline == ["error missing-credentials"])
    let address = await EngineRun.plan(["jobs"], in: files, over: transport, address: "ftp://x")
    #expect(address.outline == ["error invalid-address"])
    for (report, exitCode) in [(noWorkspace, 1), (noKey, 1), (noFile, 1), (address, 3)] as [(Report, Int32)] {
      #expect(report.exitCode == exitCode)
      #expect(report.diagnostics.allSatisfy { $0.help != nil })
    }
    #expect(transport.requests.isEmpty)
  }

  @Test func `The key goes into the header and nowhere else`() async {
    let key = "bl_sentinel_key_0123456789"
    let echo = ScriptedTransport { request, _ throws(TransportFailure) in
      HTTPAnswer(status: 401, json: ["error": .string("bad key \(request.headerFields[.authorization] ?? "")")])
    }
    let files = MemoryFiles(texts: ["jobs/a.yaml": "kind: Job\nmetadata: {name: a}\n", "key": key + "\n"])
    for source in [KeySource.text(key), .file("key")] {
      let report = await EngineRun.plan(["jobs"], in: files, over: echo, key: source)
      #expect(report.verdict == .error)
      for text in report.texts { #expect(!text.contains(key)) }
    }
    #expect(echo.requests.allSatisfy { $0.headerFields[.authorization]?.hasSuffix(key) == true })
    #expect(echo.requests.allSatisfy { !($0.path ?? "").contains(key) })
  }

  @Test func `The same inputs give the same bytes`() async {
    let live = ["a", "b", "c"].map { Self.job($0, memory: 1) }
    var texts: Set<String> = []
    for _ in 0..<20 {
      let report = await EngineRun.plan(["jobs"], in: Self.files("a", "b", "x"), over: Self.api(live))
      texts.insert(report.texts.joined())
    }
    #expect(texts.count == 1)
  }

  @Test func `Jobs of another workspace are none to compare with, wherever they come from`() async throws {
    let foreign: PlainValue = ["metadata": ["name": "a", "workspace": "other"], "spec": ["runtime": ["memory": 1024]]]
    let fromAPI = await EngineRun.plan(["jobs"], in: Self.files("a"), over: Self.api([foreign]))
    let text = String(decoding: PlainValue.list([foreign]).json, as: UTF8.self)
    let fromFile = await EngineRun.plan(specs: "kind: Job\nmetadata: {name: a}\n", live: text)
    for report in [fromAPI, fromFile] {
      #expect(report.outline == ["error foreign-job"])
      #expect(report.exitCode == 1)
    }
    let own: PlainValue = ["metadata": ["name": "a", "workspace": "acme"], "spec": ["runtime": ["memory": 1024]]]
    #expect(await EngineRun.plan(["jobs"], in: Self.files("a"), over: Self.api([own])).exitCode == 0)
  }

  @Test(arguments: ["acm\u{E9}", "a b", "acme\r\nX-Evil: 1", "\u{202E}acme"])
  func `A workspace that no header can name is refused`(workspace: String) async {
    let transport = Self.api([Self.job("a")])
    let report = await EngineRun.plan(["jobs"], in: Self.files("a"), over: transport, workspace: workspace)
    #expect(report.outline == ["error missing-workspace"])
    #expect(report.exitCode == 3)
    #expect(transport.requests.isEmpty)
  }
}
