import ConfigValue
import HTTPTypes
import Hummingbird
import ServiceLifecycle

/// Answers requests as the control plane does under `/v0/jobs`.
struct JobsEndpoint: HTTPResponder {
  typealias Context = BasicRequestContext

  private enum Route {
    case list
    case job(String)
  }

  let store: JobStore
  let configuration: StandInConfiguration
  let faults: FaultSchedule

  init(store: JobStore, configuration: StandInConfiguration) {
    self.store = store
    self.configuration = configuration
    faults = FaultSchedule(configuration.faults)
  }

  func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
    do {
      return Response(try await answer(to: request))
    } catch let refusal as Refusal {
      return Response(Answer(refusal))
    }
  }

  private func answer(to request: Request) async throws -> Answer {
    let parameters = QueryParameters(request.uri.query ?? "")
    let route = try route(request.uri.path)
    guard request.method == .get else { throw Refusal.methodNotAllowed }
    let version = try version(request.headers)
    try authorize(request.headers, parameters)
    switch route {
    case .list where version == .bareLists:
      let effects = faults.effects(on: .page(1))
      return try await delayed(by: effects) { Answer(bareList(effects)).after(effects) }
    case .list:
      let page = try page(ListQuery(parameters))
      let effects = faults.effects(on: .page(page.number))
      return try await delayed(by: effects) { Answer(page.body(after: effects)).after(effects) }
    case .job(let name):
      let effects = faults.effects(on: .job(name))
      return try await delayed(by: effects) { Answer(try job(name, parameters)).after(effects) }
    }
  }

  // MARK: Checks

  private func route(_ path: String) throws(Refusal) -> Route {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map {
      QueryParameters.decoded($0.utf8, plusIsSpace: false)
    }
    guard parts.starts(with: ["", "v0", "jobs"]), parts.count < 5 else {
      throw .notFound("There is nothing at this path; the stand-in serves /v0/jobs and /v0/jobs/NAME")
    }
    return parts.count == 3 || parts[3].isEmpty ? .list : .job(parts[3])
  }

  private func version(_ headers: HTTPFields) throws(Refusal) -> APIVersion {
    guard let text = headers.first("Blaxel-Version") else { return .bareLists }
    guard let version = APIVersion(rawValue: text) else { throw .unknownVersion(text) }
    return version
  }

  /// `Authorization` and `X-Blaxel-Authorization` are both good for the key.
  private func authorize(_ headers: HTTPFields, _ parameters: QueryParameters) throws(Refusal) {
    guard let credentials = headers.first("X-Blaxel-Authorization") ?? headers.first("Authorization") else {
      throw .unauthorized("Send the API key as 'Authorization: Bearer KEY' or 'X-Blaxel-Authorization: Bearer KEY'")
    }
    let parts = credentials.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer", parts[1] == configuration.apiKey else {
      throw .unauthorized("The API key is not valid")
    }
    guard let workspace = headers.first("X-Blaxel-Workspace") ?? parameters.nonEmpty("workspace") else {
      throw .badRequest("Name the workspace in 'X-Blaxel-Workspace'")
    }
    guard workspace == configuration.workspace else {
      throw .forbidden("The API key has no access to this workspace")
    }
  }

  // MARK: Answers

  private func page(_ query: ListQuery) throws(Refusal) -> Page {
    let binding = configuration.workspace + "\u{0}" + query.binding
    let now = configuration.now()
    let matches = query.matches(in: store)
    var start = PageCursor(page: 1, offset: query.startsAtEnd ? max(0, matches.count - query.limit) : 0)
    if let text = query.cursor {
      guard let cursor = PageCursor(text, boundTo: binding, now: now), cursor.offset <= matches.count else {
        throw .unusableCursor
      }
      start = cursor
    }
    let end = min(start.offset + query.limit, matches.count)
    let next = PageCursor(page: start.page + 1, offset: end)
    return Page(
      number: start.page, jobs: matches[start.offset..<end], hasMore: end < matches.count, total: store.count,
      nextCursor: end < matches.count ? next.text(boundTo: binding, now: now) : "",
      ownCursor: query.cursor ?? start.text(boundTo: binding, now: now))
  }

  /// All jobs in one array: before 2026-04-28 there are no pages, and sorts and filters are ignored.
  private func bareList(_ effects: [Fault.Effect]) -> [UInt8] {
    Page.array(store.jobs.filter { !effects.contains(.omit($0.name)) })
  }

  private func job(_ name: String, _ parameters: QueryParameters) throws(Refusal) -> [UInt8] {
    guard let job = store[name] else { throw .notFound("Job '\(name)' does not exist") }
    guard parameters["show_secrets"] == "true" else { return job.maskedBytes }
    guard configuration.isAdministrator else {
      throw .forbidden("'show_secrets' needs the role of a workspace administrator")
    }
    return job.bytes
  }

  /// What `body` makes, after the delays among `effects`; a server that is told to end waits for none.
  private func delayed(by effects: [Fault.Effect], _ body: () throws -> Answer) async throws -> Answer {
    for case .delay(let milliseconds) in effects {
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .milliseconds(milliseconds)) }
    }
    return try body()
  }
}

extension HTTPFields {
  /// The first value of the field called `name`, in whatever case.
  fileprivate func first(_ name: String) -> String? {
    HTTPField.Name(name).flatMap { self[values: $0].first }
  }
}
