import HTTPTypes

/// When a request is sent again, and after how long. Pure: no clock, no chance.
package struct RetryPolicy: Hashable, Sendable {
  /// How often a request is sent at most.
  package let attempts: Int
  /// The first pause; each further one is twice as long.
  package let firstPause: Duration
  /// No pause is longer, whatever the server asks for.
  package let longestPause: Duration

  package init(attempts: Int, firstPause: Duration, longestPause: Duration) {
    self.attempts = attempts
    self.firstPause = firstPause
    self.longestPause = longestPause
  }

  /// Three times, as the API's own clients do.
  package static let standard = RetryPolicy(attempts: 3, firstPause: .milliseconds(500), longestPause: .seconds(8))

  /// The pause before the next attempt; nil when there is none.
  ///
  /// - Parameters:
  ///   - attempt: how many attempts were made, at least 1.
  ///   - outcome: how the last one ended.
  func pause(after attempt: Int, _ outcome: Result<HTTPAnswer, TransportFailure>) -> Duration? {
    guard attempt < attempts else { return nil }
    let backoff = min(longestPause, firstPause * (1 << min(attempt - 1, 16)))
    switch outcome {
    case .failure(.timedOut), .failure(.cutShort): return backoff
    case .failure: return nil
    case .success(let answer):
      switch answer.response.status.code {
      case 408, 429, 500...599: return Self.retryAfter(answer).map { min($0, longestPause) } ?? backoff
      default: return nil
      }
    }
  }

  /// `Retry-After` in seconds (RFC 9110 §10.2.3); dates are left to the backoff.
  private static func retryAfter(_ answer: HTTPAnswer) -> Duration? {
    guard let text = answer.response.headerFields[.retryAfter], let seconds = Double(text), seconds >= 0,
      seconds.isFinite
    else {
      return nil
    }
    return .milliseconds(Int(min(seconds, 3600) * 1000))
  }
}

extension HTTPField.Name {
  static var retryAfter: HTTPField.Name { HTTPField.Name("Retry-After") ?? .date }
}
