import HTTPTypes

/// When a request is sent again, and after how long. Pure: no clock, and no chance of its own.
///
/// As the API's own Go client does: on broken connections, 408, 409, 429 and 5xx, unless
/// the answer's `x-should-retry` says otherwise.
package struct RetryPolicy: Hashable, Sendable {
  /// How often a request is sent at most.
  package let attempts: Int
  /// The first pause; each further one is twice as long.
  package let firstPause: Duration
  /// No pause is longer that the server did not ask for.
  package let longestPause: Duration
  /// A longer pause that the server asks for is not made: the request has failed.
  package let longestWish: Duration

  package init(attempts: Int, firstPause: Duration, longestPause: Duration, longestWish: Duration) {
    self.attempts = attempts
    self.firstPause = firstPause
    self.longestPause = longestPause
    self.longestWish = longestWish
  }

  /// Four times, so that a passing trouble of a few seconds does not fail a run.
  package static let standard = RetryPolicy(
    attempts: 4, firstPause: .milliseconds(500), longestPause: .seconds(8), longestWish: .seconds(60))

  /// The pause before the next attempt; nil when there is none.
  ///
  /// - Parameters:
  ///   - attempt: how many attempts were made, at least 1.
  ///   - outcome: how the last one ended.
  ///   - chance: from 0 to 1, new for each pause. It shortens pauses that the server did not ask for by up to a quarter, so that
  ///     many clients that failed at once do not come back at once.
  func pause(
    after attempt: Int, _ outcome: Result<HTTPAnswer, TransportFailure>, chance: Double
  ) -> Duration? {
    guard attempt < attempts else { return nil }
    let backoff = min(longestPause, firstPause * (1 << min(attempt - 1, 16))) * (1 - chance / 4)
    switch outcome {
    case .failure(let failure): return failure.isPassing ? backoff : nil
    case .success(let answer):
      guard answer.mayPass else { return nil }
      guard let wish = answer.retryAfter else { return backoff }
      return wish > longestWish ? nil : wish
    }
  }
}

extension TransportFailure {
  /// Whether the same request may succeed a little later.
  fileprivate var isPassing: Bool {
    switch self {
    case .refused, .unknownHost, .timedOut, .cutShort, .unreadable, .other: true
    case .proxy(_, let failure): failure != .rejectedCredentials
    case .untrusted, .tooLarge, .unusableSetting: false
    }
  }
}

extension HTTPAnswer {
  /// Whether the same request may be answered otherwise a little later.
  fileprivate var mayPass: Bool {
    let code = response.status.code
    guard code >= 400 else { return false }
    switch field("x-should-retry") {
    case "true": return true
    case "false": return false
    default: return [408, 409, 429].contains(code) || code >= 500
    }
  }

  /// How long the server asks to be left alone: `Retry-After-Ms`, else `Retry-After` in seconds, with fractions, or as the moment
  /// when it is over (RFC 9110 §10.2.3), told from the answer's own `Date`.
  var retryAfter: Duration? {
    if let wish = Self.duration(field("Retry-After-Ms"), milliseconds: 1) { return wish }
    guard let text = field("Retry-After") else { return nil }
    if let wish = Self.duration(text, milliseconds: 1000) { return wish }
    guard let end = HTTPDate.seconds(text), let now = field("Date").flatMap(HTTPDate.seconds) else { return nil }
    return .seconds(max(0, end - now))
  }

  /// The value of the field of this name, in whatever case.
  func field(_ name: String) -> String? {
    HTTPField.Name(name).flatMap { response.headerFields[$0] }
  }

  /// So many times a unit; more than a day counts as a day.
  private static func duration(_ text: String?, milliseconds unit: Double) -> Duration? {
    guard let number = text.flatMap({ Double($0) }), number >= 0, number.isFinite else { return nil }
    return .milliseconds(Int(min(number * unit, 86_400_000).rounded(.up)))
  }
}
