package import BlaxelAPI
import NIOSSL

/// The authorities whose word for a server is taken.
package struct TrustedRoots: Sendable {
  /// Far above what bundles of all public authorities take, in bytes.
  package static let limit = 1 << 20

  let roots: NIOSSLTrustRoots

  /// Those of the system.
  package static let system = TrustedRoots(roots: .default)

  private init(roots: NIOSSLTrustRoots) {
    self.roots = roots
  }

  /// Those whose certificates stand in a PEM text (RFC 7468), and no others.
  ///
  /// - Parameter setting: the flag or variable that named the text.
  package init(pem: [UInt8], from setting: String) throws(TransportFailure) {
    let certificates: [NIOSSLCertificate]
    do {
      certificates = try NIOSSLCertificate.fromPEMBytes(pem)
    } catch {
      throw .unusableSetting(setting, reason: "it holds no certificate in PEM, or a broken one")
    }
    guard !certificates.isEmpty else { throw .unusableSetting(setting, reason: "it holds no certificate in PEM") }
    roots = .certificates(certificates)
  }
}
