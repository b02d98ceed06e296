package import BlaxelAPI
package import HTTPTypes
package import StandInServer

/// A transport whose requests a stand-in answers without a network.
package struct StandInTransport: HTTPTransport {
  package let api: StandInAPI
  private let clock: any Clock<Duration>

  /// - Parameter clock: the one that the stand-in's late answers wait by; a limit is over when it says so.
  package init(_ api: StandInAPI, clock: any Clock<Duration> = ContinuousClock()) {
    self.api = api
    self.clock = clock
  }

  package func send(
    _ request: HTTPRequest, body: [UInt8], within limit: Duration
  ) async throws(TransportFailure) -> HTTPAnswer {
    let (answer, elapsed) = await Self.timed(by: clock) { await api.answer(to: request, body: body) }
    guard !answer.isEndless, elapsed <= limit else { throw .timedOut }
    guard answer.delivery != .cut else { throw .cutShort }
    let response = HTTPResponse(status: .init(code: answer.status), headerFields: answer.fields)
    return HTTPAnswer(response: response, body: answer.body)
  }

  private static func timed<Time: Clock, Result>(
    by clock: Time, _ body: () async -> Result
  ) async -> (Result, Duration) where Time.Duration == Duration {
    let start = clock.now
    let result = await body()
    return (result, start.duration(to: clock.now))
  }
}
