import ArgumentParser
import DriftEngine
import JobDiff

/// What counts as a difference, and how it ends the run.
struct CountingOptions: ParsableArguments {
  @OptionGroup var scope: OwnershipOption

  @Option(
    help: ArgumentHelp(
      """
      What ends the run with 2: \(FailureCondition.allCases.map(\.rawValue).joined(separator: ", ")), or none. Repeatable, or \
      separated by commas. (default: create,update,delete,unmanaged-field)
      """, valueName: "condition"))
  var failOn: [String] = []

  @Flag(help: "End with 0 where differences would end with 2.")
  var exitZero = false

  @Option(
    help: ArgumentHelp(
      """
      Do not count differences at a place of a job: 'nightly-*:runtime.envs[LOG_LEVEL].value'. '*' and '?' stand for other \
      text in names that are not in quotes. What is below the place is ignored, too. Repeatable.
      """, valueName: "job:path"),
    transform: CountingOptions.rule)
  var ignore: [IgnoreRule] = []

  @Sendable
  private static func rule(_ text: String) throws -> IgnoreRule {
    guard let rule = IgnoreRule(parsing: text) else {
      throw ValidationError("'\(text)' is not a rule such as 'nightly-*:runtime.memory': a job's name, ':' and a path.")
    }
    return rule
  }

  /// The conditions asked for.
  var conditions: Set<FailureCondition> {
    failOn.isEmpty ? FailureCondition.standard : Set(names.compactMap(FailureCondition.init))
  }

  private var names: [String] {
    failOn.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  func validate() throws {
    for name in names where name != "none" && FailureCondition(rawValue: name) == nil {
      let choices = (FailureCondition.allCases.map(\.rawValue) + ["none"]).joined(separator: ", ")
      throw ValidationError("'\(name)' is not a condition of '--fail-on'; there are \(choices).")
    }
    if names.contains("none"), names.count > 1 { throw ValidationError("'--fail-on none' stands alone.") }
  }
}

/// Which live jobs the specs answer for.
struct OwnershipOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Which live jobs the specs answer for: 'shared' (those they name), 'exclusive' (all), or 'label=NAME=VALUE'.",
      valueName: "ownership"),
    transform: OwnershipOption.ownership)
  var ownership: Ownership = .shared

  @Sendable
  private static func ownership(_ text: String) throws -> Ownership {
    switch text {
    case "shared": return .shared
    case "exclusive": return .exclusive
    default:
      let parts = text.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 3, parts[0] == "label", !parts[1].isEmpty else {
        throw ValidationError("'\(text)' is not an ownership; there are 'shared', 'exclusive' and 'label=NAME=VALUE'.")
      }
      return .label(parts[1], parts[2])
    }
  }
}
