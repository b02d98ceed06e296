import HTTPTypes

/// Sends requests to the API, again where that helps, as long as there is time.
struct RequestSender: Sendable {
  private let transport: any HTTPTransport
  private let endpoint: Endpoint
  private let patience: Patience
  private let clock: any Clock<Duration>
  /// What errors must not repeat.
  private let secrets: SecretRegister
  private let stopwatch: Stopwatch
  private let observe: @Sendable (APIEvent) -> Void

  /// The time of all requests together counts from here on.
  init(
    transport: any HTTPTransport, endpoint: Endpoint, patience: Patience, clock: any Clock<Duration>,
    secrets: SecretRegister,
    observe: @escaping @Sendable (APIEvent) -> Void
  ) {
    self.transport = transport
    self.endpoint = endpoint
    self.patience = patience
    self.clock = clock
    self.secrets = secrets
    self.observe = observe
    stopwatch = Stopwatch(clock)
  }

  /// The answer to a request, whatever its status.
  ///
  /// Redirects are followed where they stay with the endpoint's server; others are errors.
  func answer(to request: HTTPRequest, body: [UInt8] = []) async throws(APIError) -> HTTPAnswer {
    var request = request
    var answer = try await finalAnswer(to: request, body: body)
    for _ in 0..<Redirect.most {
      guard let target = try Redirect.target(of: answer, to: request, within: endpoint, hiding: secrets) else {
        return answer
      }
      request = target
      answer = try await finalAnswer(to: request, body: body)
    }
    guard !Redirect.isRedirect(answer) else { throw .redirectedTooOften(answer) }
    return answer
  }

  /// The answer to one request, a redirect or not.
  private func finalAnswer(to request: HTTPRequest, body: [UInt8]) async throws(APIError) -> HTTPAnswer {
    var attempt = 0
    while true {
      attempt += 1
      let rest = patience.totalLimit - stopwatch.elapsed()
      guard rest > .zero else { throw .outOfTime(after: patience.totalLimit, endpoint) }
      let outcome = await outcome(of: request, body, attempt, within: min(patience.requestLimit, rest))
      if let pause = patience.retry.pause(after: attempt, outcome, chance: patience.chance()),
        pause < patience.totalLimit - stopwatch.elapsed(), !Task.isCancelled
      {
        observe(.pausing(path: request.path ?? "", pause))
        if await wait(pause) { continue }
      }
      switch outcome {
      case .success(let answer): return answer
      case .failure(.timedOut) where rest < patience.requestLimit:
        throw .outOfTime(after: patience.totalLimit, endpoint)
      case .failure(let failure): throw APIError(failure, from: endpoint)
      }
    }
  }

  private func outcome(
    of request: HTTPRequest, _ body: [UInt8], _ attempt: Int, within limit: Duration
  ) async -> Result<HTTPAnswer, TransportFailure> {
    let path = request.path ?? ""
    observe(.asked(method: request.method.rawValue, path: path, attempt: attempt))
    do throws(TransportFailure) {
      let answer = try await transport.send(request, body: body, within: limit)
      observe(
        .answered(
          path: path, status: answer.response.status.code, bytes: answer.body.count, requestID: answer.requestID))
      return .success(answer)
    } catch {
      observe(.failed(path: path, error))
      return .failure(error)
    }
  }

  /// Whether the pause came to its end, and not the run.
  private func wait(_ pause: Duration) async -> Bool {
    do {
      try await clock.sleep(for: pause)
      return true
    } catch {
      return false
    }
  }
}
