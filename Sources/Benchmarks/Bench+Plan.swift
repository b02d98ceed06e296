import Benchmarking

/// Whole runs of `jobdrift plan` as processes of their own.
extension Bench {
  /// A plan of a corpus against its live jobs in a file.
  func plan(_ name: String, of folder: CorpusFolder, through wrapper: [String] = []) -> Subject {
    tools.subject(
      name, wrapper + [tools.program("jobdrift"), "plan", folder.specs, "--live", folder.live], endingWith: 2)
  }

  func scan(_ folder: CorpusFolder) -> Subject {
    tools.subject("C scan", [tools.peers + "/scan", folder.specs])
  }

  func wholePlan(in path: String) async throws -> Results.Section {
    let folder = try CorpusFolder(Corpus(jobs: jobs), at: path)
    let pinned = Tools.installed("taskset")
    var subjects = [scan(folder), plan("plan", of: folder)]
    if let pinned { subjects.append(plan("plan on one processor", of: folder, through: [pinned, "-c", "0"])) }
    let costs = try await Rounds.medians(of: subjects, rounds: rounds)
    let (scan, plan) = (costs[0], costs[1])
    let size = Figures.text(Double(folder.specBytes) / 1e6)
    var rows = [
      Row(
        "plan-wall", "plan, wall ÷ C scan", plan.seconds / scan.seconds, .times, goal: .atMost(1),
        detail: "\(plan.seconds.asTime); C scan \(scan.seconds.asTime)")
    ]
    let title = "plan on one processor, cpu ÷ C scan"
    if costs.count > 2 {
      rows.append(
        Row(
          "plan-cpu", title, costs[2].cpuSeconds / scan.cpuSeconds, .times, goal: .atMost(1.75),
          detail: "\(costs[2].cpuSeconds.asTime); C scan \(scan.cpuSeconds.asTime)"))
    } else {
      rows.append(Row("plan-cpu", title, .missing("taskset is not installed"), .times, goal: .atMost(1.75)))
    }
    rows.append(
      Row(
        "plan-peak", "plan, peak memory", plan.peak / 1_048_576, .mebibytes, goal: .atMost(80),
        detail: "C scan \(scan.peak.asMemory)"))
    rows.append(try await secrets(in: path))
    return Results.Section(
      "plan of \(jobs) specs (\(size) MB) with a local page of live jobs, 3 % changed; \(rounds) rounds", rows)
  }

  /// What it costs that secrets are kept out of the report, where every job has one.
  private func secrets(in path: String) async throws -> Row {
    let count = 1_000 / scale
    let folders = try [false, true].map {
      try CorpusFolder(Corpus(jobs: count, hasSecrets: $0), at: path + ($0 ? "/secret" : "/open"))
    }
    let costs = try await Rounds.medians(of: folders.map { plan("plan", of: $0) }, rounds: 1, warmsUp: false)
    return Row(
      "plan-secrets", "plan of \(count) jobs with a secret each ÷ without", costs[1].cpuSeconds / costs[0].cpuSeconds,
      .times, detail: "\(costs[1].cpuSeconds.asTime); without \(costs[0].cpuSeconds.asTime)")
  }

  func start() async throws -> Results.Section {
    let command = [tools.program("jobdrift"), "--version"]
    let cost = try await Rounds.medians(of: [tools.subject("--version", command)], rounds: 21)[0]
    return Results.Section(
      "jobdrift --version, 21 rounds",
      [
        Row("version-wall", "start to end", cost.seconds * 1_000, .milliseconds, goal: .atMost(10)),
        Row("version-peak", "peak memory", cost.peak / 1_048_576, .mebibytes, goal: .atMost(16)),
        try await strippedSize(),
      ])
  }

  private func strippedSize() async throws -> Row {
    let (title, goal) = ("size without symbols", Goal.atMost(32))
    guard Tools.installed("strip") != nil else {
      return Row("binary-size", title, .missing("strip is not installed"), .megabytes, goal: goal)
    }
    return try await CorpusFolder.withFolder { folder in
      let stripped = folder + "/jobdrift"
      _ = try await Tools.output(of: ["strip", "-o", stripped, tools.program("jobdrift")])
      let size = try await Tools.output(of: ["wc", "-c", stripped])
      let bytes = size.split(separator: " ").first.flatMap { Double($0) } ?? 0
      return Row("binary-size", title, bytes / 1e6, .megabytes, goal: goal)
    }
  }

  /// Plans of three sizes, each ten times the one before.
  func growth(in path: String) async throws -> (section: Results.Section, growth: Growth) {
    let sizes = [1_000, 10_000, 100_000].map { $0 / scale }
    // What every run holds would hide how the rest grows.
    let base = try await cost(ofJobs: 1)
    var points: [Growth.Point] = []
    for size in sizes {
      let cost = try await cost(ofJobs: size)
      points.append(Growth.Point(jobs: size, seconds: cost.seconds, peak: cost.peak))
    }
    let growth = Growth(points, base: base.peak)
    let times = points.map { "\($0.jobs): \($0.seconds.asTime)" }.joined(separator: ", ")
    let peaks = points.map { "\($0.jobs): \($0.peak.asMemory)" }.joined(separator: ", ")
    let goal = Goal.between(0.9...1.1)
    let rows = [
      Row(
        "growth-wall", "exponent of time", growth.timeExponent ?? .nan, .exponent, goal: goal, detail: times),
      Row(
        "growth-peak", "exponent of peak memory", growth.memoryExponent ?? .nan, .exponent,
        goal: goal,
        detail: "less the \(base.peak.asMemory) of one job; " + peaks),
    ]
    return (Results.Section("growth of plan with the number of jobs", rows), growth)
  }

  private func cost(ofJobs count: Int) async throws -> Cost {
    try await CorpusFolder.withFolder { folder in
      let folder = try CorpusFolder(Corpus(jobs: count), at: folder + "/corpus")
      let isLong = count > 10_000
      return try await Rounds.medians(of: [plan("plan", of: folder)], rounds: isLong ? 1 : 3, warmsUp: !isLong)[0]
    }
  }
}
