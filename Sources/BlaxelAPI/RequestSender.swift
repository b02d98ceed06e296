import HTTPTypes

/// Sends requests to the API, again where that helps.
struct RequestSender: Sendable {
  private static let requestLimit = Duration.seconds(30)

  let transport: any HTTPTransport
  let endpoint: Endpoint
  let retry: RetryPolicy
  let clock: any Clock<Duration>
  let observe: @Sendable (APIEvent) -> Void

  /// The answer to a request, whatever its status.
  ///
  /// Redirects are followed where they stay with the endpoint's server.
  func answer(to request: HTTPRequest, body: [UInt8] = []) async throws(APIError) -> HTTPAnswer {
    var request = request
    var answer = try await finalAnswer(to: request, body: body)
    for _ in 0..<Redirect.most {
      guard let target = Redirect.target(of: answer, to: request, within: endpoint) else { return answer }
      request = target
      answer = try await finalAnswer(to: request, body: body)
    }
    return answer
  }

  /// The answer to one request, a redirect or not.
  private func finalAnswer(to request: HTTPRequest, body: [UInt8]) async throws(APIError) -> HTTPAnswer {
    let path = request.path ?? ""
    var attempt = 0
    while true {
      attempt += 1
      observe(.asked(method: request.method.rawValue, path: path, attempt: attempt))
      let outcome: Result<HTTPAnswer, TransportFailure>
      do throws(TransportFailure) {
        outcome = .success(try await transport.send(request, body: body, within: Self.requestLimit))
      } catch {
        outcome = .failure(error)
      }
      if let pause = retry.pause(after: attempt, outcome), await wait(pause) { continue }
      switch outcome {
      case .success(let answer): return answer
      case .failure(let failure): throw APIError(failure, from: endpoint)
      }
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
