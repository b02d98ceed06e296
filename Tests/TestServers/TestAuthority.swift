import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// An authority that nobody trusts unless told, and the certificates it signs.
package struct TestAuthority {
  private let key = P256.Signing.PrivateKey()
  private let name: DistinguishedName
  private let certificate: Certificate

  package init(name: String = "A private authority") throws {
    self.name = try DistinguishedName { CommonName(name) }
    certificate = try Certificate(
      version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: Date() - 86_400,
      notValidAfter: Date() + 86_400, issuer: self.name, subject: self.name, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        Critical(KeyUsage(keyCertSign: true))
      }, issuerPrivateKey: .init(key))
  }

  /// Its own certificate, in PEM.
  package var pem: String {
    get throws { try certificate.serializeAsPEM().pemString }
  }

  /// What a server of `host`, and of this machine where that is none, shows: valid from `start` to `end`, in seconds from now.
  package func identity(host: String = "localhost", from start: Double = -3600, to end: Double = 3600) throws
    -> TestIdentity
  {
    let key = P256.Signing.PrivateKey()
    let names: [GeneralName] =
      [.dnsName(host)] + (host == "localhost" ? [.ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))] : [])
    let leaf = try Certificate(
      version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: Date() + start,
      notValidAfter: Date() + end, issuer: name, subject: try DistinguishedName { CommonName(host) },
      signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions { SubjectAlternativeNames(names) }, issuerPrivateKey: .init(self.key))
    return TestIdentity(
      certificate: try NIOSSLCertificate(bytes: Array(try leaf.serializeAsPEM().pemString.utf8), format: .pem),
      key: try NIOSSLPrivateKey(bytes: Array(key.pemRepresentation.utf8), format: .pem))
  }
}

/// A certificate with its key.
package struct TestIdentity: Sendable {
  let certificate: NIOSSLCertificate
  let key: NIOSSLPrivateKey

  func context(maximum: TLSVersion? = nil) throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv1
    configuration.maximumTLSVersion = maximum
    return try NIOSSLContext(configuration: configuration)
  }
}
