import AsyncHTTPClient
import NIOCore
import NIOSSL
import Synchronization

/// Looks at the certificate that a server shows, sending nothing and trusting nothing: BoringSSL's word for one that cannot be
/// verified does not say why.
struct CertificateProbe {
  /// When the certificate begins and ends to be valid, in seconds since 1970.
  struct Validity: Sendable {
    let start: Int
    let end: Int
  }

  private struct Seen: Error {}

  let route: Route
  let limit: Duration

  /// The validity of the certificate of an https server; nil when it shows none.
  func validity(at origin: String) async -> Validity? {
    let found = Found()
    var configuration = HTTPClient.Configuration()
    // Nothing is ever sent over this connection: it ends as soon as it is there.
    configuration.tlsConfiguration = .makeClientConfiguration()
    configuration.tlsConfiguration?.certificateVerification = .none
    configuration.httpVersion = .http1Only
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.timeout = .init(connect: TimeAmount(limit))
    route.apply(to: &configuration)
    configuration.http1_1ConnectionDebugInitializer = { channel in
      channel.eventLoop.flatSubmit {
        let handler = try? channel.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self)
        if let certificate = handler?.peerCertificate {
          let validity = Validity(start: Int(certificate.notValidBefore), end: Int(certificate.notValidAfter))
          found.value.withLock { $0 = validity }
        }
        return channel.close().flatMapThrowing { throw Seen() }
      }
    }
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    _ = try? await client.execute(HTTPClientRequest(url: origin + "/"), timeout: TimeAmount(limit))
    try? await client.shutdown()
    return found.value.withLock { $0 }
  }

  private final class Found: Sendable {
    let value = Mutex<Validity?>(nil)
  }
}
