import ArgumentParser
import Logging

/// How much is said of what happens meanwhile.
struct LogOptions: ParsableArguments {
  /// From which level on messages are written; each writes those before it, too.
  enum Level: String, CaseIterable, ExpressibleByArgument {
    case error, warning, info, debug, trace
  }

  @Option(
    help: ArgumentHelp(
      "Log to standard error: error, warning, info, debug (requests and answers) or trace (connections, too).",
      valueName: "level"))
  var logLevel: Level = .warning

  var level: Logger.Level {
    switch logLevel {
    case .error: .error
    case .warning: .warning
    case .info: .info
    case .debug: .debug
    case .trace: .trace
    }
  }
}
