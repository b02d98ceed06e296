import BlaxelAPI
import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import PlanReport

extension Engine {
  /// The first attempt at a list of the live jobs; nil where there is nobody to ask.
  ///
  /// - Parameters:
  ///   - budget: is told when the attempt is over.
  ///   - receive: gets the jobs of each page as soon as they were read, whether or not they count in the end.
  func attemptedListing(
    by client: Result<BlaxelClient, Stopped>?, _ budget: WorkerBudget,
    receive: @escaping @Sendable ([JobDocument]) -> Void = { _ in }
  ) async -> Result<LiveListing, APIError>? {
    defer { budget.endAsking() }
    guard case .success(var client)? = client else { return nil }
    client.receive = receive
    return await withTaskGroup(of: Result<LiveListing, APIError>.self) { [client] group in
      // Before what keeps the processors busy meanwhile: the API waits for each step of it.
      group.addTask(priority: .high) { await client.attemptedListing() }
      return await group.next()
    }
  }

  /// The live jobs, those that are masked revealed where that was asked for, of all or of one.
  func liveJobs(
    for request: PlanRequest, about name: String? = nil, _ listed: Result<LiveListing, APIError>?, _ run: inout Run
  ) async throws(Stopped) -> [JobDocument] {
    switch request.live {
    case .file(let path, let assumesComplete):
      run.scope.liveSource = .file
      let file: LiveFile
      do throws(UnusableLiveFile) {
        file = try LiveFile.read(path, assumesComplete: assumesComplete, into: &run.texts, from: effects.files)
      } catch {
        throw Stopped(findings: error.findings)
      }
      for job in file.jobs { run.texts.scan(job.value) }
      try check(file, for: request, misplaced: [], &run)
      return file.jobs
    case .api:
      run.scope.liveSource = .api
      run.scope.completeness = .incomplete
      let client = try run.askedClient()
      guard let listed else { return [] }
      let meant = run.jobs.filter { request.selection.matches($0) }
      let live = try await liveJobs(from: client, listed, confirming: meant.map(\.name), &run)
      guard request.revealsVariables else { return live }
      let desired = run.jobs.filter { name == nil || $0.key == name.map { ExactText($0) } }
      return try await revealed(
        live, by: client, maskedIn: planner(for: request).plan(desired: desired, live: live).plan, &run)
    }
  }

  /// The live jobs of a listing, of which `listed` was the first attempt.
  func liveJobs(
    from client: BlaxelClient, _ listed: Result<LiveListing, APIError>, confirming names: [String], _ run: inout Run
  ) async throws(Stopped) -> [JobDocument] {
    let listing = try await completed(listed, by: client, confirming: names)
    for job in listing.jobs { run.texts.scan(job.value) }
    if let finding = listing.jobs.lazy.compactMap({ $0.foreignness(to: client.workspace) }).first {
      throw Stopped(findings: [finding])
    }
    run.note(listing, lives: listing.jobs.count { !$0.isLeaving })
    return listing.jobs
  }

  /// The whole list of the live jobs, of which `listed` was the first attempt.
  func completed(
    _ listed: Result<LiveListing, APIError>, by client: BlaxelClient, confirming names: [String]
  ) async throws(Stopped) -> LiveListing {
    do throws(APIError) {
      return try await client.completed(listed, confirming: names)
    } catch {
      throw Stopped(findings: [error.finding])
    }
  }

  /// The live jobs, those with a value that `plan` could not compare because of a mask as the API gives them to
  /// administrators. What is revealed stays in memory, and what is secret in it out of every report.
  private func revealed(
    _ live: [JobDocument], by client: BlaxelClient, maskedIn plan: Plan, _ run: inout Run
  ) async throws(Stopped) -> [JobDocument] {
    let masked = plan.jobs.filter { $0.folds.contains { $0.reason == .masked } }.map(\.name)
    let jobs: [ExactText: Value]
    do throws(APIError) {
      jobs = try await client.revealedJobs(named: masked)
    } catch {
      throw Stopped(findings: [error.finding])
    }
    for name in masked { if let job = jobs[ExactText(name)] { run.texts.scan(job) } }
    run.scope.revealedJobs = masked.count
    return live.map { job in jobs[job.key].flatMap { JobDocument($0, isRevealed: true) } ?? job }
  }
}
