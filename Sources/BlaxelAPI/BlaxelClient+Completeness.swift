import ConfigValue
import Diagnostics
package import JobModel

/// Every live job of a workspace that was asked for.
package struct LiveListing: Sendable {
  /// As the API gave them, no name twice.
  package let jobs: [JobDocument]
  /// How many pages were read of the list.
  package let pages: Int
  /// How many jobs there are, as the API said again and again while they were read.
  let totals: [Int]

  /// How many jobs fewer than the API says there are; 0 when it says nothing.
  var shortage: Int { max(0, (totals.min() ?? 0) - jobs.count) }

  /// Whether jobs came or went while they were read, as far as their number tells.
  var isMoving: Bool { Set(totals).count > 1 }
}

/// Telling whether a list of jobs is whole.
extension BlaxelClient {
  /// How many jobs may be missing of a list that was read a moment before: each is asked for.
  private static let mostLost = 1_000
  /// How many jobs are asked for before their answers are looked at.
  private static let batch = 64

  /// Reads the list once. What came of it is for `completed`.
  package func attemptedListing() async -> Result<LiveListing, APIError> {
    do throws(APIError) {
      return .success(try await listing(isTwoEnded: !options.isSequential))
    } catch {
      return .failure(error)
    }
  }

  /// All live jobs, in one go.
  package func liveJobs(confirming names: [String] = []) async throws(APIError) -> LiveListing {
    try await completed(await attemptedListing(), confirming: names)
  }

  /// All live jobs, of which `first` was the first attempt at a list. Each of `names` that the listing lacks is asked for: only the
  /// API's own 404 says that a job does not exist. A listing that contradicts itself, lacks an existing job, or was read while
  /// jobs came and went, is read again once. The second one counts, with what only the first has and the API still does; when it
  /// contradicts itself or lacks jobs, it is an error.
  package func completed(
    _ first: Result<LiveListing, APIError>, confirming names: [String]
  ) async throws(APIError) -> LiveListing {
    var former: LiveListing?
    do throws(APIError) {
      let listing = try first.get()
      former = listing
      if !isShort(listing), !listing.isMoving { return try await confirmed(listing, names) }
    } catch {
      guard error.isInconsistency else { throw error }
    }
    var second = try await listing(isTwoEnded: false)
    if let former { second = try await united(second, with: former) }
    try checkLength(of: second)
    return try await confirmed(second, names)
  }

  /// The listing, with the jobs that only a former one has, as far as they still exist: where cursors count rows, one that comes or
  /// goes moves others to a page that was read already.
  private func united(_ listing: LiveListing, with former: LiveListing) async throws(APIError) -> LiveListing {
    let names = Set(listing.jobs.map(\.key))
    let lost = former.jobs.filter { !names.contains($0.key) }.map(\.name)
    guard lost.count <= Self.mostLost else {
      throw .inconsistent("The API listed \(former.jobs.count) jobs, and then \(listing.jobs.count)")
    }
    let found = try await concurrently(lost) { name async throws(APIError) in try await job(named: name) }
      .compactMap { $0.1.flatMap { JobDocument($0) } }
    return LiveListing(
      jobs: listing.jobs + found, pages: listing.pages, totals: listing.totals)
  }

  /// Whether there are fewer jobs than the API says, each time that it says it. Jobs that come and go do not account for that:
  /// one that is left out may be among them.
  private func isShort(_ listing: LiveListing) -> Bool {
    // The API's number is that of all jobs, whatever was looked for.
    options.selection.search == nil && !options.assumesComplete && listing.shortage > 0
  }

  private func checkLength(of listing: LiveListing) throws(APIError) {
    guard isShort(listing) else { return }
    throw APIError(
      .incompleteListing,
      "The API says that there are \(listing.jobs.count + listing.shortage) jobs, and lists \(listing.jobs.count)",
      help:
        "try again; vouch for the list with --assume-complete when the API is known to count jobs that it does not list"
    )
  }

  /// The listing with those of `names` that it need not have listed; an error when it lacks one that it must have.
  private func confirmed(_ listing: LiveListing, _ names: [String]) async throws(APIError) -> LiveListing {
    let listed = Set(listing.jobs.map(\.key))
    var missing = names.filter { !listed.contains(ExactText($0)) }[...]
    var found: [JobDocument] = []
    while !missing.isEmpty {
      let batch = Array(missing.prefix(Self.batch))
      missing = missing.dropFirst(Self.batch)
      let answers = try await concurrently(batch) { name async throws(APIError) in try await job(named: name) }
      let jobs = answers.compactMap { $0.1.flatMap { JobDocument($0) } }
      // A job that is being taken away is no live one, whether the list still has it or not.
      if let job = jobs.first(where: { !$0.isLeaving && isListed($0) }) {
        throw .inconsistent("The API's list of jobs lacks '\(job.name)', which the API has")
      }
      found += jobs
    }
    return LiveListing(jobs: listing.jobs + found, pages: listing.pages, totals: listing.totals)
  }

  /// Whether the API lists a job, for all that is looked for.
  private func isListed(_ job: JobDocument) -> Bool {
    switch options.selection.search {
    case .name?, nil: true
    case .label?: options.selection.matches(job)
    }
  }
}
