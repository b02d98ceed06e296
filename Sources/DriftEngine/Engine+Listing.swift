import BlaxelAPI
import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import PlanReport

extension Engine {
  func listing(from client: BlaxelClient, _ run: inout Run) async throws(Stopped) -> [JobDocument] {
    let listing: LiveListing
    do throws(APIError) {
      listing = try await client.liveJobs(confirming: run.jobs.map(\.name))
    } catch {
      throw Stopped(findings: [error.finding])
    }
    for job in listing.jobs { run.texts.scan(job) }
    let jobs = listing.jobs.compactMap { JobDocument($0) }
    guard jobs.count == listing.jobs.count else {
      throw Stopped(findings: [
        Diagnostic(.apiMalformed, "The API listed a job without a name", help: "report it to Blaxel's support")
      ])
    }
    run.scope.completeness = .complete
    run.scope.pages = listing.pages
    run.scope.liveJobs = jobs.count
    return jobs
  }

  /// The live jobs, those with a value that `plan` could not compare because of a mask as the API gives them to
  /// administrators. What is revealed stays in memory, and what is secret in it out of every report.
  func revealed(
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
