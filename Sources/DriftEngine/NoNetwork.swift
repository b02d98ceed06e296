package import BlaxelAPI
package import HTTPTypes

/// The transport of runs that must not ask anything of anybody.
package struct NoNetwork: HTTPTransport {
  package init() {}

  package func send(
    _ request: HTTPRequest, body: [UInt8], within limit: Duration
  ) async throws(TransportFailure) -> HTTPAnswer {
    throw TransportFailure.other("this run has no network")
  }
}
