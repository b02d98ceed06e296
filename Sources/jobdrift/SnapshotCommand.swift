import ArgumentParser
import DriftEngine
import JobModel

struct SnapshotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Save the live jobs, without their secrets, for comparing with them later and without a key.",
    discussion: """
      Examples:
        jobdrift snapshot -o live.json -w acme
        jobdrift plan jobs/ --live live.json --max-age 24h

      Values of variables, and everything else that is secret or looks it, are masked: plans count them as not compared.

      Exit codes: 0 saved, 1 could not be saved, 3 invalid configuration, 64 wrong usage.
      """)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write to a file that only its owner may read, '-' for standard output.", valueName: "file"),
    completion: .file())
  var output = "-"

  @OptionGroup var target: WorkspaceOption
  @Flag(help: "Vouch for a list that has fewer jobs than the API counts.")
  var assumeComplete = false

  @OptionGroup(title: "Live jobs") var api: APIOptions

  @Option(
    help: ArgumentHelp("Say that the jobs were live at a time, instead of now.", valueName: "time"),
    transform: TimeOption.time)
  var now: Timestamp?

  @OptionGroup(title: "Output") var color: ColorOptions
  @OptionGroup(title: "Output") var log: LogOptions

  func validate() throws {
    if output.isEmpty || output.hasSuffix("/") {
      throw ValidationError("The path given with '--output' names no file.")
    }
  }

  func run() async throws {
    let request = SnapshotRequest(
      api: api.settings, workspace: target.workspace, now: now ?? WallClock.now,
      asking: api.asking.asking(assumesComplete: assumeComplete))
    let answer = await Session.run(over: api.source, by: api.connection, logging: log.level) {
      await $0.snapshot(request)
    }
    let delivery = Delivery(color: color)
    switch answer {
    case .document(let bytes, let warnings):
      delivery.deliver(warnings)
      throw ExitCode(delivery.deliver(snapshot: bytes, to: output == "-" ? nil : output))
    case .failure(let report): throw ExitCode(delivery.deliver(failure: report))
    }
  }
}
