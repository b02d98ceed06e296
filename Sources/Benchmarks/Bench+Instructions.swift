import Benchmarking

/// Instructions instead of times, beside programs in C and C++ that do the least there is to do.
extension Bench {
  private static let jobs = 200

  func instructions(in path: String) async throws -> Results.Section {
    var rows: [Row] = []
    for style in YAMLStyle.allCases {
      let folder = try CorpusFolder(Corpus(jobs: Self.jobs, style: style), at: path + "/" + style.rawValue)
      let files = (0..<Self.jobs).map { folder.specs + "/" + folder.corpus.fileName($0) }
      rows.append(
        try await ratio(
          "yaml-instructions-" + style.rawValue, "YAML specs to trees, \(style.rawValue), ÷ libyaml's events alone",
          of: ["yaml", "--style", style.rawValue], to: { [tools.peers + "/scan", "-n", $0] + files },
          goal: .atMost(1.15)))
      if style == .block {
        let title = "JSON page to tree ÷ simdjson's DOM"
        if let dom = tools.peer("dom") {
          rows.append(
            try await ratio(
              "json-instructions", title, of: ["json"], to: { [dom, "-n", $0, folder.live] }, goal: .atMost(2)))
        } else {
          rows.append(
            Row("json-instructions", title, .missing("simdjson is not installed"), .times, goal: .atMost(2)))
        }
      }
    }
    return Results.Section("instructions, \(Self.jobs) jobs, counted by callgrind", rows)
  }

  /// How many times the instructions of a peer ours are.
  ///
  /// - Parameter peer: the peer's command for so many repetitions.
  private func ratio(
    _ id: String, _ title: String, of part: [String], to peer: (String) -> [String], goal: Goal
  ) async throws -> Row {
    guard Tools.installed("valgrind") != nil else {
      return Row(id, title, .missing("valgrind is not installed"), .times, goal: goal)
    }
    let ours = try await instructions {
      [tools.peers + "/InstructionCounts", "count"] + part + ["--jobs", "\(Self.jobs)", "--times", $0]
    }
    let theirs = try await instructions(of: peer)
    return Row(
      id, title, ours / theirs, .times, goal: goal,
      detail: "\(Figures.text(ours / 1e6)) million; \(Figures.text(theirs / 1e6)) million")
  }

  /// The instructions of what a command repeats as often as it is told to: those of two repetitions less those of one.
  private func instructions(of command: (String) -> [String]) async throws -> Double {
    var counts: [Double] = []
    for times in ["1", "2"] {
      let output = try await Tools.output(
        of: ["valgrind", "--log-fd=1", "--tool=callgrind", "--callgrind-out-file=/dev/null"] + command(times))
      let line = output.split(separator: "\n").last { $0.contains("Collected :") }
      guard let count = line?.split(separator: " ").last.flatMap({ Double($0) }) else {
        throw Tools.Failure(description: "valgrind said: \(output)")
      }
      counts.append(count)
    }
    return counts[1] - counts[0]
  }
}
