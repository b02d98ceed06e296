import Diagnostics

/// Why there is no connection that the key may be sent over, and what helps.
extension APIError {
  /// - Parameter origin: scheme and host of the server.
  init(_ distrust: Distrust, of origin: String) {
    let (problem, help) =
      switch distrust {
      case .issuer:
        (
          "has a certificate of an authority that is not trusted",
          "check the address; name the authority's certificate with --ca-file when it is your company's or your own"
        )
      case .hostName:
        ("has a certificate for another host", "check the address: the key is only sent to the host it names")
      case .expired: ("has a certificate that has expired", "have it renewed; check this machine's clock, too")
      case .notYetValid: ("has a certificate that is not valid yet", "check this machine's clock")
      case .notTLS: ("does not speak TLS", "check the port; https and http listen at different ones")
      case .oldTLS: ("knows no version of TLS from 1.2 on", "have the server, or the proxy before it, updated")
      case .handshake:
        ("broke off the TLS handshake", "check the address and any proxy; --ca-file names a private authority")
      }
    self.init(.apiUnreachable, "\(origin) \(problem)", help: help)
  }

  /// - Parameters:
  ///   - address: host and port of the proxy, and never what opens it.
  ///   - origin: scheme and host of the server behind it.
  init(_ failure: ProxyFailure, of address: String, before origin: String) {
    let check = "check HTTPS_PROXY and its kin, or name the host of the API in NO_PROXY"
    switch failure {
    case .refused: self.init(.apiUnreachable, "The proxy \(address) refuses connections", help: check)
    case .unknownHost: self.init(.apiUnreachable, "The host of the proxy \(address) is not known", help: check)
    case .timedOut: self.init(.apiTimeLimit, "The proxy \(address) did not connect to \(origin) in time", help: check)
    case .rejectedCredentials:
      self.init(
        .apiUnreachable, "The proxy \(address) asks for a user and a password, or for others (407)",
        help: "write them into the variable, percent-encoded: http://USER:PASSWORD@\(address)")
    case .noTunnel:
      self.init(.apiUnreachable, "The proxy \(address) does not connect to \(origin)", help: check)
    }
  }
}
