import ArgumentParser
import StandInServer

/// Serves jobs as the Blaxel API does, for tests and demonstrations.
@main
struct StandInCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "blaxel-standin",
    abstract: "Serve jobs as Blaxel's API does, on this machine.",
    discussion: """
      Answers GET /v0/jobs, GET /v0/jobs/NAME and POST /v0/oauth/token by the API's published rules: versions, pages, \
      cursors, sorts, filters, API keys, tokens, and masked values. No request changes a job.

      FAULTS

      \(Fault.grammar)
      """,
    version: "blaxel-standin 0.1.0")

  @OptionGroup var served: ServedJobs
  @OptionGroup var access: AccessOptions
  @OptionGroup var listening: ListeningOptions

  @Option(help: "The workspace the jobs belong to; any other is forbidden.")
  var workspace = "acme"

  @Option(help: "The most jobs a page holds, whatever is asked for.")
  var maxPage = 200

  @Option(help: "Something that goes wrong on demand; may be given several times.", transform: Self.fault)
  var fault: [Fault] = []

  @Option(
    help: ArgumentHelp(
      "Where to write a line of JSON for each request, without keys; - is standard output.", valueName: "path"))
  var log: String?

  func validate() throws {
    guard !workspace.isEmpty else { throw ValidationError("'--workspace' is not empty") }
    guard maxPage > 0 else { throw ValidationError("'--max-page' is at least 1") }
  }

  mutating func run() async throws {
    do {
      try await serve()
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(description: "\(error)")
    }
  }

  private func serve() async throws {
    let portFile = try listening.portFile.map { path throws(Failure) in try PortFile(replacing: path) }
    let jobs = try served.jobs(of: workspace)
    var settings = StandInConfiguration(
      workspace: workspace, isAdministrator: !access.noAdministrator, faults: fault)
    try access.apply(to: &settings)
    settings.maximumPage = maxPage
    settings.keepsRequests = false
    let identity = try listening.identity(now: settings.now())
    let journal: RequestLog? = if let log { try RequestLog(path: log) } else { nil }
    let api = StandInAPI(jobs: jobs, configuration: settings, log: journal?.write)
    let greeting = Greeting(
      count: jobs.count, workspace: workspace, key: access.apiKeyFile == nil ? settings.apiKey : "$BL_API_KEY",
      authority: listening.trustedFile, isOnStandardError: log == "-")
    let host = ListeningHost(name: listening.host)
    if !host.isLoopback { Greeting.warn("Whoever reaches '\(host.name)' from another machine may ask, too") }
    try await StandIn(api, identity: identity).run(host: host.name, port: Int(listening.port)) { [listening] port in
      greeting.write(
        address: listening.address(at: host, port: port), ownAddress: listening.address(at: host.own, port: port))
      do {
        try portFile?.write(port)
      } catch {
        Self.exit(withError: error)
      }
    }
  }

  private static func fault(_ text: String) throws -> Fault {
    do {
      return try Fault(parsing: text)
    } catch {
      throw ValidationError("\(error.description) (see FAULTS in --help)")
    }
  }
}

/// Why the command ends, in one line.
struct Failure: Error, CustomStringConvertible {
  let description: String
}
