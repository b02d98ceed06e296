import ArgumentParser
import DriftEngine
import JobModel

/// What references in specs stand for.
struct VariableOptions: ParsableArguments {
  @Option(
    name: .customLong("var"),
    help: ArgumentHelp("Give a variable that specs refer to as ${NAME} a value. Repeatable.", valueName: "name=value"))
  var given: [String] = []

  @Option(
    help: ArgumentHelp(
      "Read variables from a file of NAME=VALUE lines, '-' for standard input. Repeatable.", valueName: "file"),
    completion: .file())
  var envFile: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Let specs refer to a variable of the process, or to all that match a pattern with '*' and '?'. Patterns never match BL_*, \
      GITHUB_*, ACTIONS_*, AWS_* and names of secrets. Repeatable.
      """, valueName: "name"),
    transform: VariableOptions.pattern)
  var env: [VariablePattern] = []

  @Option(
    help: ArgumentHelp(
      "Show the value of a variable in reports, in place of its name; never that of a secret. Repeatable.",
      valueName: "name"))
  var showVar: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      What a variable without a value is: 'error', 'unknown' (what depends on it is not compared), or 'literal' (the text as it is \
      written). (default: error; unknown in 'validate')
      """, valueName: "what"))
  var unresolved: Variables.Unresolved?

  /// What was asked for; `unresolved` where nothing was said of that.
  func selection(unresolved: Variables.Unresolved) -> VariableSelection {
    VariableSelection(
      given: Dictionary(given.compactMap(Self.assignment)) { $1 },
      process: env.isEmpty ? [:] : ProcessEnvironment.variables { name in env.contains { $0.matches(name) } },
      files: envFile, shown: Set(showVar), unresolved: self.unresolved ?? unresolved)
  }

  /// How many of the files are standard input.
  var standardInputs: Int { envFile.count { $0 == "-" } }

  func validate() throws {
    if envFile.contains("") { throw ValidationError("The path given with '--env-file' is empty.") }
    for text in given { try check(Self.assignment(text)) }
    let names = given.compactMap { Self.assignment($0)?.name }
    if let name = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ValidationError("The variable '\(name)' is given twice.")
    }
  }

  private static func assignment(_ text: String) -> (name: String, value: String)? {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts[0].wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil else { return nil }
    return (parts[0], parts[1])
  }

  private func check(_ assignment: (name: String, value: String)?) throws {
    guard let assignment else {
      // The text may be a value whose name was forgotten, so that it is not repeated.
      throw ValidationError("'--var' needs NAME=VALUE; names are letters, digits and '_', and begin with no digit.")
    }
    guard assignment.name != "secrets" else { throw ValidationError("'secrets' cannot be the name of a variable.") }
    guard !assignment.value.isEmpty else {
      throw ValidationError("'--var \(assignment.name)=' gives no value: 'bl apply' takes an empty one for none.")
    }
  }

  @Sendable
  private static func pattern(_ text: String) throws -> VariablePattern {
    guard let pattern = VariablePattern(text) else {
      throw ValidationError("'--env' needs the name of a variable, or a pattern of names with '*' and '?'.")
    }
    guard !VariablePattern.credentials.contains(text) else {
      throw ValidationError("'\(text)' opens the API; it is never put into specs.")
    }
    return pattern
  }
}

extension Variables.Unresolved: ExpressibleByArgument {}
