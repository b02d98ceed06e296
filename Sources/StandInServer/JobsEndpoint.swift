/// Answers about jobs, as `GET /v0/jobs` and `GET /v0/jobs/NAME` do.
struct JobsEndpoint {
  /// The most jobs that go into a bare array, about 40 MB.
  private static let mostInArray = 20_000

  let store: JobStore
  let configuration: StandInConfiguration
  let churns: ChurnSchedule

  /// A page, or before 2026-04-28 an array of all jobs.
  func listing(_ parameters: QueryParameters, _ version: APIVersion) throws(Refusal) -> AcceptedRequest {
    guard version != .bareLists else {
      return AcceptedRequest(target: .page(1)) { effects throws(Refusal) in
        churns.advance(effects, in: store)
        return try array(effects)
      }
    }
    let query = try ListQuery(parameters, maximum: configuration.maximumPage)
    let cursor = try cursor(query)
    return AcceptedRequest(target: .page(cursor.page)) { effects throws(Refusal) in
      churns.advance(effects, in: store)
      if effects.contains(.bareArray) { return try array(effects) }
      return StandInAnswer(page(query, cursor, effects).body(after: effects))
    }
  }

  /// One job; its masked values only to administrators who ask for them.
  func job(_ name: String, _ parameters: QueryParameters) -> AcceptedRequest {
    AcceptedRequest(target: .job(name)) { _ throws(Refusal) in
      guard let job = store[name] else { throw .notFound("Job '\(name)' does not exist") }
      let isRevealed = parameters["show_secrets"] == "true"
      guard !isRevealed || configuration.isAdministrator else {
        throw .forbidden("'show_secrets' needs the role of a workspace administrator")
      }
      return StandInAnswer(job.bytes(isRevealed: isRevealed))
    }
  }

  // MARK: Pages

  private func binding(_ query: ListQuery) -> String { configuration.workspace + "\u{0}" + query.binding }

  private func cursor(_ query: ListQuery) throws(Refusal) -> PageCursor {
    guard let text = query.cursor else { return PageCursor(page: 1, start: query.startsAtEnd ? .tail : .beginning) }
    guard let cursor = PageCursor(text, boundTo: binding(query), now: configuration.now()) else {
      throw .unusableCursor
    }
    return cursor
  }

  private func page(_ query: ListQuery, _ cursor: PageCursor, _ effects: [Fault.Effect]) -> Page {
    let isDuplicate = effects.contains(.duplicatePage)
    let slice = store.slice(
      in: order(query, effects), from: isDuplicate ? .beginning : cursor.start, limit: query.limit,
      where: query.wants)
    let next = isDuplicate ? cursor.start : start(after: slice, cursor, query, effects)
    let (binding, now) = (binding(query), configuration.now())
    return Page(
      slice: slice,
      nextCursor: next.map { PageCursor(page: cursor.page + 1, start: $0).text(boundTo: binding, now: now) } ?? "",
      ownCursor: query.cursor ?? cursor.text(boundTo: binding, now: now))
  }

  /// Where the page after this one begins; nil when there is none.
  private func start(
    after slice: JobSlice, _ cursor: PageCursor, _ query: ListQuery, _ effects: [Fault.Effect]
  ) -> ListStart? {
    guard slice.hasMore, let last = slice.jobs.last else { return nil }
    guard effects.contains(.offsetCursors) else { return .after(last.place) }
    let before = if case .position(let count) = cursor.start { count } else { (cursor.page - 1) * query.limit }
    return .position(before + slice.jobs.count)
  }

  private func order(_ query: ListQuery, _ effects: [Fault.Effect]) -> JobOrder {
    if effects.contains(.sortIgnored) { return .newestFirst }
    return effects.contains(.descIgnored) && query.sort == .byNameBackwards ? .byName : query.sort
  }

  /// All jobs in one array: before 2026-04-28 there are no pages, and sorts and filters are ignored.
  private func array(_ effects: [Fault.Effect]) throws(Refusal) -> StandInAnswer {
    guard store.count <= Self.mostInArray else {
      throw .badRequest(
        "More than \(Self.mostInArray) jobs do not go into one array; ask for pages with 'Blaxel-Version'")
    }
    let slice = store.slice(in: .newestFirst, from: .beginning, limit: Self.mostInArray)
    return StandInAnswer(Page.array(slice.jobs, without: effects))
  }
}
