import ArgumentParser
import PlanReport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@main
struct Jobdrift: AsyncParsableCommand {
  static let tool = Tool(name: "jobdrift", version: "0.1.0")

  static let configuration = CommandConfiguration(
    commandName: tool.name,
    abstract: "Does what Git says about our Blaxel batch jobs match what is running?",
    discussion: """
      Examples:
        jobdrift plan jobs/ -w acme
        jobdrift plan jobs/ -o text -o json=plan.json
        jobdrift validate jobs/
        jobdrift snapshot -o live.json -w acme
        jobdrift explain unknown-field
        jobdrift config --show-origin

      Exit codes: 0 nothing that counts differs, 2 differences, 1 could not compare, 3 invalid specs or configuration, 64 wrong usage.
      """,
    version: "\(tool.name) \(tool.version)",
    subcommands: [
      PlanCommand.self, ValidateCommand.self, SnapshotCommand.self, ExplainCommand.self, ConfigCommand.self,
    ])

  /// Does the work beside this thread, which waits for signals meanwhile: were it left to the runtime, it would let them end the
  /// process as they come.
  static func main() {
    // Before anything else is opened.
    Descriptor.occupyStandardOnes()
    // A reader that has seen enough closes the pipe; that is its right, and not a failure.
    signal(SIGPIPE, SIG_IGN)
    let held = Interruption.hold()
    Task.detached {
      do {
        var command = try parseAsRoot()
        if var command = command as? any AsyncParsableCommand {
          try await command.run()
        } else {
          try command.run()
        }
        exit()
      } catch {
        exit(withError: error)
      }
    }
    Interruption.await(held)
  }
}
