import ArgumentParser
import ConfigValue
import DriftEngine
import JobModel
import PlanReport

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say why a value counts as it does, or what is known of a field.",
    discussion: """
      Examples:
        jobdrift explain runtime.memory
        jobdrift explain nightly-embed 'triggers[cron-1].configuration.schedule' --specs jobs/ -w acme

      Paths are those of the plan, with or without 'spec.'. A path that holds others explains all of them.

      Exit codes: 0 explained, 1 could not compare, 3 invalid specs, 64 no such field or job.
      """)

  @Argument(help: "A field such as 'runtime.memory', or the name of a job.")
  var subject: String

  @Argument(help: "A path in the job, as the plan writes it.")
  var path: String?

  @Option(
    help: ArgumentHelp("Spec file or directory, '-' for standard input. Repeatable. (default: .)", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var specs: [String] = []

  @OptionGroup(title: "Variables") var variables: VariableOptions
  @OptionGroup var target: WorkspaceOption
  @OptionGroup(title: "Live jobs") var live: LiveOptions
  @OptionGroup(title: "What counts") var counting: OwnershipOption
  @OptionGroup(title: "Output") var now: TimeOption
  @OptionGroup(title: "Output") var color: ColorOptions

  func validate() throws {
    if specs.count(where: { $0 == "-" }) + variables.standardInputs + live.standardInputs > 1 {
      throw ValidationError("Standard input can only be read once.")
    }
  }

  func run() async throws {
    guard let path else { return try explainField() }
    guard let place = FieldPath(parsing: path), !place.elements.isEmpty else {
      throw ValidationError("'\(path)' is not a path such as 'runtime.memory' or 'triggers[cron-1].enabled'.")
    }
    let request = PlanRequest(
      specs: SpecSelection(
        paths: specs.isEmpty ? ["."] : specs, variables: variables.selection(unresolved: .error)), live: live.source,
      workspace: target.effectiveWorkspace, ownership: counting.ownership, revealsVariables: live.revealEnv,
      now: now.now)
    let answer = await Session.run(over: request.live) { await $0.explain(subject, at: place, request) }
    let delivery = Delivery(color: color)
    switch answer {
    case .explanation(let explanation): throw ExitCode(delivery.deliver(explanation))
    case .failure(let report): throw ExitCode(delivery.deliver(failure: report))
    case .unknownJob(let names):
      let question = Spelling.suggestion(for: subject, among: names).map { ", did you mean '\($0)'?" } ?? "."
      throw ValidationError("No spec and no live job is called '\(subject)'\(question)")
    }
  }

  private func explainField() throws {
    let names = FieldPath(parsing: subject).map(\.names) ?? []
    let entries = names.isEmpty ? [] : JobSchema.blaxel.entries(meant: names)
    guard !entries.isEmpty else {
      let known = JobSchema.blaxel.entries.map { $0.path.joined(separator: ".") }
      let short = known.map { $0.hasPrefix("spec.") ? String($0.dropFirst(5)) : $0 }
      let last = Set(JobSchema.blaxel.entries.compactMap(\.path.last)).sorted()
      let question = Spelling.suggestion(for: subject, among: known + short + last).map { ", did you mean '\($0)'?" }
      throw ValidationError(
        "No field is called '\(subject)'\(question ?? "; to ask about a value of a job, name the job and the path.")")
    }
    throw ExitCode(Delivery(color: color).deliver(entries.map(FieldText.init)))
  }
}

extension FieldPath {
  /// The names of the fields on the way.
  fileprivate var names: [String] {
    elements.compactMap { if case .field(let name) = $0 { name } else { nil } }
  }
}
