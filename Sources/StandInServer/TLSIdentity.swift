import Crypto
import FoundationEssentials
import NIOSSL
import SwiftASN1
import X509

/// What a server proves itself with over TLS.
package struct TLSIdentity: Sendable {
  /// The certificate of whoever vouches for the server, as PEM: what clients are told to trust. Nil when it is not known.
  package let authorityPEM: String?
  let configuration: TLSConfiguration

  /// A certificate, or a chain from the server's own on, and its private key, as PEM.
  package init(certificatePEM: [UInt8], keyPEM: [UInt8]) throws(StandInFailure) {
    try self.init(certificatePEM: certificatePEM, keyPEM: keyPEM, authorityPEM: nil)
  }

  private init(certificatePEM: [UInt8], keyPEM: [UInt8], authorityPEM: String?) throws(StandInFailure) {
    self.authorityPEM = authorityPEM
    do {
      configuration = .makeServerConfiguration(
        certificateChain: try NIOSSLCertificate.fromPEMBytes(certificatePEM).map { .certificate($0) },
        privateKey: .privateKey(try NIOSSLPrivateKey(bytes: keyPEM, format: .pem)))
    } catch {
      throw StandInFailure(description: "The certificate or its key is not usable PEM")
    }
  }

  /// An identity for `localhost`, `127.0.0.1` and `::1`, and an authority of its own that vouches for it, for a year from
  /// `now` on, in seconds since 1970. The keys are new ones; the authority's is forgotten at once.
  package static func makeForLoopback(now: Int) throws(StandInFailure) -> TLSIdentity {
    do {
      let authorityKey = Certificate.PrivateKey(P256.Signing.PrivateKey())
      let authorityName = try DistinguishedName { CommonName("blaxel-standin authority") }
      let key = P256.Signing.PrivateKey()
      // An hour back, for clocks that are late.
      let start = Date(timeIntervalSince1970: Double(now - 3600))
      func certificate(
        _ subject: DistinguishedName, _ publicKey: Certificate.PublicKey, _ extensions: Certificate.Extensions
      ) throws -> Certificate {
        try Certificate(
          version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey, notValidBefore: start,
          notValidAfter: start.addingTimeInterval(365 * 86_400), issuer: authorityName, subject: subject,
          extensions: extensions, issuerPrivateKey: authorityKey)
      }
      let authority = try certificate(
        authorityName, authorityKey.publicKey,
        Certificate.Extensions {
          Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
          Critical(KeyUsage(keyCertSign: true, cRLSign: true))
        })
      let server = try certificate(
        DistinguishedName { CommonName("localhost") }, Certificate.PublicKey(key.publicKey),
        Certificate.Extensions {
          Critical(BasicConstraints.notCertificateAuthority)
          Critical(KeyUsage(digitalSignature: true))
          try ExtendedKeyUsage([.serverAuth])
          SubjectAlternativeNames([
            .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
            .ipAddress(ASN1OctetString(contentBytes: [UInt8](repeating: 0, count: 15) + [1])),
          ])
        })
      return try TLSIdentity(
        certificatePEM: Array(server.serializeAsPEM().pemString.utf8), keyPEM: Array(key.pemRepresentation.utf8),
        authorityPEM: authority.serializeAsPEM().pemString + "\n")
    } catch let failure as StandInFailure {
      throw failure
    } catch {
      throw StandInFailure(description: "A certificate could not be made: \(error)")
    }
  }
}
