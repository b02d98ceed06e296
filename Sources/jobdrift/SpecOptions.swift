import ArgumentParser
import DriftEngine
import JobModel

/// Where the specs are.
struct SpecOptions: ParsableArguments {
  @Argument(
    help: "Spec files, directories of them, or '-' for standard input.", completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String]

  @OptionGroup var target: WorkspaceOption

  @Flag(help: "Accept specs without any job.")
  var allowEmpty = false

  @OptionGroup(title: "Variables") var variables: VariableOptions

  /// The specs to read; `unresolved` says what a variable without a value is where no flag does.
  func selection(unresolved: Variables.Unresolved = .error) -> SpecSelection {
    SpecSelection(paths: paths, allowsEmpty: allowEmpty, variables: variables.selection(unresolved: unresolved))
  }

  /// How many of the paths are standard input.
  var standardInputs: Int { paths.count { $0 == "-" } + variables.standardInputs }

  func validate() throws {
    if standardInputs > 1 { throw ValidationError("Standard input can only be read once.") }
    if paths.contains("") { throw ValidationError("A path is empty.") }
  }
}

/// Whose jobs they are.
struct WorkspaceOption: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The workspace the jobs belong to. [BL_WORKSPACE; where the API is asked, the login's]", valueName: "name"))
  var workspace: String?

  /// The workspace, from the flag or the environment.
  var effectiveWorkspace: String? {
    workspace ?? ProcessEnvironment.word("BL_WORKSPACE")
  }

  func validate() throws {
    if workspace?.isEmpty ?? false { throw ValidationError("The name given with '--workspace' is empty.") }
  }
}
