import AsyncHTTPClient
import BlaxelAPI
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSOCKS
import NIOSSL

extension TransportFailure {
  private static let unexplained = TransportFailure.other("the connection failed")

  /// What an error of async-http-client and of what it is made of means on a way.
  init(_ error: any Error, by route: Route) {
    switch error {
    case let error as HTTPClientError: self.init(error, by: route)
    case let error as HTTPParserError:
      self = error == .headerOverflow ? .unreadable("its header is too large") : .cutShort
    case is NIOTooManyBytesError: self = .tooLarge
    case let error as NIOHTTPDecompression.DecompressionError:
      self = error == .limit ? .tooLarge : .unreadable("its compression is broken")
    case let error as NIOHTTPDecompression.ExtraDecompressionError:
      self = error == .truncatedData ? .cutShort : .unreadable("its compression is broken")
    case let error as NIOSSLExtraError: self = .untrusted(error == .failedToValidateHostname ? .hostName : .handshake)
    case NIOSSLError.handshakeFailed(.sslError([.eofDuringHandshake])) where route.proxy != nil: self = .cutShort
    case is NIOSSLError, is BoringSSLError: self = .untrusted(Distrust(error))
    case let error as NIOConnectionError: self = Self.connecting(error).throughProxy(route.proxy)
    case let error as IOError:
      let failure = TransportFailure(error)
      // Only what connects is refused.
      self = failure == .refused ? failure.throughProxy(route.proxy) : failure
    case is SOCKSError.NoValidAuthenticationMethod, is SOCKSError.InvalidAuthenticationSelection:
      self = route.proxy.map { .proxy(address: "\($0)", .rejectedCredentials) } ?? Self.unexplained
    case is SOCKSError.ConnectionFailed, is SOCKSError.InvalidProtocolVersion, is SOCKSError.InvalidReservedByte,
      is SOCKSError.InvalidAddressType:
      self = route.proxy.map { .proxy(address: "\($0)", .noTunnel) } ?? Self.unexplained
    default: self = Self.unexplained
    }
  }

  private init(_ error: HTTPClientError, by route: Route) {
    switch error {
    case .deadlineExceeded, .readTimeout, .writeTimeout, .connectTimeout, .tlsHandshakeTimeout,
      .getConnectionFromPoolTimeout:
      self = .timedOut
    case .remoteConnectionClosed: self = .cutShort
    case .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
      self = route.proxy.map { .proxy(address: "\($0)", .timedOut) } ?? .timedOut
    case .proxyAuthenticationRequired:
      self = route.proxy.map { .proxy(address: "\($0)", .rejectedCredentials) } ?? Self.unexplained
    case .invalidProxyResponse:
      self = route.proxy.map { .proxy(address: "\($0)", .noTunnel) } ?? Self.unexplained
    default: self = .other(error.shortDescription)
    }
  }

  private init(_ error: IOError) {
    self =
      switch error.errnoCode {
      case Errno.refused: .refused
      case Errno.reset, Errno.pipe: .cutShort
      case Errno.timedOut: .timedOut
      default: .other("system error \(error.errnoCode)")
      }
  }

  private static func connecting(_ error: NIOConnectionError) -> TransportFailure {
    if error.connectionErrors.isEmpty { return .unknownHost }
    let failures = error.connectionErrors.map { failure -> TransportFailure in
      (failure.error as? IOError).map { TransportFailure($0) }
        ?? (failure.error is ChannelError ? .timedOut : unexplained)
    }
    return failures.first { $0 != unexplained } ?? unexplained
  }

  /// The failure of a request for which no connection has come about: with a proxy, that is the proxy's part.
  func beforeConnecting(by route: Route) -> TransportFailure {
    // A connection that ends while it is set up has no error of its own in async-http-client.
    [.timedOut, .cutShort, Self.unexplained].contains(self) ? throughProxy(route.proxy) : self
  }

  /// The failure of a connection to a proxy, where there is one: it is the only one that is made.
  private func throughProxy(_ proxy: Proxy?) -> TransportFailure {
    guard let proxy else { return self }
    switch self {
    case .refused: return .proxy(address: "\(proxy)", .refused)
    case .unknownHost: return .proxy(address: "\(proxy)", .unknownHost)
    case .timedOut: return .proxy(address: "\(proxy)", .timedOut)
    default: return .proxy(address: "\(proxy)", .noTunnel)
    }
  }
}

extension Distrust {
  /// What BoringSSL says of a handshake; whatever is wrong with a certificate is a matter of its issuer here.
  fileprivate init(_ error: any Error) {
    // The reasons are told apart by their names alone (BoringSSL, ssl.errordata).
    let text = String(describing: error)
    let reasons: [(String, Distrust)] = [
      ("CERTIFICATE_VERIFY_FAILED", .issuer), ("WRONG_VERSION_NUMBER", .notTLS), ("HTTP_REQUEST", .notTLS),
      ("UNSUPPORTED_PROTOCOL", .oldTLS), ("PROTOCOL_VERSION", .oldTLS),
    ]
    self = reasons.first { text.contains($0.0) }?.1 ?? .handshake
  }
}
