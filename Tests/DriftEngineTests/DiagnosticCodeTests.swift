import BlaxelAPI
import ConfigValue
import Diagnostics
import DriftEngine
import JobDiff
import JobModel
import PlanReport
import TestSupport
import Testing

/// Every diagnostic code, produced by a run of the engine, and the help that `jobdrift explain` gives about it.
@Suite struct DiagnosticCodeTests {
  private static let job = "kind: Job\nmetadata: {name: nightly}\n"
  private static let undecided = #"""
    {"format": "jobdrift.snapshot", "formatVersion": "1.0", "workspace": "acme", "takenAt": "2026-11-25T04:22:33Z",
      "source": "https://api.example.com/v0", "complete": true, "pages": 1, "count": 1,
      "masked": ["/jobs/0/metadata/labels/team"], "jobs": [{"metadata": {"name": "gone", "labels": {"team": "****"}}}]}
    """#

  /// A run that produces a code whose help has no example of its own; nil when nobody has thought of one.
  private static func run(for code: DiagnosticCode) async -> Report? {
    switch code {
    case .invalidUTF8: validate(.file(Array(job.utf8) + [0xFF]))
    case .unsupportedEncoding: validate(.file(job.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }))
    case .budgetExceeded: validate(.file(Array(repeating: UInt8(ascii: "["), count: 1000)))
    case .unreadableFile: validate(.locked)
    case .linkOutsideRoot: validate(.link("/elsewhere/jobs.yaml"), ["specs"], at: "specs/jobs.yaml")
    case .notARegularFile: validate(.other)
    case .unresolvedVariable: await substituted("image: $TAG", VariableSelection(unresolved: .error))
    case .ambiguousSubstitution:
      await substituted("image: $TAG", VariableSelection(given: ["TAG": "a: b"], unresolved: .error))
    case .unusedVariable: await substituted("image: a", VariableSelection(given: ["TAG": "b"], unresolved: .error))
    case .invalidEnvFile: await substituted("image: a", VariableSelection(files: ["vars.env"], unresolved: .error))
    case .liveNotServing:
      await EngineRun.plan(specs: job, live: #"[{"metadata": {"name": "nightly"}, "status": "FAILED"}]"#)
    case .undecidedOwnership:
      await EngineRun.plan(specs: job, live: undecided, ownership: .label("team", "data"))
    case .duplicateLiveElement:
      await EngineRun.plan(
        specs: job + "spec: {triggers: [{id: a, type: http}]}\n",
        live: #"[{"metadata": {"name": "nightly"}, "spec": {"triggers": [{"id": "a"}, {"id": "a"}]}}]"#)
    case .unusableSnapshot: await EngineRun.plan(specs: job, live: #"{"data": [], "meta": {"hasMore": true}}"#)
    case .invalidBase: await based(on: "kind: Job\nmetadata: [")
    case .unusableBase:
      await EngineRun.plan(
        ["jobs.yaml"], in: MemoryFiles(texts: ["jobs.yaml": job, "live.json": "[]"]), base: "origin/main")
    case .unusedIgnore:
      await EngineRun.plan(
        ["jobs.yaml"], in: MemoryFiles(texts: ["jobs.yaml": job, "live.json": "[]"]),
        ignored: ["nightly:runtime.nope", "other:*"].compactMap(IgnoreRule.init(parsing:)))
    case .foreignJob:
      await EngineRun.plan(
        specs: job, live: #"[{"metadata": {"name": "nightly", "workspace": "other"}, "spec": {}}]"#)
    case .leavingJob:
      await EngineRun.plan(
        specs: job, live: #"[{"metadata": {"name": "nightly"}, "spec": {}, "status": "DELETING"}]"#)
    case .emptySelection:
      await EngineRun.plan(
        ["jobs.yaml"], in: MemoryFiles(texts: ["jobs.yaml": job, "live.json": "[]"]),
        selection: JobSelection(names: [JobSelection.NamePattern("nihgtly")]))
    case .staleSnapshot:
      await EngineRun.plan(
        ["jobs.yaml"], in: MemoryFiles(texts: ["jobs.yaml": job, "live.json": "[]"]),
        ageLimit: AgeLimit(seconds: 60, at: Timestamp(seconds: 0)))
    case .unmaskableSecret:
      await EngineRun.snapshot(
        over: answering(200, #"{"data": [{"metadata": {"name": "test-key-1"}}]}"#), now: Timestamp(seconds: 0)
      ).report
    case .missingCredentials: await ask(failing(.refused), key: .none)
    case .invalidLogin: await logged("workspaces: {}")
    case .endedLogin: await logged("workspaces: [{name: acme, credentials: {access_token: \(endedToken)}}]")
    case .missingWorkspace: await ask(failing(.refused), workspace: nil)
    case .invalidAddress: await ask(failing(.refused), at: "http://api.example.com")
    case .invalidConnection: await ask(failing(.unusableSetting("--ca-file", reason: "it is empty")))
    case .openConnection: await ask(failing(.refused), at: "http://api.example.com/v0", allowsOpenHTTP: true)
    case .apiUnreachable: await ask(failing(.refused))
    case .apiTimeLimit: await ask(failing(.timedOut))
    case .apiRejectedKey: await ask(answering(401))
    case .apiForbidden: await ask(answering(403))
    case .apiNotFound: await ask(answering(404))
    case .apiError: await ask(answering(500))
    case .apiRedirect: await ask(answering(302))
    case .apiMalformed: await ask(answering(200, "<html>"))
    case .incompleteListing:
      await ask(answering(200, #"{"data": [], "meta": {"hasMore": true, "nextCursor": "again"}}"#))
    default: nil
    }
  }

  /// The codes that only the program can produce, which its own tests do.
  private static let ofTheProgram: Set<DiagnosticCode> = [.outputFailed]

  private static func validate(
    _ node: MemoryFiles.Node, _ paths: [String] = ["jobs.yaml"], at path: String = "jobs.yaml"
  ) -> Report {
    EngineRun.validate(paths, in: MemoryFiles([path: node, "/elsewhere/jobs.yaml": .file(Array(job.utf8))]))
  }

  private static func based(on text: String) async -> Report {
    await EngineRun.plan(
      ["jobs.yaml"], in: MemoryFiles(texts: ["jobs.yaml": job, "live.json": "[]", "base.yaml": text]), base: "base.yaml"
    )
  }

  private static func substituted(_ runtime: String, _ variables: VariableSelection) async -> Report {
    let files = MemoryFiles(texts: [
      "jobs.yaml": job + "spec:\n  runtime:\n    \(runtime)\n", "live.json": "[]", "vars.env": "nonsense",
    ])
    return await EngineRun.plan(["jobs.yaml"], in: files, variables: variables)
  }

  private static func ask(
    _ transport: ScriptedTransport, key: KeySource = .text("test-key"), workspace: String? = "acme",
    at address: String = "https://api.example.com/v0", allowsOpenHTTP: Bool = false
  ) async -> Report {
    await EngineRun.plan(
      ["jobs.yaml"], in: MemoryFiles(texts: ["jobs.yaml": job]), over: transport, key: key, workspace: workspace,
      address: address, allowsOpenHTTP: allowsOpenHTTP)
  }

  /// A token that ended in 1970, unsigned.
  private static let endedToken = "eyJhbGciOiJub25lIn0.eyJleHAiOjF9."

  private static func logged(_ login: String) async -> Report {
    await EngineRun.plan(
      ["jobs.yaml"], in: MemoryFiles(texts: ["jobs.yaml": job, "/h/.blaxel/config.yaml": login]),
      over: failing(.refused), api: APISettings(home: "/h"), workspace: "acme", now: Timestamp(seconds: 2))
  }

  private static func failing(_ failure: TransportFailure) -> ScriptedTransport {
    ScriptedTransport { _, _ throws(TransportFailure) in throw failure }
  }

  private static func answering(_ status: Int, _ text: String = "{}") -> ScriptedTransport {
    ScriptedTransport { _, _ throws(TransportFailure) in HTTPAnswer(status: status, text: text) }
  }

  /// A text of a help, read as its kind of text is.
  private static func read(_ text: String, of remedy: DiagnosticHelp.Remedy) async -> Report {
    switch remedy {
    case .spec, .advice: EngineRun.validate(["jobs.yaml"], in: MemoryFiles(texts: ["jobs.yaml": text]))
    case .json: EngineRun.validate(["jobs.json"], in: MemoryFiles(texts: ["jobs.json": text]))
    case .comparison(_, let live, _): await EngineRun.plan(specs: text, live: live)
    }
  }

  @Test(arguments: DiagnosticCode.allCases)
  func `Every code is produced by a run, with a severity that its help names`(code: DiagnosticCode) async throws {
    let report: Report
    switch code.help.remedy {
    case .spec(let example, _), .json(let example, _), .comparison(let example, _, _):
      report = await Self.read(example, of: code.help.remedy)
    case .advice:
      if Self.ofTheProgram.contains(code) { return }
      report = try #require(await Self.run(for: code))
    }
    let severities = report.diagnostics.filter { $0.code == code }.map(\.severity)
    #expect(!severities.isEmpty, "\(report.outline)")
    #expect(Set(severities).isSubset(of: code.help.severities))
  }

  @Test(arguments: DiagnosticCode.allCases)
  func `A mended example has nothing left to mend`(code: DiagnosticCode) async {
    switch code.help.remedy {
    case .spec(_, let mended), .json(_, let mended), .comparison(_, _, let mended):
      #expect(await Self.read(mended, of: code.help.remedy).outline == [])
    case .advice: break
    }
  }

  @Test(arguments: DiagnosticCode.allCases)
  func `A help fits a terminal and is finished`(code: DiagnosticCode) {
    let text = String(decoding: CodeText(code).render(), as: UTF8.self)
    #expect(text.hasPrefix("\(code.rawValue) ("))
    #expect(text.contains("  \(code.title).\n"))
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
    for line in text.split(separator: "\n") { #expect(line.count <= 104 && !line.hasSuffix(" "), "\(line)") }
    #expect(code.help.text.hasSuffix("."))
    #expect(!text.contains("\n\n\n"))
  }

  @Test func `The list has a line for each code`() {
    let lines = String(decoding: CodeText.list(), as: UTF8.self).split(separator: "\n")
    #expect(lines.count == DiagnosticCode.allCases.count)
    for (line, code) in zip(lines, DiagnosticCode.allCases) {
      #expect(line.hasPrefix(code.rawValue + " "))
      #expect(line.hasSuffix("  " + code.title))
    }
  }
}
