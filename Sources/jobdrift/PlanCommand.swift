import ArgumentParser
import DriftEngine
import PlanReport

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Compare specs with live jobs, and show what applying them would do.",
    discussion: """
      Examples:
        jobdrift plan jobs/ -w acme
        jobdrift plan jobs/ --base origin/main
        jobdrift plan jobs/ --job 'etl-*' --selector team=data
        jobdrift plan jobs/ --live live.json --max-age 24h -o json
        bl get jobs --all -o json | jobdrift plan jobs/ --live -

      Only reads: nothing is ever changed in the workspace.
      """)

  @OptionGroup var specs: SpecOptions
  @OptionGroup(title: "Which jobs") var which: SelectionOptions
  @OptionGroup(title: "Base") var base: BaseOptions
  @OptionGroup(title: "Live jobs") var live: LiveOptions
  @OptionGroup(title: "What counts") var counting: CountingOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Output") var log: LogOptions

  func validate() throws {
    if specs.standardInputs + live.standardInputs > 1 { throw ValidationError("Standard input can only be read once.") }
    let needy = counting.conditions.filter(\.needsBase).map(\.rawValue).sorted()
    if base.base == nil, let condition = needy.first {
      throw ValidationError("'--fail-on \(condition)' needs '--base': without one, nobody can tell.")
    }
  }

  func run() async throws {
    let request = PlanRequest(
      specs: specs.selection(), live: live.source, ageLimit: live.ageLimit(at: output.time.now),
      workspace: live.workspace(of: specs.target),
      ownership: counting.scope.ownership,
      failOn: counting.conditions, exitsZero: counting.exitZero, revealsVariables: live.revealEnv,
      now: output.time.now, base: base.base,
      ignored: counting.ignore, selection: which.selection,
      asking: live.api.asking.asking(assumesComplete: live.assumeComplete))
    let report = await Session.run(over: request.live, by: live.api.connection, logging: log.level) {
      await $0.plan(request)
    }
    throw ExitCode(Delivery(color: output.color).deliver(report, as: output))
  }
}
