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
  case untrusted(Distrust)
  case timedOut
  /// The connection ended before the answer did.
  case cutShort
  /// The answer is larger than anything the API sends.
  case tooLarge
  /// The answer breaks the rules of its form, in a few words without a full stop.
  case unreadable(String)
  /// The proxy at `address`, a host with a port, does not do its part.
  case proxy(address: String, ProxyFailure)
  /// A setting, called by its flag or variable, cannot be used, for a reason in a few words without a full stop. Nothing was
  /// sent.
  case unusableSetting(String, reason: String)
  /// Something else, in a few words without a full stop.
  case other(String)
}

/// Why a server is not trusted to be the one that was meant.
package enum Distrust: Hashable, Sendable {
  /// Nobody who is trusted vouches for its certificate.
  case issuer
  /// Its certificate is for another host.
  case hostName
  case expired, notYetValid
  /// It answers with something else than TLS.
  case notTLS
  /// It knows no version of TLS that is safe enough.
  case oldTLS
  /// The handshake failed in another way.
  case handshake
}

/// Why a proxy does not help.
package enum ProxyFailure: Hashable, Sendable {
  case refused, unknownHost, timedOut
  /// It asks for a user and a password, or for others (407).
  case rejectedCredentials
  /// It does not connect to the API.
  case noTunnel
}
