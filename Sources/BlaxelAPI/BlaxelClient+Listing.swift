import ConfigValue
import Diagnostics
import HTTPTypes
import JobModel

/// Reading the list: until there is no cursor, none twice, no name twice; from both ends at once where it has several pages.
extension BlaxelClient {
  /// More pages than any workspace has.
  private static let mostPages = 10_000

  func listing(isTwoEnded: Bool) async throws(APIError) -> LiveListing {
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
    let message = answer.masked(by: authorizer.secrets).errorMessage
    throw .inconsistent("The API refused a cursor that it gave (\(status))" + (message.map { ": \($0)" } ?? ""))
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
