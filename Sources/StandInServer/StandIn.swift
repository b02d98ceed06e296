import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import ServiceLifecycle

/// A local Blaxel jobs API over HTTP, or over HTTPS with an identity.
package struct StandIn: Sendable {
  private let api: StandInAPI
  private let identity: TLSIdentity?

  package init(_ api: StandInAPI, identity: TLSIdentity? = nil) {
    self.api = api
    self.identity = identity
  }

  /// Serves until the process is told to end by SIGINT or SIGTERM.
  ///
  /// Port 0 takes any free one; `onListening` gets the one that is listened on, and the time to say so.
  package func run(
    host: String, port: Int, onListening: @escaping @Sendable (_ port: Int) async -> Void
  ) async throws(StandInFailure) {
    do {
      try await application(host: host, port: port, onListening: onListening).runService()
    } catch {
      throw StandInFailure(description: "Cannot serve on \(host):\(port): \(error)")
    }
  }

  /// A server of a free loopback port, to be run and told to end.
  fileprivate func service(onListening: @escaping @Sendable (_ port: Int) async -> Void) throws -> ServiceGroup {
    let application = try application(host: "127.0.0.1", port: 0, onListening: onListening)
    return ServiceGroup(services: [application], logger: application.logger)
  }

  private func application(
    host: String, port: Int, onListening: @escaping @Sendable (_ port: Int) async -> Void
  ) throws -> some ApplicationProtocol {
    let server: HTTPServerBuilder =
      if let identity { try .tls(tlsConfiguration: identity.configuration) } else { .http1() }
    return Application(
      responder: StandInResponder(api: api, isSecure: identity != nil), server: server,
      configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
      onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
      logger: Logger(label: "blaxel-standin") { _ in SwiftLogNoOpLogHandler() })
  }
}

/// Why a stand-in could not serve, in one line.
package struct StandInFailure: Error, Sendable, CustomStringConvertible {
  package let description: String
}

/// Runs `body` beside a stand-in on a free loopback port; `baseURL` ends in `/v0`.
package func withStandIn<Result: Sendable>(
  jobs: JobStore, configuration: StandInConfiguration = StandInConfiguration(),
  _ body: (_ baseURL: String) async throws -> Result
) async throws -> Result {
  try await withStandIn(StandInAPI(jobs: jobs, configuration: configuration), body)
}

/// Runs `body` beside a server of `api` on a free loopback port; `baseURL` ends in `/v0`, and begins with `https` when there is
/// an identity.
///
/// The server is stopped afterwards, whether `body` returns or throws: told to end rather than cancelled, since a
/// cancelled server drops connections it has accepted but not served, which NIO takes for a bug and ends the process.
package func withStandIn<Result: Sendable>(
  _ api: StandInAPI, identity: TLSIdentity? = nil, _ body: (_ baseURL: String) async throws -> Result
) async throws -> Result {
  let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
  let service = try StandIn(api, identity: identity).service { continuation.yield($0) }
  async let ending: Void = {
    defer { continuation.finish() }
    try await service.run()
  }()
  var iterator = ports.makeAsyncIterator()
  guard let port = await iterator.next() else {
    try await ending
    throw StandInFailure(description: "The stand-in ended before it listened")
  }
  let result: Swift.Result<Result, any Error>
  do {
    let scheme = identity == nil ? "http" : "https"
    result = .success(try await body("\(scheme)://127.0.0.1:\(port)/v0"))
  } catch {
    result = .failure(error)
  }
  await service.triggerGracefulShutdown()
  try await ending
  return try result.get()
}
