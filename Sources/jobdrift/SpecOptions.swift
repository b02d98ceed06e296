import ArgumentParser
import DriftEngine

/// Where the specs are.
struct SpecOptions: ParsableArguments {
  @Argument(
    help: "Spec files, directories of them, or '-' for standard input.", completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String]

  @OptionGroup var target: WorkspaceOption

  @Flag(help: "Accept specs without any job.")
  var allowEmpty = false

  var selection: SpecSelection {
    SpecSelection(paths: paths, allowsEmpty: allowEmpty)
  }

  func validate() throws {
    if paths.count(where: { $0 == "-" }) > 1 { throw ValidationError("Standard input can only be read once.") }
    if paths.contains("") { throw ValidationError("A path is empty.") }
  }
}

/// Whose jobs they are.
struct WorkspaceOption: ParsableArguments {
  @Option(
    name: [.short, .long], help: ArgumentHelp("The workspace the jobs belong to. [BL_WORKSPACE]", valueName: "name"))
  var workspace: String?

  /// The workspace, from the flag or the environment.
  var effectiveWorkspace: String? {
    workspace ?? Variables["BL_WORKSPACE"]
  }

  func validate() throws {
    if workspace?.isEmpty ?? false { throw ValidationError("The name given with '--workspace' is empty.") }
  }
}
