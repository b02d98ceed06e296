package import BlaxelAPI
package import HTTPTypes

/// The transport of runs that must not ask anything of anybody.
package struct NoNetwork: HTTPTransport {
  private let reason: TransportFailure

  /// - Parameter reason: what every request fails with.
  package init(because reason: TransportFailure = .other("this run has no network")) {
    self.reason = reason
  }

  package func send(
    _ request: HTTPRequest, body: [UInt8], within limit: Duration
  ) async throws(TransportFailure) -> HTTPAnswer {
    throw reason
  }
}
