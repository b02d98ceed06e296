import ArgumentParser
import DriftEngine
import JobModel
import PlanReport

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check specs alone, offline, and report every problem in one run.",
    discussion: """
      Example:
        jobdrift validate jobs/

      Exit codes: 0 valid, 3 invalid, 64 wrong usage.
      """)

  @OptionGroup var specs: SpecOptions
  @OptionGroup(title: "Output") var color: ColorOptions

  func run() async throws {
    let effects = Effects(files: LocalFileSystem(), clock: ContinuousClock(), workers: Processors.count)
    let report = await Engine(tool: Jobdrift.tool, effects: effects).validate(
      specs.selection(unresolved: .unknown), workspace: specs.target.effectiveWorkspace)
    throw ExitCode(Delivery(color: color).deliver(validation: report))
  }
}
