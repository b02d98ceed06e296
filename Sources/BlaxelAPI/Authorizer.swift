import HTTPTypes

/// What opens the API for one request.
struct Authorization: Sendable {
  let field: HTTPField
  /// Which fetched token it is; nil for what cannot be fetched again.
  let number: Int?
}

/// Gives requests what opens the API: the key or token as it is, or a token that client credentials are changed for (RFC 6749
/// §4.4), which is kept in memory for its life.
///
/// However many requests wait for a token, one fetch is made at a time, and all get what came of it.
actor Authorizer {
  nonisolated let credentials: Credentials
  private let sender: RequestSender
  private let endpoint: Endpoint
  private let clock: any Clock<Duration>
  private var token: FetchedToken?
  private var fetches = 0
  private var isFetching = false
  private var waiting: [CheckedContinuation<APIError?, Never>] = []
  /// Learns what opens the API, every token that was fetched so far among it.
  nonisolated let secrets: SecretRegister

  init(
    _ credentials: Credentials, at endpoint: Endpoint, sender: RequestSender, clock: any Clock<Duration>,
    secrets: SecretRegister
  ) {
    self.credentials = credentials
    self.sender = sender
    self.endpoint = endpoint
    self.clock = clock
    self.secrets = secrets
    secrets.insert(credentials.secrets)
  }

  /// What the next request is sent with; fetches a token where that is needed.
  func authorization() async throws(APIError) -> Authorization {
    switch credentials.kind {
    case .apiKey:
      Authorization(field: HTTPField(name: .authorization, value: "Bearer \(credentials.text)"), number: nil)
    case .accessToken: Authorization(field: Self.field(credentials.text), number: nil)
    case .clientCredentials: try await fetched()
    }
  }

  /// What a request is repeated with after the API refused it with 401; nil when nothing else can be had.
  func renewal(of refused: Authorization) async throws(APIError) -> Authorization? {
    guard let number = refused.number else { return nil }
    // Another request may have been refused, too, and have brought a new one meanwhile.
    if token?.number == number { token = nil }
    return try await authorization()
  }

  private func fetched() async throws(APIError) -> Authorization {
    while true {
      if let token, !token.isSpent { return Authorization(field: Self.field(token.text), number: token.number) }
      guard isFetching else { return try await fetch() }
      if let failure = await withCheckedContinuation({ waiting.append($0) }) { throw failure }
    }
  }

  private func fetch() async throws(APIError) -> Authorization {
    isFetching = true
    fetches += 1
    do throws(APIError) {
      let token = try await newToken(number: fetches)
      self.token = token
      finish(nil)
      return Authorization(field: Self.field(token.text), number: token.number)
    } catch {
      // Who waits may still want what this request no longer does.
      finish(Task.isCancelled ? nil : error)
      throw error
    }
  }

  private func finish(_ failure: APIError?) {
    isFetching = false
    let waiting = waiting
    self.waiting = []
    for request in waiting { request.resume(returning: failure) }
  }

  private func newToken(number: Int) async throws(APIError) -> FetchedToken {
    let age = Stopwatch(clock)
    let fields: HTTPFields = [
      .accept: "application/json", .contentType: "application/json", .authorization: "Basic \(credentials.text)",
    ]
    let answer = try await sender.answer(
      to: endpoint.request(["oauth", "token"], method: .post, fields: fields),
      body: Array(#"{"grant_type":"client_credentials"}"#.utf8))
    switch answer.response.status.code {
    case 200: break
    case 400, 401, 403: throw .refused(credentials, answer.masked(by: secrets))
    case 404: throw .noTokens(at: endpoint)
    default:
      throw APIError(answer.masked(by: secrets), workspace: "", endpoint: endpoint, credentials: credentials)
    }
    let token = try FetchedToken(answer, number: number, age: age)
    secrets.insert([token.text])
    return token
  }

  /// The header that Blaxel's clients send tokens of OAuth in.
  private static func field(_ token: String) -> HTTPField {
    HTTPField(name: .blaxelAuthorization, value: "Bearer \(token)")
  }
}

extension HTTPField.Name {
  static var blaxelAuthorization: HTTPField.Name { HTTPField.Name("X-Blaxel-Authorization") ?? .authorization }
}
