package import ConfigValue
import Diagnostics
import HTTPTypes
import JobModel

/// Every live job of a workspace.
package struct LiveListing: Sendable {
  /// As the API gave them, each with its name, without repetitions.
  package let jobs: [Value]
  /// How many pages they came in.
  package let pages: Int
}

/// Reads jobs from the API. Sends nothing but GET, and what OAuth wants for a token.
package struct BlaxelClient: Sendable {
  /// What one page holds at most.
  private static let pageSize = 200
  /// More pages than any workspace has.
  private static let mostPages = 5_000
  /// How many jobs are asked for at a time.
  private static let concurrency = 8

  package let endpoint: Endpoint
  package let workspace: String
  let sender: RequestSender
  let authorizer: Authorizer

  package init(
    transport: any HTTPTransport, endpoint: Endpoint, workspace: String, credentials: Credentials,
    retry: RetryPolicy = .standard, clock: any Clock<Duration>,
    observe: @escaping @Sendable (APIEvent) -> Void = { _ in }
  ) {
    self.endpoint = endpoint
    self.workspace = workspace
    sender = RequestSender(transport: transport, endpoint: endpoint, retry: retry, clock: clock, observe: observe)
    authorizer = Authorizer(credentials, at: endpoint, sender: sender, clock: clock)
  }

  /// The texts that must not appear anywhere, as far as they are known by now: tokens are fetched when they are needed.
  package var secrets: Set<String> { authorizer.secrets }

  /// All live jobs. Each of `names` that the listing lacks is asked for: only the API's own 404 says that a job does not
  /// exist. A listing that lacks an existing job is read again once, and is an error the second time.
  package func liveJobs(confirming names: [String]) async throws(APIError) -> LiveListing {
    for _ in 0..<2 {
      let listing = try await listing()
      let listed = Set(listing.jobs.compactMap { JobDocument($0)?.key })
      if try await firstExisting(of: names.filter { !listed.contains(ExactText($0)) }) == nil { return listing }
    }
    throw APIError(
      .incompleteListing, "The API's list of jobs lacks a job that the API has, twice in a row",
      help: "try again; nothing was compared")
  }

  /// All pages of the list of jobs: until there is no cursor, none twice, no name twice.
  package func listing() async throws(APIError) -> LiveListing {
    var jobs: [Value] = []
    var names: Set<ExactText> = []
    var cursors: Set<ExactText> = []
    var cursor: String?
    for number in 1...Self.mostPages {
      let page = try await page(after: cursor)
      for job in page.jobs {
        guard let name = JobDocument(job)?.key, names.insert(name).inserted else {
          throw APIError(
            .incompleteListing, "The API listed a job twice, so that the list changed while it was read",
            help: "try again; nothing was compared")
        }
      }
      jobs += page.jobs
      guard let next = page.nextCursor else { return LiveListing(jobs: jobs, pages: number) }
      guard cursors.insert(ExactText(next)).inserted else {
        throw APIError(
          .incompleteListing, "The API gave the same cursor twice, after page \(number)",
          help: "try again; nothing was compared")
      }
      cursor = next
    }
    throw APIError(
      .incompleteListing, "The API's list of jobs does not end after \(Self.mostPages) pages",
      help: "nothing was compared")
  }

  /// One job; nil when the API says that there is none of this name.
  package func job(named name: String) async throws(APIError) -> Value? {
    try await job(named: name, isRevealed: false)
  }

  /// The jobs called `names`, by name, with the values that the API masks otherwise. Needs the role of a workspace
  /// administrator. A job that is gone is an error: the listing that named it was not of one moment.
  package func revealedJobs(named names: [String]) async throws(APIError) -> [ExactText: Value] {
    var jobs: [ExactText: Value] = [:]
    for (name, job) in try await concurrently(
      names,
      { name async throws(APIError) in
        try await job(named: name, isRevealed: true)
      })
    {
      guard let job else {
        throw APIError(
          .incompleteListing, "Job '\(name)' was deleted while the jobs were read",
          help: "try again; nothing was compared")
      }
      jobs[ExactText(name)] = job
    }
    return jobs
  }

  private func job(named name: String, isRevealed: Bool) async throws(APIError) -> Value? {
    let query = isRevealed ? [(name: "show_secrets", value: "true")] : []
    let answer = try await answer(["jobs", name], query: query)
    if isRevealed, answer.response.status.code == 403 { throw APIError.mayNotReveal(name, answer) }
    if answer.response.status.code == 404, Self.isJSON(answer) { return nil }
    guard answer.response.status.code == 200 else { throw failure(answer) }
    let value = try answer.json()
    guard JobDocument(value)?.key == ExactText(name) else {
      throw APIError.malformed("another job than was asked for", answer)
    }
    return value
  }

  private func page(after cursor: String?) async throws(APIError) -> ListingPage {
    var query = [(name: "limit", value: String(Self.pageSize)), (name: "sort", value: "name:asc")]
    if let cursor { query.append((name: "cursor", value: cursor)) }
    let answer = try await answer(["jobs"], query: query)
    guard answer.response.status.code == 200 else { throw failure(answer) }
    return try ListingPage(answer)
  }

  private func failure(_ answer: HTTPAnswer) -> APIError {
    APIError(answer, workspace: workspace, endpoint: endpoint, credentials: authorizer.credentials)
  }

  /// The first of `names` that the API has.
  private func firstExisting(of names: [String]) async throws(APIError) -> String? {
    try await concurrently(names) { name async throws(APIError) in try await job(named: name) }.first { $0.1 != nil }?.0
  }

  /// Asks about each name, a few at a time, and gives the answers in the names' order; the first error ends it.
  private func concurrently<Answer: Sendable>(
    _ names: [String], _ ask: @escaping @Sendable (String) async throws(APIError) -> Answer
  ) async throws(APIError) -> [(String, Answer)] {
    var answers: [(String, Answer)] = []
    var rest = names[...]
    while !rest.isEmpty {
      let batch = rest.prefix(Self.concurrency)
      rest = rest.dropFirst(Self.concurrency)
      let outcomes = await withTaskGroup(of: (String, Result<Answer, APIError>).self) { group in
        for name in batch {
          group.addTask {
            do throws(APIError) {
              return (name, .success(try await ask(name)))
            } catch {
              return (name, .failure(error))
            }
          }
        }
        return await group.reduce(into: [:]) { $0[ExactText($1.0)] = $1.1 }
      }
      for name in batch { if let outcome = outcomes[ExactText(name)] { answers.append((name, try outcome.get())) } }
    }
    return answers
  }

  /// Whether an answer is the API's own: a proxy's page for a missing address is no word about a job.
  private static func isJSON(_ answer: HTTPAnswer) -> Bool {
    (try? answer.json())?.kind == .map
  }
}

extension HTTPAnswer {
  /// The body as JSON.
  func json() throws(APIError) -> Value {
    do throws(UnreadableJSON) {
      return try JSONReader.read(body, as: .none, names: JobSchema.blaxel.names)
    } catch {
      throw APIError.malformed("not valid JSON: \(error.finding.summary)", self)
    }
  }
}
