import ConfigValue
import Foundation
import HTTPTypes
import StandInServer
import TestSupport
import Testing

/// Plans with client credentials, which are changed for tokens.
@Suite(.serialized) struct OAuthTests {
  private static let secret = "s3cret-of-the-client/that+must-not-appear"

  private static func api(faults: [String] = []) throws -> StandInAPI {
    var configuration = StandInConfiguration(faults: try faults.map { try Fault(parsing: $0) })
    configuration.client = ClientIdentity(id: "client-1", secret: secret)
    return StandInAPI(
      jobs: try JobStore.load(directory: Program.repository.appending(path: "examples/live").path),
      configuration: configuration)
  }

  private static func plan(_ credentials: String, at url: String) async throws -> Program.Outcome {
    try await Program.run(
      ["plan", "examples/jobs", "-w", "acme", "--api-url", url, "--log-level", "trace", "-o", "json"],
      environment: ["BL_CLIENT_CREDENTIALS": credentials])
  }

  /// Nothing that opens the API stands in what the program says.
  private static func expectNoSecrets(in outcome: Program.Outcome, after api: StandInAPI) {
    let pair = Data("client-1:\(secret)".utf8).base64EncodedString()
    let sent = api.requests.compactMap { $0.header("X-Blaxel-Authorization") ?? $0.header("Authorization") }
      .flatMap { $0.split(separator: " ").dropFirst().map(String.init) }
    for text in [secret, pair, Data(secret.utf8).base64EncodedString()] + sent {
      #expect(!outcome.output.contains(text))
      #expect(!outcome.errors.contains(text))
    }
  }

  @Test(arguments: [false, true])
  func `A token is fetched once, and opens everything`(isEncoded: Bool) async throws {
    let api = try Self.api()
    let pair = "client-1:\(Self.secret)"
    let outcome = try await withStandIn(api) { url in
      try await Self.plan(isEncoded ? Data(pair.utf8).base64EncodedString() : pair, at: url)
    }
    #expect(outcome.status == 2, "\(outcome.errors)")
    #expect(api.requests.count { $0.request.method == .post } == 1)
    #expect(api.requests.dropFirst().allSatisfy { $0.request.method == .get && $0.answer.status != 401 })
    Self.expectNoSecrets(in: outcome, after: api)
  }

  @Test func `A token that has ended is replaced while the jobs are read`() async throws {
    let api = try Self.api(faults: ["page=1:401:times=1"])
    let outcome = try await withStandIn(api) { try await Self.plan("client-1:\(Self.secret)", at: $0) }
    #expect(outcome.status == 2, "\(outcome.errors)")
    #expect(api.requests.count { $0.request.method == .post } == 2)
    Self.expectNoSecrets(in: outcome, after: api)
  }

  @Test(arguments: [("client-1:wrong", [], 1), (nil, ["token:500"], 1), (nil, ["token:html"], 1)])
  func `What gets no token says so, and not what it was asked with`(
    credentials: String?, faults: [String], status: Int32
  ) async throws {
    let api = try Self.api(faults: faults)
    let outcome = try await withStandIn(api) { try await Self.plan(credentials ?? "client-1:\(Self.secret)", at: $0) }
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(api.requests.allSatisfy { $0.request.method == .post })
    #expect(credentials == nil || outcome.errors.contains("BL_CLIENT_CREDENTIALS"))
    Self.expectNoSecrets(in: outcome, after: api)
  }
}
