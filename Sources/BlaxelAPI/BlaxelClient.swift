package import ConfigValue
import Diagnostics
import HTTPTypes
package import JobModel

/// Which jobs are listed, and how.
package struct ListingOptions: Sendable {
  /// The jobs that are meant. The API may list others, too.
  package var selection: JobSelection
  /// Whether the list is only read from its beginning on.
  package var isSequential: Bool
  /// Whether a list counts that has fewer jobs than the API says there are.
  package var assumesComplete: Bool
  /// How many jobs a page holds; at most `largestPage`.
  package var pageSize: Int

  /// The most jobs that the API puts on a page; `bl` asks for as many.
  package static let largestPage = 200

  package init(
    selection: JobSelection = .everything, isSequential: Bool = false, assumesComplete: Bool = false,
    pageSize: Int = largestPage
  ) {
    self.selection = selection
    self.isSequential = isSequential
    self.assumesComplete = assumesComplete
    self.pageSize = pageSize
  }
}

/// Reads jobs from the API. Sends nothing but GET, and what OAuth wants for a token.
package struct BlaxelClient: Sendable {
  /// How many jobs are asked for at a time.
  private static let concurrency = 8

  package let endpoint: Endpoint
  package let workspace: String
  let options: ListingOptions
  let observe: @Sendable (APIEvent) -> Void
  /// Gets the jobs of each page of a list as soon as they were read, in no order of the pages, and before it is known whether they
  /// count: those of lists that are read again come again, and two pages may have jobs in common.
  package var receive: @Sendable ([JobDocument]) -> Void = { _ in }
  let sender: RequestSender
  let authorizer: Authorizer

  package init(
    transport: any HTTPTransport, endpoint: Endpoint, workspace: String, credentials: Credentials,
    options: ListingOptions = ListingOptions(), patience: Patience = Patience(), clock: any Clock<Duration>,
    secrets: SecretRegister = SecretRegister(),
    observe: @escaping @Sendable (APIEvent) -> Void = { _ in }
  ) {
    self.endpoint = endpoint
    self.workspace = workspace
    self.options = options
    self.observe = observe
    sender = RequestSender(
      transport: transport, endpoint: endpoint, patience: patience, clock: clock, secrets: secrets,
      observe: observe)
    authorizer = Authorizer(credentials, at: endpoint, sender: sender, clock: clock, secrets: secrets)
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
    if isRevealed, answer.response.status.code == 403 {
      throw APIError.mayNotReveal(name, answer.masked(by: authorizer.secrets))
    }
    if answer.isMissingJob { return nil }
    guard answer.response.status.code == 200 else { throw failure(answer) }
    let value = try answer.json()
    guard JobDocument(value)?.key == ExactText(name) else {
      throw APIError.malformed("another job than was asked for", answer)
    }
    return value
  }

  func failure(_ answer: HTTPAnswer) -> APIError {
    APIError(
      answer.masked(by: authorizer.secrets), workspace: workspace, endpoint: endpoint,
      credentials: authorizer.credentials)
  }

  /// Asks about each name, a few at a time, and gives the answers in the names' order; the first error ends it.
  func concurrently<Answer: Sendable>(
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
