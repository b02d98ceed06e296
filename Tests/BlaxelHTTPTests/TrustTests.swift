import BlaxelAPI
import BlaxelHTTP
import TestServers
import Testing

/// Servers with certificates, and whether they are believed.
@Suite(.serialized) struct TrustTests {
  private static func roots(_ authority: TestAuthority) throws -> TrustedRoots {
    try TrustedRoots(pem: Array(authority.pem.utf8), from: "--ca-file")
  }

  /// What comes of asking a server that shows `identity`, by the name `host`.
  private static func failure(
    _ identity: TestIdentity?, host: String = "localhost", trusting roots: TrustedRoots = .system
  ) async throws -> (failure: TransportFailure?, requests: Int) {
    try await withServer(tls: identity) { server in
      let failure = await Sending.failure(from: "https://\(host):\(server.port)/v0") { options in
        options.roots = roots
      }
      return (failure, server.requests.count)
    }
  }

  @Test(arguments: ["localhost", "127.0.0.1"])
  func `A private authority is believed when it was named`(host: String) async throws {
    let authority = try TestAuthority()
    let outcome = try await Self.failure(try authority.identity(), host: host, trusting: try Self.roots(authority))
    #expect(outcome == (nil, 1))
  }

  @Test func `A private authority that was not named is not believed, and gets no request`() async throws {
    let outcome = try await Self.failure(try TestAuthority().identity())
    #expect(outcome == (.untrusted(.issuer), 0))
  }

  @Test func `Another authority of the same name is not believed`() async throws {
    let outcome = try await Self.failure(
      try TestAuthority().identity(), trusting: try Self.roots(try TestAuthority()))
    #expect(outcome == (.untrusted(.issuer), 0))
  }

  @Test func `A certificate for another host is not believed`() async throws {
    let authority = try TestAuthority()
    let outcome = try await Self.failure(
      try authority.identity(host: "api.example.com"), trusting: try Self.roots(authority))
    #expect(outcome == (.untrusted(.hostName), 0))
  }

  @Test func `A certificate is not believed after its time and before it`() async throws {
    let authority = try TestAuthority()
    let expired = try authority.identity(from: -7200, to: -3600)
    #expect(try await Self.failure(expired, trusting: try Self.roots(authority)) == (.untrusted(.expired), 0))
    let future = try authority.identity(from: 3600, to: 7200)
    #expect(try await Self.failure(future, trusting: try Self.roots(authority)) == (.untrusted(.notYetValid), 0))
  }

  @Test func `A server without TLS is told from one with a bad certificate`() async throws {
    #expect(try await Self.failure(nil).failure == .untrusted(.notTLS))
  }

  @Test func `A server that knows only old TLS is not believed`() async throws {
    let authority = try TestAuthority()
    let failure = try await withServer(tls: try authority.identity(), knowsOldTLSOnly: true) { server in
      await Sending.failure(from: "https://localhost:\(server.port)/v0") { options in
        if let roots = try? Self.roots(authority) { options.roots = roots }
      }
    }
    #expect(failure == .untrusted(.oldTLS))
  }

  @Test(arguments: ["", "not a certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
  func `A file without certificates is an error before any request`(text: String) throws {
    let error = #expect(throws: TransportFailure.self) { try TrustedRoots(pem: Array(text.utf8), from: "--ca-file") }
    guard case .unusableSetting("--ca-file", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
