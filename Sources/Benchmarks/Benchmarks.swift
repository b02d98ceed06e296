import ArgumentParser
import Benchmarking
import FoundationEssentials

/// Measures jobdrift beside what it is to be held against, in interleaved rounds of one run, and says which goals are reached.
@main
struct Benchmarks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks", abstract: "Measures jobdrift beside what it is held against.",
    discussion: """
      Started by 'make bench', which builds all programs this needs. Ratios come from interleaved rounds and their medians, and \
      hold across machines; the times do not. 'C scan' is a program in C that opens and reads the same specs and drives libyaml \
      through them, on one thread.
      """)

  @Option(help: ArgumentHelp("Where jobdrift and blaxel-standin are.", valueName: "dir"))
  var programs: String

  @Option(
    help: ArgumentHelp("Where measure, scan, InstructionCounts and the peers are that could be made.", valueName: "dir")
  )
  var peers: String

  @Option(help: ArgumentHelp("How many jobs a whole plan is measured over.", valueName: "n"))
  var jobs = 10_000

  @Option(help: ArgumentHelp("How many times each thing is measured; long ones less often.", valueName: "n"))
  var rounds = 5

  @Flag(help: "Try all of it with a tenth of the jobs; goals are for the whole size.")
  var quick = false

  @Option(help: ArgumentHelp("Also write the results as JSON.", valueName: "path"))
  var json: String?

  @Option(help: ArgumentHelp("Also draw the growth with the number of jobs, as SVG.", valueName: "path"))
  var plot: String?

  @Option(help: ArgumentHelp("Measure only these, by name; repeatable. All without it.", valueName: "section"))
  var only: [SectionName] = []

  func validate() throws {
    guard (100...1_000_000).contains(jobs) else { throw ValidationError("--jobs is between 100 and 1000000") }
    guard (1...1_000).contains(rounds) else { throw ValidationError("--rounds is between 1 and 1000") }
  }

  func run() async throws {
    let bench = Bench(
      tools: Tools(programs: programs, peers: peers), jobs: quick ? max(100, jobs / 10) : jobs, rounds: rounds,
      scale: quick ? 10 : 1)
    let chosen = only.isEmpty ? SectionName.allCases : only
    let results = try await CorpusFolder.withFolder { folder in
      var sections: [Results.Section] = []
      var growth = Growth([])
      for name in SectionName.allCases where chosen.contains(name) {
        let section: Results.Section
        if name == .growth {
          (section, growth) = try await bench.growth(in: folder + "/growth")
        } else {
          section = try await bench.section(name, in: folder + "/" + name.rawValue)
        }
        // At once, since the whole takes minutes.
        print(ResultsTable.text(section.rows, under: section.title))
        sections.append(section)
      }
      return Results(sections, growth: growth)
    }
    print(results.summary)
    if let json { try Data(results.json).write(to: URL(filePath: json)) }
    if let plot { try Data(GrowthPlot(results.growth).svg.utf8).write(to: URL(filePath: plot)) }
  }
}

/// The groups of rows.
enum SectionName: String, CaseIterable, ExpressibleByArgument {
  case start, plan, readers, instructions, stages, peers, growth, paging, overlap
}

/// What is measured, and how often.
struct Bench: Sendable {
  let tools: Tools
  /// Of a whole plan.
  let jobs: Int
  let rounds: Int
  /// What other numbers of jobs are divided by.
  let scale: Int

  func section(_ name: SectionName, in folder: String) async throws -> Results.Section {
    switch name {
    case .start: try await start()
    case .plan: try await wholePlan(in: folder)
    case .readers: try await readers()
    case .instructions: try await instructions(in: folder)
    case .stages: try await stages()
    case .peers: try await peers(in: folder)
    case .growth: try await growth(in: folder).section
    case .paging: try await paging(in: folder)
    case .overlap: try await overlap(in: folder)
    }
  }
}

extension Double {
  /// A time in seconds as rows tell it.
  var asTime: String { self < 1 ? Unit.milliseconds.text(self * 1_000) : Unit.seconds.text(self) }

  /// Bytes as rows tell them.
  var asMemory: String { Unit.mebibytes.text(self / 1_048_576) }
}
