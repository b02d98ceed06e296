import ArgumentParser
import DriftEngine

/// How patiently the API is asked.
struct AskingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How long everything that is asked of the API may take together, such as 90s or 10m.", valueName: "duration"),
    transform: AskingOptions.duration)
  var timeout: Duration?

  @Option(
    help: ArgumentHelp("How long one request may take, such as 30s.", valueName: "duration"),
    transform: AskingOptions.duration)
  var requestTimeout: Duration?

  @Flag(help: "Read the list of jobs from its beginning only, not from both ends at once.")
  var sequential = false

  /// Whether no flag says anything of it.
  var isEmpty: Bool { timeout == nil && requestTimeout == nil && !sequential }

  /// - Parameter assumesComplete: whether a list counts that has fewer jobs than the API says there are.
  func asking(assumesComplete: Bool = false) -> Asking {
    var asking = Asking(isSequential: sequential, assumesComplete: assumesComplete)
    if let timeout { asking.totalLimit = timeout }
    if let requestTimeout { asking.requestLimit = requestTimeout }
    return asking
  }

  @Sendable
  private static func duration(_ text: String) throws -> Duration {
    let units: [(String, Duration)] = [
      ("ms", .milliseconds(1)), ("s", .seconds(1)), ("m", .seconds(60)), ("h", .seconds(3600)),
    ]
    guard let (name, unit) = units.first(where: { text.hasSuffix($0.0) }), let count = Int(text.dropLast(name.count)),
      (1...1_000_000).contains(count)
    else { throw ValidationError("'\(text)' is not a duration such as 500ms, 30s or 10m.") }
    return unit * count
  }
}
