import ArgumentParser
import FoundationEssentials
import StandInServer

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Serves a directory of jobs as the Blaxel API does, for tests and demonstrations.
@main
struct StandInCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "blaxel-standin",
    abstract: "Serve a directory of jobs as Blaxel's API does, on this machine.",
    discussion: """
      Answers GET /v0/jobs and GET /v0/jobs/NAME by the API's published rules: versions, pages, cursors, sorts, filters, \
      API keys, and masked values. Nothing can be changed through it.

      FAULTS

      \(Fault.grammar)
      """)

  @Argument(
    help: ArgumentHelp("The directory; each .json file in it holds one job or an array of jobs.", valueName: "dir"))
  var directory: String

  @Option(help: "The port to listen on; 0 takes any free one.")
  var port: UInt16 = 0

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The workspace the jobs belong to; any other is forbidden.")
  var workspace = "acme"

  @Option(help: ArgumentHelp("The file with the API key to accept; the key is test-key without it.", valueName: "path"))
  var apiKeyFile: String?

  @Option(help: "Something that goes wrong on demand; may be given several times.", transform: Self.fault)
  var fault: [Fault] = []

  @Option(help: ArgumentHelp("Where to write the port, once it is listened on.", valueName: "path"))
  var portFile: String?

  @Flag(help: "Refuse show_secrets=true, as to keys without the role of a workspace administrator.")
  var noAdministrator = false

  mutating func run() async throws {
    var settings = StandInConfiguration(workspace: workspace, isAdministrator: !noAdministrator, faults: fault)
    let jobs: JobStore
    do {
      if let apiKeyFile { settings.apiKey = try Self.key(in: apiKeyFile) }
      jobs = try JobStore.load(directory: directory)
    } catch {
      throw Failure(description: "\(error)")
    }
    let (host, workspace, portFile, count) = (host, workspace, portFile, jobs.count)
    let key = apiKeyFile == nil ? settings.apiKey : "$BL_API_KEY"
    try await StandIn(jobs: jobs, configuration: settings).run(host: host, port: Int(port)) { port in
      let address = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/v0"
      print("serving \(count) jobs of workspace \(workspace) at \(address)")
      print(
        "try: curl -H 'Blaxel-Version: 2026-04-28' -H 'X-Blaxel-Workspace: \(workspace)'",
        "-H \"Authorization: Bearer \(key)\" \(address)/jobs")
      // Whoever reads a pipe or a log must not wait for a full buffer.
      fflush(nil)
      if let portFile { Self.write(port, to: portFile) }
    }
  }

  private static func fault(_ text: String) throws -> Fault {
    do {
      return try Fault(parsing: text)
    } catch {
      throw ValidationError("\(error.description) (see FAULTS in --help)")
    }
  }

  /// The first line of the file, without the white space around it.
  private static func key(in path: String) throws(Failure) -> String {
    guard let contents = FileManager.default.contents(atPath: path) else {
      throw Failure(description: "File '\(path)' cannot be read")
    }
    let line = String(decoding: contents, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
    let words = line.split(whereSeparator: \.isWhitespace)
    guard words.count == 1 else { throw Failure(description: "File '\(path)' holds no API key in its first line") }
    return String(words[0])
  }

  /// All at once, so that whoever waits for the file never reads half of it.
  private static func write(_ port: Int, to path: String) {
    do {
      try Data("\(port)\n".utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      Self.exit(withError: Failure(description: "File '\(path)' cannot be written"))
    }
  }
}

/// Why the command ends, in one line.
private struct Failure: Error, CustomStringConvertible {
  let description: String
}
