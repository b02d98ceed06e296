import ArgumentParser
import JobModel

/// Which jobs a plan is about.
struct SelectionOptions: ParsableArguments {
  @Option(
    name: .customLong("job"),
    help: ArgumentHelp(
      "Only compare jobs of this name, in which * and ? stand for anything; may be given several times.",
      valueName: "glob"))
  var names: [String] = []

  @Option(
    name: .customLong("selector"),
    help: ArgumentHelp(
      "Only compare jobs that have this label, in their spec or live; may be given several times, for all of them.",
      valueName: "label=value"),
    transform: SelectionOptions.label)
  var labels: [JobSelection.Label] = []

  var selection: JobSelection {
    JobSelection(names: names.map { JobSelection.NamePattern($0) }, labels: labels)
  }

  func validate() throws {
    if names.contains("") { throw ValidationError("The name given with '--job' is empty.") }
  }

  @Sendable
  private static func label(_ text: String) throws -> JobSelection.Label {
    let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard sides.count == 2, !sides[0].isEmpty else {
      throw ValidationError("'\(text)' is not a label such as team=data.")
    }
    return JobSelection.Label(name: sides[0], value: sides[1])
  }
}
