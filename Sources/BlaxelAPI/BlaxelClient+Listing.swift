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
      let next = try await step(&walk, answer, asksAhead: true)
      observe(.listed(jobs: walk.jobs.count, total: walk.totals.last))
      guard let cursor = walk.cursor else { return walk }
      guard walk.pages < Self.mostPages else {
        throw APIError(
          .incompleteListing, "The API's list of jobs does not end after \(walk.pages) pages",
          help: "nothing was compared")
      }
      if let next { answer = next } else { answer = try await page(walk.order, after: cursor) }
    }
  }

  /// Walks from both ends at once, page by page, until they meet; where they disagree, on from the first end alone.
  private func walkedFromBothEnds(
    _ walk: ListingWalk, with first: HTTPAnswer
  ) async throws(APIError) -> LiveListing {
    async let last = attemptedPage(.descending, after: nil)
    var (forward, backward) = (walk, ListingWalk(.descending))
    var next = try await step(&forward, first, asksAhead: true)
    guard let cursor = forward.cursor, case .success(let page) = await last else {
      return LiveListing(try await rest(of: forward, next))
    }
    var previous: HTTPAnswer? = page
    if next == nil { next = try await self.page(.ascending, after: cursor) }
    while let pages = Self.both(next, previous) {
      let seen = forward.jobs.count + backward.jobs.count
      // A page is asked for ahead only when it is needed for sure: what comes now is at most a page from each end.
      let asksAhead = forward.totals.min().map { seen + 2 * options.pageSize < $0 } ?? false
      let expected = asksAhead ? PageMeta(endOf: pages.1)?.nextCursor : nil
      async let ahead = attemptedPage(.descending, afterExpected: expected)
      async let read = reading(pages.1)
      next = try await step(&forward, pages.0, asksAhead: asksAhead)
      guard case .success(let page) = await read, backward.takes(page) else { break }
      previous = nil
      if let cursor = backward.cursor, cursor == expected, let answer = await ahead {
        guard case .success(let page) = answer else { break }
        previous = page
      }
      observe(.listed(jobs: forward.jobs.count + backward.jobs.count, total: forward.totals.last))
      switch Meeting(forward, backward) {
      case .whole(let jobs):
        return LiveListing(
          jobs: jobs, pages: forward.pages + backward.pages, totals: forward.totals + backward.totals)
      case .disagreement:
        // What one end has seen, and the other end should have, was lost on the way.
        if forward.isExhausted, let job = backward.jobs.first(where: { !forward.contains($0) }) {
          throw .inconsistent("The API's list of jobs ends before '\(job.name)', which it lists, too")
        }
        return LiveListing(try await rest(of: forward, next))
      case .apart:
        async let other = filled(previous, behind: backward.cursor, .descending)
        next = try await filled(next, behind: forward.cursor, .ascending).get()
        // Without a page from the other end, this end goes on alone.
        previous = try? await other.get()
      }
    }
    return LiveListing(try await rest(of: forward, next))
  }

  /// Takes in a page, while the next one is on its way, which it gives when it is there.
  private func step(
    _ walk: inout ListingWalk, _ answer: HTTPAnswer, asksAhead: Bool
  ) async throws(APIError) -> HTTPAnswer? {
    let (order, expected) = (walk.order, asksAhead ? PageMeta(endOf: answer)?.nextCursor : nil)
    async let ahead = attemptedPage(order, afterExpected: expected)
    try walk.take(await reading(answer).get())
    guard let cursor = walk.cursor, cursor == expected, let page = await ahead else { return nil }
    return try page.get()
  }

  /// The page that an answer is, which goes to who waits for pages. Reads it behind the requests for the pages that come next.
  private func reading(_ answer: HTTPAnswer) async -> Result<ListingPage, APIError> {
    await Task(priority: .utility) {
      Result { () throws(APIError) in
        let page = try ListingPage(answer)
        receive(page.jobs)
        return page
      }
    }.value
  }

  /// The page that comes next, if there is one; `page` where it is there already.
  private func filled(
    _ page: HTTPAnswer?, behind cursor: String?, _ order: ListingWalk.Order
  ) async -> Result<HTTPAnswer?, APIError> {
    guard page == nil, let cursor else { return .success(page) }
    return await attemptedPage(order, after: cursor).map { $0 }
  }

  /// The whole list, from one end on; `page` comes next where it is there already.
  private func rest(of walk: ListingWalk, _ page: HTTPAnswer?) async throws(APIError) -> ListingWalk {
    if let page { return try await walked(on: walk, with: page) }
    guard let cursor = walk.cursor else { return walk }
    return try await walked(on: walk, with: self.page(walk.order, after: cursor))
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
