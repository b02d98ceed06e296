import ArgumentParser
import DriftEngine
import PlanReport

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Tell the settings that a run would have, and where they come from.",
    discussion: """
      Examples:
        jobdrift config
        jobdrift config --show-origin -w acme

      Takes the flags that 'plan' takes for reaching the API. Nothing is asked of the API, and no key is shown.

      Exit codes: 0 told, 1 a key or login cannot be used, 3 invalid configuration, 64 wrong usage.
      """)

  @Flag(help: "Also tell where each setting comes from, and where else it is set.")
  var showOrigin = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write as \(SettingsFormat.allCases.map(\.rawValue).joined(separator: " or ")).", valueName: "format"))
  var output: SettingsFormat = .text

  @OptionGroup var target: WorkspaceOption
  @OptionGroup(title: "API") var api: APIOptions
  @OptionGroup(title: "Output") var color: ColorOptions

  func run() throws {
    let engine = Engine(
      tool: Jobdrift.tool,
      effects: Effects(files: LocalFileSystem(), clock: ContinuousClock(), now: { WallClock.now }))
    let connection = api.connection.told()
    let settings = engine.settings(
      SettingsRequest(
        workspace: target.workspace, api: api.settings, others: connection.settings + api.asking.settings,
        findings: connection.findings))
    let renderer = SettingsRenderer(output, showsOrigins: showOrigin)
    throw ExitCode(Delivery(color: color).deliver(settings, by: renderer))
  }
}

extension SettingsFormat: ExpressibleByArgument {}
