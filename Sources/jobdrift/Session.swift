import BlaxelHTTP
import DriftEngine
import PlanReport

/// A run of the engine with the effects of this machine.
enum Session {
  /// Runs `body` with an engine that reaches what the live jobs need, and closes its connections.
  static func run<Result>(over live: LiveSource, _ body: (Engine) async -> Result) async -> Result {
    let files = LocalFileSystem()
    guard case .api = live else {
      return await body(
        Engine(tool: Jobdrift.tool, effects: Effects(files: files, git: LocalGit(), clock: ContinuousClock())))
    }
    let transport = AsyncHTTPClientTransport(userAgent: "\(Jobdrift.tool.name)/\(Jobdrift.tool.version)")
    let progress = ProgressLine()
    let effects = Effects(
      files: files, git: LocalGit(), transport: transport, clock: ContinuousClock(), now: { WallClock.now },
      chance: { .random(in: 0...1) }, observe: { progress?.observe($0) })
    let result = await body(Engine(tool: Jobdrift.tool, effects: effects))
    progress?.erase()
    await transport.shutdown()
    return result
  }
}
