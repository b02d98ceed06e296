import Benchmarking
import ConfigValue
import FoundationEssentials

/// The same jobs compared by other programs.
extension Bench {
  func peers(in path: String) async throws -> Results.Section {
    let count = 1_000 / scale
    let folder = try CorpusFolder(Corpus(jobs: count), at: path)
    let rows = [
      try await ratio(
        "deepdiff", "PyYAML (C) and DeepDiff ÷ plan", to: plan("plan", of: folder), goal: .atLeast(40), rounds: 1,
        or: "no virtual environment with DeepDiff"
      ) {
        tools.peer("venv/bin/python").map { [$0, tools.peers + "/deepdiff_plan.py", folder.specs, folder.live] }
      },
      try await terraform(folder),
    ]
    return Results.Section("plan of \(count) jobs beside other programs", rows)
  }

  private func ratio(
    _ id: String, _ title: String, to plan: Subject, goal: Goal, rounds: Int, or reason: String,
    in directory: String? = nil,
    command: () -> [String]?
  ) async throws -> Row {
    guard let command = command() else { return Row(id, title, .missing(reason), .times, goal: goal) }
    let peer = tools.subject(id, command, in: directory, endingWith: 2)
    // Ours is so short that once would say little.
    let ours = try await Rounds.medians(of: [plan], rounds: 9)[0]
    let theirs = try await Rounds.medians(of: [peer], rounds: rounds, warmsUp: false)[0]
    return Row(
      id, title, theirs.seconds / ours.seconds, .times, goal: goal,
      detail: "\(theirs.seconds.asTime); plan \(ours.seconds.asTime)")
  }

  /// One `terraform_data` resource a job, which needs no provider from elsewhere: applied as the jobs are live, then planned as the
  /// specs have them.
  private func terraform(_ folder: CorpusFolder) async throws -> Row {
    let (id, title, goal) = ("terraform", "terraform plan ÷ plan", Goal.atLeast(500))
    guard let terraform = Tools.installed("terraform") else {
      return Row(id, title, .missing("terraform is not installed"), .times, goal: goal)
    }
    let work = folder.path + "/terraform"
    try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
    func configure(_ job: (Int) -> PlainValue) throws {
      let resources = (0..<folder.corpus.count).map { number in
        PlainValue.Member("job-\(number)", ["input": job(number)])
      }
      var json = JSONWriter()
      json.value(["resource": ["terraform_data": .map(resources)]])
      try Data(json.finish()).write(to: URL(filePath: work + "/main.tf.json"))
    }
    try configure { number in
      folder.corpus.isChanged(number) ? folder.corpus.live(number) : folder.corpus.desired(number)
    }
    for step in [["init", "-input=false"], ["apply", "-input=false", "-auto-approve"]] {
      _ = try await Tools.output(of: ["sh", "-c", "exec \"$@\" >/dev/null", "sh", terraform] + step, in: work)
    }
    try configure(folder.corpus.desired)
    return try await ratio(
      id, title, to: plan("plan", of: folder), goal: goal, rounds: 1, or: "", in: work
    ) { [terraform, "plan", "-input=false", "-detailed-exitcode", "-lock=false"] }
  }
}
