package import BlaxelAPI
package import ConfigValue
import Diagnostics
import JobDiff
package import JobModel
package import PlanReport

/// The effects of a run.
package struct Effects: Sendable {
  package let files: any FileSystem
  package let git: any Git
  package let transport: any HTTPTransport
  package let clock: any Clock<Duration>
  /// Gives a number from 0 to 1, each time another one.
  package let chance: @Sendable () -> Double
  /// Tells the time of day.
  package let now: (@Sendable () -> Timestamp)?
  /// Hears what happens between the client and the API.
  package let observe: @Sendable (APIEvent) -> Void
  /// Learns what opens the API, before anything can be said of it.
  package let secrets: SecretRegister
  /// How many files are read, and jobs compared, at the same time; at least 1. The outcome does not depend on it.
  package let workers: Int

  /// Without a transport, the run has no network; without git, it knows no revisions; without `now`, it takes every login for one
  /// that has not ended, and leaves that to the API.
  package init(
    files: any FileSystem, git: any Git = NoGit(), transport: any HTTPTransport = NoNetwork(),
    clock: any Clock<Duration>, now: (@Sendable () -> Timestamp)? = nil,
    chance: @escaping @Sendable () -> Double = { 0 }, observe: @escaping @Sendable (APIEvent) -> Void = { _ in },
    secrets: SecretRegister = SecretRegister(), workers: Int = 1
  ) {
    self.files = files
    self.git = git
    self.transport = transport
    self.clock = clock
    self.chance = chance
    self.now = now
    self.observe = observe
    self.secrets = secrets
    self.workers = max(1, workers)
  }
}

/// One run of the tool, with every effect injected.
///
/// The same request and the same answers of the effects give the same report.
package struct Engine: Sendable {
  let tool: Tool
  let effects: Effects

  package init(tool: Tool, effects: Effects) {
    self.tool = tool
    self.effects = effects
  }

  /// Compares the specs with the live jobs.
  package func plan(_ request: PlanRequest) async -> Report {
    if case .file(let path, let assumesComplete) = request.live, takesPairsAlone(request) {
      return await planPairByPair(request, live: path, assumesComplete: assumesComplete)
    }
    if case .api = request.live, takesPairsAlone(request), !request.revealsVariables {
      return await planPageByPage(request)
    }
    // The API is asked while the specs are read. When these are invalid, nobody waits for its answers.
    let reach = reach(for: request)
    let budget = WorkerBudget(effects.workers, whileAsking: true)
    async let listed = attemptedListing(by: reach.client, budget)
    var run = await start(request, reach, budget)
    do throws(Stopped) {
      try run.checkSpecs()
      let base = try await baseJobs(for: request, &run)
      var live = try await liveJobs(for: request, await listed, &run)
      var former = base.map { base in
        let running = Set(live.map(\.key))
        return base.jobs + base.departed.filter { running.contains($0.key) }
      }
      try run.narrow(to: request.selection, &live, &former)
      run.noteSecrets(sharedBy: live, former ?? [])
      let outcome = planner(for: request).plan(desired: run.jobs, live: live, base: former)
      // Rules may be about jobs that are left out.
      run.findings += outcome.diagnostics.filter { request.selection.isEverything || $0.code != .unusedIgnore }
      run.texts.hide(outcome.secrets)
      run.texts.hide(outcome.plan)
      return run.report(on: outcome.plan)
    } catch {
      run.findings += error.findings
      return run.report(error.verdict)
    }
  }

  /// What came of a question about a job.
  package enum Answer: Sendable {
    /// The explanation, and what is to be said of the connection that the live job came over.
    case explanation(Explanation, warnings: [ReportedDiagnostic])
    /// No spec and no live job has the name. The names that exist, for finding the one that was meant.
    case unknownJob([String])
    /// The comparison could not be made.
    case failure(Report)
  }

  /// Says why the value at `path` of a job, 'spec' left out or not, and everything below it, counts as it does.
  package func explain(_ job: String, at path: FieldPath, _ request: PlanRequest) async -> Answer {
    let reach = reach(for: request)
    let budget = WorkerBudget(effects.workers, whileAsking: true)
    async let listed = attemptedListing(by: reach.client, budget)
    var run = await start(request, reach, budget)
    do throws(Stopped) {
      try run.checkSpecs()
      let live = try await liveJobs(for: request, about: job, await listed, &run)
      run.noteSecrets(sharedBy: live)
      let name = ExactText(job)
      let (desired, counterpart) = (run.jobs.first { $0.key == name }, live.first { $0.key == name && !$0.isLeaving })
      if let desired, let counterpart {
        run.texts.hide(planner(for: request).plan(desired: [desired], live: [counterpart]).secrets)
      }
      var builder = run.reportBuilder
      switch (desired, counterpart) {
      case (let desired?, let counterpart?):
        let decisions = planner(for: request).decisions(on: desired, counterpart)
        return .explanation(
          builder.explanation(of: job, at: path, decisions), warnings: run.connectionWarnings)
      case (let desired?, nil):
        return .explanation(
          builder.explanation(of: job, at: path, .onlyDesired(builder.place(of: desired.value.range))),
          warnings: run.connectionWarnings)
      case (nil, .some):
        let plan = planner(for: request).plan(desired: [], live: live.filter { $0.key == name }).plan
        return .explanation(
          builder.explanation(of: job, at: path, .onlyLive(plan.jobs.first?.action ?? .liveOnly)),
          warnings: run.connectionWarnings)
      case (nil, nil): return .unknownJob((run.jobs + live).map(\.name))
      }
    } catch {
      run.findings += error.findings
      return .failure(run.report(error.verdict))
    }
  }

  func start(_ request: PlanRequest, _ reach: Reach, _ budget: WorkerBudget) async -> Run {
    let specs = await SpecLoader.load(
      request.specs, workspace: reach.workspace, keeping: .jobs, in: effects.files, into: reach.texts,
      workers: effects.workers, within: budget)
    return Run(request, specs: specs, tool: tool, reach)
  }

  /// A run of which there are no specs to read.
  func startWithoutSpecs(_ request: PlanRequest, _ reach: Reach) -> Run {
    Run(
      request,
      specs: SpecLoader(
        request.specs, workspace: reach.workspace, keeping: .jobs, in: effects.files, into: reach.texts),
      tool: tool, reach)
  }

  func planner(for request: PlanRequest) -> Planner {
    Planner(schema: .blaxel, ownership: request.ownership, ignoring: request.ignored, now: request.now)
  }

  /// Checks the specs alone. The verdict is `clean` when they are valid, `invalid` otherwise.
  package func validate(_ specs: SpecSelection, workspace: String?) async -> Report {
    checked(
      await SpecLoader.load(
        specs, workspace: workspace, keeping: .findings, in: effects.files, workers: effects.workers), specs, workspace)
  }

  /// The same, one file after the other on the caller's thread.
  package func validateInOrder(_ specs: SpecSelection, workspace: String?) -> Report {
    checked(SpecLoader(specs, workspace: workspace, keeping: .findings, in: effects.files), specs, workspace)
  }

  private func checked(_ loader: SpecLoader, _ specs: SpecSelection, _ workspace: String?) -> Report {
    let request = PlanRequest(specs: specs, live: .file("", assumesComplete: false), workspace: workspace)
    let run = Run(request, specs: loader, tool: tool)
    return run.report(run.findings.hasErrors ? .invalid : .clean)
  }

  /// Why nothing was compared.
  struct Stopped: Error {
    var verdict = Verdict.error
    let findings: [Diagnostic]
  }

  /// The base; nil when there is none to tell from.
  private func baseJobs(for request: PlanRequest, _ run: inout Run) async throws(Stopped) -> BaseSpecs? {
    guard let name = request.base else { return nil }
    do throws(BaseSpecs.Unusable) {
      let base = try await BaseSpecs.load(
        name, of: request.specs, wanted: Set(run.jobs.map(\.key)), into: run.texts, by: effects)
      run.take(base)
      return base
    } catch {
      throw Stopped(findings: error.findings)
    }
  }
}
