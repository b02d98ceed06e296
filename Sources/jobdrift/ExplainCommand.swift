import ArgumentParser
import ConfigValue
import Diagnostics
import DriftEngine
import JobModel
import PlanReport

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say why a value counts as it does, what a field is, or what a diagnostic code means.",
    discussion: """
      Examples:
        jobdrift explain ambiguous-scalar
        jobdrift explain codes
        jobdrift explain runtime.memory
        jobdrift explain nightly-embed 'triggers[cron-1].configuration.schedule' --specs jobs/ -w acme

      Paths are those of the plan, with or without 'spec.'. A path that holds others explains all of them.

      Exit codes: 0 explained, 1 could not compare, 3 invalid specs or configuration, 64 no such code, field or job.
      """)

  /// What lists all codes; no field and no code is called so.
  private static let allCodes = "codes"

  @Argument(
    help: """
      A diagnostic code such as 'unknown-field', 'codes' for a list of them, a field such as 'runtime.memory', or, with \
      a path behind it, the name of a job.
      """,
    completion: .list([allCodes] + DiagnosticCode.allCases.map(\.rawValue) + fieldNames))
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
  @OptionGroup(title: "Output") var log: LogOptions

  func validate() throws {
    if specs.count(where: { $0 == "-" }) + variables.standardInputs + live.standardInputs > 1 {
      throw ValidationError("Standard input can only be read once.")
    }
  }

  func run() async throws {
    guard let path else { return try explainSubject() }
    guard let place = FieldPath(parsing: path), !place.elements.isEmpty else {
      throw ValidationError("'\(path)' is not a path such as 'runtime.memory' or 'triggers[cron-1].enabled'.")
    }
    let request = PlanRequest(
      specs: SpecSelection(
        paths: specs.isEmpty ? ["."] : specs, variables: variables.selection(unresolved: .error)), live: live.source,
      ageLimit: live.ageLimit(at: now.now), workspace: live.workspace(of: target), ownership: counting.ownership,
      revealsVariables: live.revealEnv,
      now: now.now, asking: live.api.asking.asking(assumesComplete: live.assumeComplete))
    let answer = await Session.run(over: request.live, by: live.api.connection, logging: log.level) {
      await $0.explain(subject, at: place, request)
    }
    let delivery = Delivery(color: color)
    switch answer {
    case .explanation(let explanation, let warnings):
      delivery.deliver(warnings)
      throw ExitCode(delivery.deliver(explanation))
    case .failure(let report): throw ExitCode(delivery.deliver(failure: report))
    case .unknownJob(let names):
      let question = Spelling.suggestion(for: subject, among: names).map { ", did you mean '\($0)'?" } ?? "."
      throw ValidationError("No spec and no live job is called '\(subject)'\(question)")
    }
  }

  /// Explains what needs no specs. Codes have hyphens and fields have none, so that no word is both.
  private func explainSubject() throws {
    let delivery = Delivery(color: color)
    if subject == Self.allCodes { throw ExitCode(delivery.deliver(CodeText.list())) }
    if let code = DiagnosticCode(rawValue: subject) { throw ExitCode(delivery.deliver(CodeText(code).render())) }
    let names = FieldPath(parsing: subject).map(\.names) ?? []
    let entries = names.isEmpty ? [] : JobSchema.blaxel.entries(meant: names)
    guard !entries.isEmpty else { throw ValidationError("No code and no field is called '\(subject)'\(hint)") }
    let texts = entries.map { FieldText($0).render() }
    throw ExitCode(delivery.deliver(Array(texts.joined(separator: [UInt8(ascii: "\n")]))))
  }

  /// What may have been meant.
  private var hint: String {
    let last = Set(JobSchema.blaxel.entries.compactMap(\.path.last)).sorted()
    let known = DiagnosticCode.allCases.map(\.rawValue) + Self.fieldNames + last + [Self.allCodes]
    let question = Spelling.suggestion(for: subject, among: known).map { ", did you mean '\($0)'?" }
    return question
      ?? "; 'jobdrift explain codes' lists the codes, and to ask about a value of a job, name the job and the path."
  }

  /// The fields' paths, with and without 'spec.'.
  private static var fieldNames: [String] {
    let known = JobSchema.blaxel.entries.map { $0.path.joined(separator: ".") }
    return known.map { $0.hasPrefix("spec.") ? String($0.dropFirst(5)) : $0 } + known.filter { $0.hasPrefix("spec.") }
  }
}

extension FieldPath {
  /// The names of the fields on the way.
  fileprivate var names: [String] {
    elements.compactMap { if case .field(let name) = $0 { name } else { nil } }
  }
}
