import ArgumentParser
import DriftEngine
import JobModel
import PlanReport

/// Where the plan goes, and how it looks.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the plan as \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")), to standard output or to a file. Repeatable. (default: text)",
      valueName: "format[=path]"),
    transform: OutputOptions.output)
  var output: [Output] = []

  @Option(
    help: ArgumentHelp(
      "Tell this plan from others about the same change, such as 'prod' from 'staging'.",
      valueName: "name"))
  var label: String?

  @Option(
    help: ArgumentHelp(
      "Keep the Markdown within so many bytes, of which GitHub takes 65,536 in a comment. (default: \(RenderContext.standardMarkdownLimit))",
      valueName: "number"))
  var markdownBytes: Int?

  @Flag(help: "Also annotate what the change under review has nothing to do with, such as what had drifted before.")
  var all = false

  @OptionGroup var time: TimeOption
  @OptionGroup var color: ColorOptions

  /// The outputs asked for; text on standard output when none was.
  var outputs: [Output] {
    output.isEmpty ? [Output(format: .text, path: nil)] : output
  }

  /// What the plan is written with.
  func context(isColored: Bool) -> RenderContext {
    RenderContext(
      isColored: isColored, label: label, directory: RepositoryDirectory.current.path, showsAll: all,
      markdownLimit: markdownBytes ?? RenderContext.standardMarkdownLimit)
  }

  func validate() throws {
    if label == "" { throw ValidationError("The name given with '--label' is empty.") }
    if let markdownBytes, markdownBytes < MarkdownRenderer.smallestLimit {
      throw ValidationError(
        "'--markdown-bytes' must be at least \(MarkdownRenderer.smallestLimit), which the verdict and the counts may take."
      )
    }
    if output.count(where: { $0.path == nil }) > 1 {
      throw ValidationError("Only one output can go to standard output; give the others a path: '-o FORMAT=PATH'.")
    }
    let files = LocalFileSystem()
    let places = output.compactMap(\.path).map(files.absolute)
    if Set(places).count < places.count { throw ValidationError("Two outputs have the same path.") }
  }

  @Sendable
  private static func output(_ text: String) throws -> Output {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let format = OutputFormat(rawValue: parts[0]) else {
      let choices = OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("'\(parts[0])' is not a format; there are \(choices).")
    }
    guard parts.count == 2 else { return Output(format: format, path: nil) }
    guard !parts[1].isEmpty, !parts[1].hasSuffix("/") else {
      throw ValidationError("The output '\(text)' names no file.")
    }
    return Output(format: format, path: parts[1] == "-" ? nil : parts[1])
  }
}

/// One report to write.
struct Output: Sendable {
  let format: OutputFormat
  /// Nil for standard output.
  let path: String?
}

/// Colours.
struct ColorOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Whether to use colours: auto, always or never.", valueName: "when"))
  var color: ColorPreference = .auto

  /// Whether a stream of this process gets colours.
  func isColored(_ stream: StandardStream) -> Bool {
    color.isColored(variable: { ProcessEnvironment.raw($0) }, isTerminal: stream.isTerminal)
  }
}

extension ColorPreference: ExpressibleByArgument {}

/// The time of the run.
struct TimeOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Show ages and next runs as seen at a time, such as \"$(date -u +%FT%TZ)\".", valueName: "time"),
    transform: TimeOption.time)
  var now: Timestamp?

  @Sendable
  static func time(_ text: String) throws -> Timestamp {
    guard let time = Timestamp(parsing: text) else {
      throw ValidationError("'\(text)' is not a time such as 2026-01-31T12:00:00Z.")
    }
    return time
  }
}
