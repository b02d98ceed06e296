package import HTTPTypes

/// Sends requests. The one thing that the client needs of the network.
package protocol HTTPTransport: Sendable {
  /// Sends a request and reads the whole answer. Redirects are answers like others.
  ///
  /// Fails when there is no complete answer within `limit`.
  ///
  /// - Parameter body: what is sent after the header fields; empty with GET.
  func send(
    _ request: HTTPRequest, body: [UInt8], within limit: Duration
  ) async throws(TransportFailure) -> HTTPAnswer
}

/// A complete answer.
package struct HTTPAnswer: Sendable {
  package let response: HTTPResponse
  package let body: [UInt8]

  package init(response: HTTPResponse, body: [UInt8]) {
    self.response = response
    self.body = body
  }
}

/// Why there is no answer.
package enum TransportFailure: Error, Hashable, Sendable {
  /// Nothing listens at the address.
  case refused
  /// The name of the host is unknown.
  case unknownHost
  /// The server's certificate or its TLS cannot be trusted.
  case untrusted
  case timedOut
  /// The connection ended before the answer did.
  case cutShort
  /// The answer is larger than anything the API sends.
  case tooLarge
  /// Something else, in a few words without a full stop.
  case other(String)
}
