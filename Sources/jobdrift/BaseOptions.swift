import ArgumentParser

/// The version of the specs that a change set out from.
struct BaseOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Tell what this change does from what had drifted before: the specs as they were, in a directory, in a file, or at a git \
      revision such as origin/main, where the branch that is checked out left it.
      """, valueName: "dir|ref|file"))
  var base: String?

  func validate() throws {
    if base == "" { throw ValidationError("The name given with '--base' is empty.") }
  }
}
