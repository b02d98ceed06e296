import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOSSL
import Testing

@testable import StandInServer

@Suite("A stand-in over TLS", .serialized)
struct TLSTests {
  private static let now = StandInConfiguration().now()

  /// Asks for the jobs at `url`, trusting `authority` and nobody else.
  private func reply(_ url: String, trusting authority: String) async throws -> Reply {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.utf8)))
    var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
    // The client would try again until the time is up.
    configuration.connectionPool.retryConnectionEstablishment = false
    return try await withHTTP(configuration) { http in
      try await Client(http: http, baseURL: url).get("/jobs")
    }
  }

  @Test func `Clients that trust the authority are answered, by address and by name`() async throws {
    let identity = try TLSIdentity.makeForLoopback(now: Self.now)
    let authority = try #require(identity.authorityPEM)
    let api = StandInAPI(jobs: try JobStore(jobs: manyJobs(3)))
    try await withStandIn(api, identity: identity) { url in
      #expect(url.hasPrefix("https://127.0.0.1:"))
      let byAddress = try await reply(url, trusting: authority)
      #expect(try byAddress.names.count == 3)
      let byName = try await reply(url.replacing("127.0.0.1", with: "localhost"), trusting: authority)
      #expect(byName.status == 200)
    }
    #expect(api.requests.allSatisfy { $0.request.scheme == "https" })
  }

  @Test func `Clients that trust somebody else are not`() async throws {
    let identity = try TLSIdentity.makeForLoopback(now: Self.now)
    let other = try #require(TLSIdentity.makeForLoopback(now: Self.now).authorityPEM)
    let api = StandInAPI(jobs: try JobStore(jobs: []))
    try await withStandIn(api, identity: identity) { url -> Void in
      await #expect(throws: (any Error).self) { try await reply(url, trusting: other) }
    }
    #expect(api.requests.isEmpty)
  }

  @Test func `A certificate that has ended is not trusted`() async throws {
    let identity = try TLSIdentity.makeForLoopback(now: Self.now - 400 * 86_400)
    let authority = try #require(identity.authorityPEM)
    try await withStandIn(StandInAPI(jobs: try JobStore(jobs: [])), identity: identity) { url -> Void in
      await #expect(throws: (any Error).self) { try await reply(url, trusting: authority) }
    }
  }

  @Test(arguments: ["", "no PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
  func `What is no certificate is refused`(text: String) {
    #expect(throws: StandInFailure.self) {
      try TLSIdentity(certificatePEM: Array(text.utf8), keyPEM: Array(text.utf8))
    }
  }
}
