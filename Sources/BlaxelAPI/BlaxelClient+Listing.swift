import ConfigValue
import Diagnostics
import HTTPTypes
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

  /// How many jobs came or went while they were read, as far as their number tells.
  var turnover: Int { zip(totals, totals.dropFirst()).reduce(0) { $0 + abs($1.0 - $1.1) } }
}

/// Reading the list: until there is no cursor, none twice, no name twice; from both ends at once where it has several pages.
extension BlaxelClient {
  /// More pages than any workspace has.
  private static let mostPages = 10_000

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
      if !isShort(listing, changed: 0), listing.turnover == 0 { return try await confirmed(listing, names) }
    } catch {
      guard error.isInconsistency else { throw error }
    }
    let second = try await listing(isTwoEnded: false)
    guard let former else {
      try checkLength(of: second, changed: 0)
      return try await confirmed(second, names)
    }
    let whole = try await confirmed(try await united(second, with: former), names)
    let changed = Set(former.jobs.map(\.key)).symmetricDifference(second.jobs.map(\.key)).count
    try checkLength(of: whole, changed: changed)
    return whole
  }

  /// The listing, with the jobs that only a former one has, as far as they still exist: where cursors count rows, one that comes or
  /// goes moves others to a page that was read already.
  private func united(_ listing: LiveListing, with former: LiveListing) async throws(APIError) -> LiveListing {
    let names = Set(listing.jobs.map(\.key))
    let lost = former.jobs.filter { !names.contains($0.key) }.map(\.name)
    let found = try await concurrently(lost) { name async throws(APIError) in try await job(named: name) }
      .compactMap { $0.1.flatMap { JobDocument($0) } }
    return LiveListing(
      jobs: listing.jobs + found, pages: listing.pages, totals: listing.totals)
  }

  /// Whether there are fewer jobs than the API says, and than those account for that came or went: `changed` ones were seen to.
  private func isShort(_ listing: LiveListing, changed: Int) -> Bool {
    // The API's number is that of all jobs, whatever was looked for.
    options.selection.search == nil && !options.assumesComplete && listing.shortage > listing.turnover + changed
  }

  private func checkLength(of listing: LiveListing, changed: Int) throws(APIError) {
    guard isShort(listing, changed: changed) else { return }
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
    let missing = names.filter { !listed.contains(ExactText($0)) }
    let answers = try await concurrently(missing) { name async throws(APIError) in try await job(named: name) }
    // A job that is being taken away is no live one, whether the list still has it or not.
    let found = answers.compactMap { $0.1.flatMap { JobDocument($0) } }.filter { !$0.isLeaving }
    for job in found where isListed(job) {
      throw .inconsistent("The API's list of jobs lacks '\(job.name)', which the API has")
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

  private func listing(isTwoEnded: Bool) async throws(APIError) -> LiveListing {
    let walk = ListingWalk(.ascending)
    let first = try await page(.ascending, after: nil)
    // What is on one page needs no second walk.
    guard isTwoEnded, PageMeta(endOf: first)?.nextCursor != nil else {
      return LiveListing(try await walked(on: walk, with: first))
    }
    return try await walkedFromBothEnds(walk, with: first)
  }

  /// Walks on to the end of the list; `answer` is the page that comes next.
  private func walked(on walk: ListingWalk, with answer: HTTPAnswer) async throws(APIError) -> ListingWalk {
    var (walk, answer) = (walk, answer)
    while true {
      let step = try await step(walk, answer, asksAhead: true)
      walk = step.walk
      observe(.listed(jobs: walk.jobs.count, total: walk.totals.last))
      guard let cursor = walk.cursor else { return walk }
      guard walk.pages < Self.mostPages else {
        throw APIError(
          .incompleteListing, "The API's list of jobs does not end after \(walk.pages) pages",
          help: "nothing was compared")
      }
      if let next = step.next { answer = next } else { answer = try await page(walk.order, after: cursor) }
    }
  }

  /// Walks from both ends at once, page by page, until they meet; where they disagree, on from the first end alone.
  private func walkedFromBothEnds(
    _ walk: ListingWalk, with first: HTTPAnswer
  ) async throws(APIError) -> LiveListing {
    async let last = attemptedPage(.descending, after: nil)
    var forward = try await step(walk, first, asksAhead: true)
    guard let cursor = forward.walk.cursor, case .success(let page) = await last else {
      return LiveListing(try await rest(of: forward))
    }
    var backward = Step(walk: ListingWalk(.descending), next: page)
    if forward.next == nil { forward.next = try await self.page(.ascending, after: cursor) }
    while let pages = Self.both(forward.next, backward.next) {
      let seen = forward.walk.jobs.count + backward.walk.jobs.count
      // A page is asked for ahead only when it is needed for sure: what comes now is at most a page from each end.
      let asksAhead = forward.walk.totals.min().map { seen + 2 * options.pageSize < $0 } ?? false
      async let nextBackward = attemptedStep(backward.walk, pages.1, asksAhead: asksAhead)
      forward = try await step(forward.walk, pages.0, asksAhead: asksAhead)
      guard case .success(let step) = await nextBackward else { break }
      backward = step
      observe(
        .listed(
          jobs: forward.walk.jobs.count + backward.walk.jobs.count,
          total: forward.walk.totals.last))
      switch Meeting(forward.walk, backward.walk) {
      case .whole(let jobs):
        return LiveListing(
          jobs: jobs, pages: forward.walk.pages + backward.walk.pages,
          totals: forward.walk.totals + backward.walk.totals)
      case .disagreement:
        // What one end has seen, and the other end should have, was lost on the way.
        if forward.walk.isExhausted, let job = backward.walk.jobs.first(where: { !forward.walk.contains($0) }) {
          throw .inconsistent("The API's list of jobs ends before '\(job.name)', which it lists, too")
        }
        return LiveListing(try await rest(of: forward))
      case .apart:
        async let otherPage = filled(backward)
        forward = try await filled(forward).get()
        // Without a page from the other end, this end goes on alone.
        backward = (try? await otherPage.get()) ?? Step(walk: backward.walk)
      }
    }
    return LiveListing(try await rest(of: forward))
  }

  /// A walk, and the page that comes next where it is there already.
  private struct Step: Sendable {
    let walk: ListingWalk
    var next: HTTPAnswer?
  }

  /// Takes in a page, while the next one is on its way.
  private func step(
    _ walk: ListingWalk, _ answer: HTTPAnswer, asksAhead: Bool
  ) async throws(APIError) -> Step {
    let expected = asksAhead ? PageMeta(endOf: answer)?.nextCursor : nil
    async let ahead = attemptedPage(walk.order, afterExpected: expected)
    var walk = walk
    try walk.take(ListingPage(answer))
    guard let cursor = walk.cursor, cursor == expected, let page = await ahead else { return Step(walk: walk) }
    return Step(walk: walk, next: try page.get())
  }

  private func attemptedStep(
    _ walk: ListingWalk, _ answer: HTTPAnswer, asksAhead: Bool
  ) async -> Result<Step, APIError> {
    do throws(APIError) {
      return .success(try await step(walk, answer, asksAhead: asksAhead))
    } catch {
      return .failure(error)
    }
  }

  /// A step with the page that comes next, if there is one.
  private func filled(_ step: Step) async -> Result<Step, APIError> {
    guard step.next == nil, let cursor = step.walk.cursor else { return .success(step) }
    return await attemptedPage(step.walk.order, after: cursor).map { Step(walk: step.walk, next: $0) }
  }

  /// The whole list, from one end on.
  private func rest(of step: Step) async throws(APIError) -> ListingWalk {
    guard let answer = step.next else {
      guard let cursor = step.walk.cursor else { return step.walk }
      return try await walked(on: step.walk, with: page(step.walk.order, after: cursor))
    }
    return try await walked(on: step.walk, with: answer)
  }

  private func attemptedPage(
    _ order: ListingWalk.Order, afterExpected cursor: String?
  ) async -> Result<HTTPAnswer, APIError>? {
    guard let cursor else { return nil }
    return await attemptedPage(order, after: cursor)
  }

  private func attemptedPage(_ order: ListingWalk.Order, after cursor: String?) async -> Result<HTTPAnswer, APIError> {
    do throws(APIError) {
      return .success(try await page(order, after: cursor))
    } catch {
      return .failure(error)
    }
  }

  /// The page after a cursor, or the first one; not read yet.
  private func page(_ order: ListingWalk.Order, after cursor: String?) async throws(APIError) -> HTTPAnswer {
    var query = [(name: "limit", value: String(options.pageSize)), (name: "sort", value: order.rawValue)]
    if let search = options.selection.search { query.append((name: "q", value: search.text)) }
    if let cursor { query.append((name: "cursor", value: cursor)) }
    let answer = try await answer(["jobs"], query: query)
    let status = answer.response.status.code
    if status == 200 { return answer }
    guard cursor != nil, [400, 404, 410, 422].contains(status) else {
      throw failure(answer)
    }
    throw .inconsistent(
      "The API refused a cursor that it gave (\(status))" + (answer.errorMessage.map { ": \($0)" } ?? ""))
  }

  private static func both<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
    guard let first, let second else { return nil }
    return (first, second)
  }
}

extension LiveListing {
  fileprivate init(_ walk: ListingWalk) {
    self.init(jobs: walk.jobs, pages: walk.pages, totals: walk.totals)
  }
}
