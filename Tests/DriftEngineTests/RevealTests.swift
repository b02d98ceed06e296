import BlaxelAPI
import ConfigValue
import DriftEngine
import HTTPTypes
import JobDiff
import PlanReport
import Synchronization
import TestSupport
import Testing

/// Values that the API gives to administrators alone.
@Suite struct RevealTests {
  private static func job(_ name: String, masked: Bool, _ envs: [(String, String)]) -> PlainValue {
    [
      "metadata": ["name": .string(name)],
      "spec": [
        "runtime": [
          "envs": .list(
            envs.map { env in
              [
                "name": .string(env.0), "value": .string(masked ? "****" : env.1),
                "secret": .boolean(env.0 == "SECRET"),
              ]
            })
        ]
      ],
    ]
  }

  /// What is live: `a` differs in a plain and a secret variable, `b` is the same, `c` has none in the specs.
  private static let live: [(String, [(String, String)])] = [
    ("a", [("MODE", "full"), ("SECRET", "c4nary-live-0001"), ("ONLY_LIVE", "c4nary-live-0002")]),
    ("b", [("MODE", "fast")]), ("c", [("MODE", "c4nary-live-0003")]),
  ]

  private static let files = MemoryFiles(
    texts: [
      "jobs/a.yaml": """
      kind: Job
      metadata: {name: a}
      spec: {runtime: {envs: [{name: MODE, value: fast}, {name: SECRET, value: c4nary-spec-0001, secret: true}]}}
      """, "jobs/b.yaml": "kind: Job\nmetadata: {name: b}\nspec: {runtime: {envs: [{name: MODE, value: fast}]}}\n",
      "jobs/c.yaml": "kind: Job\nmetadata: {name: c}\nspec: {}\n",
    ])

  private static func api(
    live: [(String, [(String, String)])] = live,
    revealing: @escaping @Sendable (String) -> HTTPAnswer? = { _ in nil }
  ) -> ScriptedTransport {
    ScriptedTransport { request, _ throws(TransportFailure) in
      let path = request.path ?? ""
      if path.hasPrefix("/v0/jobs?") {
        return HTTPAnswer(json: ["data": .list(live.map { job($0.0, masked: true, $0.1) }), "meta": ["hasMore": false]])
      }
      let parts = path.dropFirst("/v0/jobs/".count).split(separator: "?")
      let name = String(parts[0])
      guard let found = live.first(where: { $0.0 == name }) else { return HTTPAnswer(status: 404, json: ["code": 404]) }
      let isRevealed = parts.count == 2 && parts[1] == "show_secrets=true"
      return isRevealed
        ? revealing(name) ?? HTTPAnswer(json: job(name, masked: false, found.1))
        : HTTPAnswer(json: job(name, masked: true, found.1))
    }
  }

  @Test func `Only the jobs that need it are asked for, and what they differ in is seen`() async throws {
    let transport = Self.api()
    let report = await EngineRun.plan(["jobs"], in: Self.files, over: transport, reveals: true)
    #expect(
      transport.requests.compactMap(\.path).filter { $0.contains("show_secrets") }.sorted() == [
        "/v0/jobs/a?show_secrets=true", "/v0/jobs/b?show_secrets=true",
      ])
    #expect(report.summary.count(.masked) == 0)
    #expect(report.scope.revealedJobs == 2)
    let changes = try #require(report.jobs.first).changes
    #expect(
      changes.map { "\($0.operation.rawValue) \($0.path)" } == [
        "change spec.runtime.envs[MODE].value", "change spec.runtime.envs[SECRET].value",
        "remove spec.runtime.envs[ONLY_LIVE]",
      ])
    #expect(changes[0].before == .string("full"))
    #expect(changes[1].before == .sensitive)
    #expect(report.jobs.map(\.action) == [.update, .unchanged, .update])
  }

  @Test func `Nothing is asked for without the flag`() async {
    let transport = Self.api()
    let report = await EngineRun.plan(["jobs"], in: Self.files, over: transport)
    #expect(transport.requests.allSatisfy { !($0.path ?? "").contains("show_secrets") })
    #expect(report.summary.count(.masked) == 3)
    #expect(report.scope.revealedJobs == nil)
  }

  @Test func `Revealed secrets, and variables that no spec speaks of, are in no report`() async {
    let report = await EngineRun.plan(["jobs"], in: Self.files, over: Self.api(), reveals: true)
    for output in report.texts { #expect(!output.contains("c4nary")) }
    for path in [["spec"], ["spec", "runtime", "envs"]] {
      let answer = await EngineRun.explain(
        "a", FieldPath(path.map { .field($0) }), ["jobs"], in: Self.files, over: Self.api(), reveals: true)
      #expect(answer.text?.contains("\"full\"") == true)
      #expect(answer.text?.contains("c4nary") == false)
    }
  }

  @Test func `Without the role, the run ends with what to do`() async {
    let report = await EngineRun.plan(
      ["jobs"], in: Self.files,
      over: Self.api { _ in HTTPAnswer(status: 403, json: ["error": "Forbidden", "message": "admins only"]) },
      reveals: true)
    #expect(report.exitCode == 1)
    #expect(report.outline == ["error api-forbidden"])
    #expect(
      report.findingsText.contains("The key may not see the variables of job 'a' (403): admins only"))
    #expect(report.findingsText.contains("the role of a workspace administrator"))
  }

  @Test func `A job that is deleted meanwhile leaves no plan`() async {
    let report = await EngineRun.plan(
      ["jobs"], in: Self.files, over: Self.api { _ in HTTPAnswer(status: 404, json: ["code": 404]) }, reveals: true)
    #expect(report.exitCode == 1)
    #expect(report.outline == ["error incomplete-listing"])
  }

  @Test func `What the API masks all the same stays counted`() async {
    let report = await EngineRun.plan(
      ["jobs"], in: Self.files,
      over: Self.api { HTTPAnswer(json: Self.job($0, masked: true, [("MODE", ""), ("SECRET", "")])) }, reveals: true)
    #expect(report.verdict == .differences)
    #expect(report.summary.count(.masked) > 0)
  }

  @Test func `An explanation asks for its job alone`() async {
    let transport = Self.api()
    let answer = await EngineRun.explain(
      "b", FieldPath([.field("spec")]), ["jobs"], in: Self.files, over: transport, reveals: true)
    #expect(answer.text?.contains("the same") == true)
    #expect(
      transport.requests.compactMap(\.path).filter { $0.contains("show_secrets") } == ["/v0/jobs/b?show_secrets=true"])
  }

  @Test func `A few jobs are asked for at a time`() async {
    let names = (10..<60).map { "j\($0)" }
    let files = MemoryFiles(
      texts: Dictionary(
        uniqueKeysWithValues: names.map {
          ("jobs/\($0).yaml", "kind: Job\nmetadata: {name: \($0)}\nspec: {runtime: {envs: [{name: A, value: x}]}}\n")
        }))
    let transport = CountingTransport(Self.api(live: names.map { ($0, [("A", "x")]) }))
    let report = await EngineRun.plan(["jobs"], in: files, over: transport, reveals: true)
    #expect(report.verdict == .clean)
    #expect(report.scope.revealedJobs == 50)
    #expect((2...8).contains(transport.most))
  }
}

/// Counts how many requests are under way at a time.
private final class CountingTransport: HTTPTransport {
  private let transport: ScriptedTransport
  private let counts = Mutex<(now: Int, most: Int)>((0, 0))

  init(_ transport: ScriptedTransport) {
    self.transport = transport
  }

  var most: Int { counts.withLock(\.most) }

  func send(
    _ request: HTTPRequest, body: [UInt8], within limit: Duration
  ) async throws(TransportFailure) -> HTTPAnswer {
    counts.withLock { counts in
      counts.now += 1
      counts.most = max(counts.most, counts.now)
    }
    defer { counts.withLock { $0.now -= 1 } }
    for _ in 0..<20 { await Task.yield() }
    return try await transport.send(request, body: body, within: limit)
  }
}
