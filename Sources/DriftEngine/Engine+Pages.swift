import BlaxelAPI
import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import PlanReport

extension Engine {
  /// Compares the specs with the live jobs that the API lists: each as soon as the page came that it is on, once the specs are read.
  /// What was told of jobs that do not count in the end is forgotten.
  func planPageByPage(_ request: PlanRequest) async -> Report {
    let reach = reach(for: request)
    let (pages, continuation) = AsyncStream.makeStream(of: [JobDocument].self)
    // When the specs are invalid, nobody waits for the API's answers.
    let budget = WorkerBudget(effects.workers, whileAsking: true)
    async let listed = receivedListing(by: reach.client, budget, into: continuation)
    var run = await start(request, reach, budget)
    do throws(Stopped) {
      try run.checkSpecs()
      run.scope.liveSource = .api
      run.scope.completeness = .incomplete
      let client = try run.askedClient()
      let planner = planner(for: request)
      run.texts.locate(run.jobs)
      let none = ArrivedJobs(
        specs: run.jobs, secrets: run.texts.secrets, planner: planner, workspace: client.workspace, budget: budget)
      async let taken = none.taking(pages)
      // What the API is asked for next does not wait until all pages were looked at; nor does an error.
      guard let listed = await listed else { throw Stopped(findings: []) }
      let listing = try await completed(listed, by: client, confirming: run.jobs.map(\.name))
      var arrived = await taken
      let entries = await arrived.entries(of: listing.jobs)
      let plan = try plan(entries, of: listing, planner, &run)
      return run.report(on: plan)
    } catch {
      run.findings += error.findings
      return run.report(error.verdict)
    }
  }

  /// The first attempt at a list of the live jobs, whose pages go to `pages` as they come; that ends with it.
  private func receivedListing(
    by client: Result<BlaxelClient, Stopped>?, _ budget: WorkerBudget,
    into pages: AsyncStream<[JobDocument]>.Continuation
  ) async -> Result<LiveListing, APIError>? {
    let listing = await attemptedListing(by: client, budget) { pages.yield($0) }
    pages.finish()
    return listing
  }

  /// The plan of the specs and of all live jobs, when these are what they should be.
  private func plan(
    _ entries: [ArrivedJobs.Entry], of listing: LiveListing, _ planner: Planner, _ run: inout Run
  ) throws(Stopped) -> Plan {
    for entry in entries { if let secrets = entry.secrets { run.texts.add(secrets) } }
    if let finding = entries.lazy.compactMap(\.foreignness).first { throw Stopped(findings: [finding]) }
    let leaving = entries.filter(\.isLeaving).map(\.job)
    run.note(listing, lives: entries.count - leaving.count)
    if !leaving.isEmpty {
      run.findings += [Diagnostic](leaving: leaving, specs: Set(run.jobs.map(\.key)))
      run.noteSecrets(sharedBy: leaving)
    }
    var pairs = [Planner.ComparedPair?](repeating: nil, count: run.jobs.count)
    for entry in entries {
      if let (spec, pair) = entry.compared, pairs[spec] == nil { pairs[spec] = pair }
    }
    let outcome = planner.plan(
      compared: pairs.compactMap(\.self), new: zip(run.jobs, pairs).filter { $0.1 == nil }.map(\.0),
      others: entries.filter { $0.compared == nil && !$0.isLeaving }.map(\.job))
    run.findings += outcome.diagnostics
    run.texts.hide(outcome.secrets)
    run.texts.hide(outcome.plan)
    return outcome.plan
  }
}
