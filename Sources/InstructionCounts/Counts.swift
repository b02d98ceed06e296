import ArgumentParser
import Benchmarking
import FoundationEssentials

/// Does parts of a run over a fixed corpus for a program that counts instructions, and compares the counts with thresholds.
///
/// Synchronous and on one thread throughout: callgrind crashes in programs whose main function suspends.
@main
struct Counts: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "InstructionCounts", abstract: "Does parts of a run for counting their instructions.",
    discussion: "Started by 'make instructions'.", subcommands: [Count.self, Compare.self])
}

/// Does one part so many times. What goes before it is done once, so that two runs with different numbers tell what the part
/// takes.
struct Count: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Do a part of a run so many times.",
    discussion: "The instructions of two runs, one with '--times 2', differ by those of the part alone.")

  @Argument(help: "Which part.")
  var part: Part

  @Option(help: ArgumentHelp("How many times.", valueName: "n"))
  var times = 1

  @Option(help: ArgumentHelp("How many jobs.", valueName: "n"))
  var jobs = 200

  @Option(help: "How the specs are written.")
  var style = YAMLStyle.block

  func validate() throws {
    guard (1...1_000).contains(times), (1...100_000).contains(jobs) else {
      throw ValidationError("--times is between 1 and 1000, --jobs between 1 and 100000")
    }
  }

  func run() throws {
    let work = try part.work(over: Corpus(jobs: jobs, style: style))
    // Told, so that none of the work can be left out.
    let results = try (0..<times).map { _ in try work() }
    print("\(part.rawValue): \(results)")
  }
}

/// Compares counts with thresholds.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare counts with thresholds.",
    discussion: """
      Both files have one part a line: its name, a tab, its instructions. Ends with 1 when a part takes over 5 % more than its \
      threshold, or stands in only one of the files.
      """)

  @Argument(help: "The file of thresholds.")
  var thresholds: String

  @Argument(help: "The file of counts.")
  var counts: String

  func run() throws {
    let comparisons = try read(thresholds).compare(with: read(counts))
    for comparison in comparisons { print(comparison.text) }
    if comparisons.contains(where: \.finding.isFailure) { throw ExitCode.failure }
  }

  private func read(_ path: String) throws -> InstructionThresholds {
    do {
      return try InstructionThresholds(parsing: String(contentsOf: URL(filePath: path), encoding: .utf8))
    } catch let error as InstructionThresholds.Unreadable {
      throw ValidationError("\(path):\(error.line): not a part, a tab, and its instructions")
    }
  }
}

extension YAMLStyle: ExpressibleByArgument {}
