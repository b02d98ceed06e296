import ArgumentParser
import DriftEngine
import JobModel
import PlanReport

struct ValidateCommand: ParsableCommand {
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

  func run() throws {
    let engine = Engine(tool: Jobdrift.tool, effects: Effects(files: LocalFileSystem(), clock: ContinuousClock()))
    let report = engine.validate(specs.selection(unresolved: .unknown), workspace: specs.target.effectiveWorkspace)
    throw ExitCode(Delivery(color: color).deliver(validation: report))
  }
}
