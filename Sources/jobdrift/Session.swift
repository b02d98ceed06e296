import BlaxelAPI
import BlaxelHTTP
import DriftEngine
import Logging
import PlanReport

/// A run of the engine with the effects of this machine.
enum Session {
  /// Runs `body` with an engine that reaches what the live jobs need, and closes its connections.
  static func run<Result>(
    over live: LiveSource, by connection: ConnectionOptions, logging level: Logger.Level,
    _ body: (Engine) async -> Result
  ) async -> Result {
    let files = LocalFileSystem()
    guard case .api = live else {
      let effects = Effects(files: files, git: LocalGit(), clock: ContinuousClock(), workers: Processors.count)
      return await body(Engine(tool: Jobdrift.tool, effects: effects))
    }
    let secrets = SecretRegister()
    secrets.insert(connection.secrets)
    let logger = Logger(label: Jobdrift.tool.name) { _ in ErrorStreamLog(level: level, hiding: secrets) }
    let transport: any HTTPTransport
    var client: AsyncHTTPClientTransport?
    do throws(TransportFailure) {
      var options = try connection.transportOptions()
      if level == .trace { options.logger = logger }
      let reached = AsyncHTTPClientTransport(
        userAgent: "\(Jobdrift.tool.name)/\(Jobdrift.tool.version)", options: options)
      (transport, client) = (reached, reached)
    } catch {
      transport = NoNetwork(because: error)
    }
    // Lines of the log and the line of progress would tear each other apart.
    let progress = level <= .info ? nil : ProgressLine()
    let effects = Effects(
      files: files, git: LocalGit(), transport: transport, clock: ContinuousClock(), now: { WallClock.now },
      chance: { .random(in: 0...1) },
      observe: { event in
        logger.note(event)
        progress?.observe(event)
      }, secrets: secrets, workers: Processors.count)
    let result = await body(Engine(tool: Jobdrift.tool, effects: effects))
    progress?.erase()
    await client?.shutdown()
    return result
  }
}
