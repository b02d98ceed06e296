package import BlaxelAPI
package import ConfigValue
import Diagnostics
package import DriftEngine
package import JobDiff
package import JobModel
package import PlanReport

/// Runs of the engine with effects that exist only in a test.
package enum EngineRun {
  /// The name and version in the reports of tests, so that they do not change with the tool's.
  package static let tool = Tool(name: "jobdrift", version: "1.2.3")

  /// Checks specs alone.
  package static func validate(
    _ paths: [String], in files: MemoryFiles, workspace: String? = "acme", allowsEmpty: Bool = false,
    variables: VariableSelection = VariableSelection(unresolved: .unknown), limits: SpecLimits = .standard
  ) -> Report {
    Engine(tool: tool, effects: Effects(files: files, clock: RecordingClock())).validateInOrder(
      SpecSelection(paths: paths, allowsEmpty: allowsEmpty, variables: variables, limits: limits), workspace: workspace)
  }

  /// Compares `jobs.yaml` with the live jobs in `live.json`.
  package static func plan(
    specs: String, live: String, variables: VariableSelection = VariableSelection(unresolved: .error),
    ownership: Ownership = .shared, now: Timestamp? = nil
  ) async -> Report {
    await plan(
      ["jobs.yaml"], in: MemoryFiles(texts: ["jobs.yaml": specs, "live.json": live]), variables: variables,
      ownership: ownership, now: now)
  }

  /// Compares specs with the live jobs in a file.
  package static func plan(
    _ paths: [String], in files: MemoryFiles, live: String = "live.json", assumesComplete: Bool = false,
    ageLimit: AgeLimit? = nil,
    variables: VariableSelection = VariableSelection(unresolved: .error), ownership: Ownership = .shared,
    now: Timestamp? = nil, base: String? = nil, ignored: [IgnoreRule] = [], selection: JobSelection = .everything,
    allowsEmpty: Bool = false
  ) async -> Report {
    await Engine(tool: tool, effects: Effects(files: files, clock: RecordingClock())).plan(
      PlanRequest(
        specs: SpecSelection(paths: paths, allowsEmpty: allowsEmpty, variables: variables),
        live: .file(live, assumesComplete: assumesComplete), ageLimit: ageLimit,
        workspace: "acme",
        ownership: ownership, now: now, base: base, ignored: ignored, selection: selection))
  }

  /// Explains a value of a job that `jobs.yaml` and `live.json` were compared about.
  package static func explain(
    _ job: String, _ path: FieldPath, specs: String, live: String,
    variables: VariableSelection = VariableSelection(unresolved: .error), now: Timestamp? = nil
  ) async -> Engine.Answer {
    let files = MemoryFiles(texts: ["jobs.yaml": specs, "live.json": live])
    return await Engine(tool: tool, effects: Effects(files: files, clock: RecordingClock())).explain(
      job, at: path,
      PlanRequest(
        specs: SpecSelection(paths: ["jobs.yaml"], variables: variables),
        live: .file("live.json", assumesComplete: false), workspace: "acme",
        now: now))
  }

  /// Compares specs with the live jobs that a transport answers with.
  package static func plan(
    _ paths: [String], in files: MemoryFiles, over transport: any HTTPTransport, key: KeySource = .text("test-key"),
    workspace: String? = "acme", address: String = "https://api.example.com/v0", allowsOpenHTTP: Bool = false,
    reveals: Bool = false,
    ownership: Ownership = .shared, selection: JobSelection = .everything, asking: Asking = Asking()
  ) async -> Report {
    await Engine(tool: tool, effects: Effects(files: files, transport: transport, clock: RecordingClock())).plan(
      request(
        paths, key: key, workspace: workspace, address: address, allowsOpenHTTP: allowsOpenHTTP, reveals: reveals,
        ownership: ownership,
        selection: selection, asking: asking))
  }

  /// Explains a value of a job over such a transport.
  package static func explain(
    _ job: String, _ path: FieldPath, _ paths: [String], in files: MemoryFiles, over transport: any HTTPTransport,
    reveals: Bool = false
  ) async -> Engine.Answer {
    await Engine(tool: tool, effects: Effects(files: files, transport: transport, clock: RecordingClock())).explain(
      job, at: path, request(paths, key: .text("test-key"), workspace: "acme", reveals: reveals))
  }

  /// Saves the live jobs that such a transport answers with.
  package static func snapshot(
    over transport: any HTTPTransport, key: KeySource = .text("test-key"), workspace: String? = "acme",
    address: String = "https://api.example.com/v0", now: Timestamp
  ) async -> Engine.SnapshotAnswer {
    await Engine(tool: tool, effects: Effects(files: MemoryFiles([:]), transport: transport, clock: RecordingClock()))
      .snapshot(
        SnapshotRequest(api: APISettings(key: key, address: address), workspace: workspace, now: now))
  }

  /// Compares specs with the live jobs that the API has, reached as the settings say.
  package static func plan(
    _ paths: [String], in files: MemoryFiles, over transport: any HTTPTransport, api: APISettings,
    workspace: String? = nil, clock: RecordingClock = RecordingClock(), now: Timestamp? = nil
  ) async -> Report {
    await Engine(
      tool: tool, effects: Effects(files: files, transport: transport, clock: clock, now: time(now))
    ).plan(
      PlanRequest(specs: SpecSelection(paths: paths), live: .api(api), workspace: workspace))
  }

  /// Tells the settings of a run.
  package static func settings(
    _ api: APISettings, workspace: String? = nil, in files: MemoryFiles = MemoryFiles([:]), now: Timestamp? = nil,
    others: [Setting] = []
  ) -> EffectiveSettings {
    Engine(tool: tool, effects: Effects(files: files, clock: RecordingClock(), now: time(now))).settings(
      SettingsRequest(workspace: workspace, api: api, others: others))
  }

  private static func time(_ now: Timestamp?) -> (@Sendable () -> Timestamp)? {
    guard let now else { return nil }
    return { now }
  }

  private static func request(
    _ paths: [String], key: KeySource, workspace: String?, address: String = "https://api.example.com/v0",
    allowsOpenHTTP: Bool = false, reveals: Bool, ownership: Ownership = .shared, selection: JobSelection = .everything,
    asking: Asking = Asking()
  ) -> PlanRequest {
    PlanRequest(
      specs: SpecSelection(paths: paths),
      live: .api(APISettings(key: key, address: address, allowsOpenHTTP: allowsOpenHTTP)),
      workspace: workspace, ownership: ownership, revealsVariables: reveals, selection: selection, asking: asking)
  }
}

extension Report {
  /// The report in a format, without colours unless asked for.
  package func text(_ format: OutputFormat, isColored: Bool = false) -> String {
    String(decoding: format.render(self, in: RenderContext(isColored: isColored)), as: UTF8.self)
  }

  /// All that is said of a run, in all formats.
  package var texts: [String] { OutputFormat.allCases.map { text($0) } + [findingsText] }

  /// The findings as they go to standard error.
  package var findingsText: String {
    String(decoding: DiagnosticRenderer(isColored: false).render(diagnostics), as: UTF8.self)
  }

  /// The findings as `severity code`.
  package var outline: [String] { diagnostics.map { "\($0.severity.rawValue) \($0.code.rawValue)" } }

  /// The findings' places as `file:line:column-line:column`.
  package var places: [String] {
    diagnostics.map { finding in
      finding.place.map { "\($0.file):\($0.start.line):\($0.start.column)-\($0.end.line):\($0.end.column)" } ?? ""
    }
  }
}

extension EffectiveSettings {
  /// The settings in a format, with their origins unless told.
  package func text(_ format: SettingsFormat = .text, showsOrigins: Bool = true) -> String {
    String(decoding: SettingsRenderer(format, showsOrigins: showsOrigins).render(self), as: UTF8.self)
  }

  /// All that is said of them, in all formats.
  package var texts: [String] {
    SettingsFormat.allCases.flatMap { [text($0), text($0, showsOrigins: false)] }
      + [String(decoding: DiagnosticRenderer(isColored: false).render(diagnostics), as: UTF8.self)]
  }

  /// The setting called that.
  package subscript(_ name: String) -> Setting? { settings.first { $0.name == name } }
}

extension Engine.SnapshotAnswer {
  /// The bytes that were saved.
  package var document: [UInt8]? {
    if case .document(let bytes, _) = self { bytes } else { nil }
  }

  /// Why nothing was.
  package var report: Report? {
    if case .failure(let report) = self { report } else { nil }
  }
}

extension Engine.Answer {
  /// The explanation as it is printed; nil when there is none.
  package var text: String? {
    guard case .explanation(let explanation, _) = self else { return nil }
    return String(decoding: ExplanationRenderer(isColored: false).render(explanation), as: UTF8.self)
  }
}
