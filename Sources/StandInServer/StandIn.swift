import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// A local Blaxel jobs API over HTTP.
package struct StandIn: Sendable {
  private let store: JobStore
  private let configuration: StandInConfiguration

  package init(jobs: JobStore, configuration: StandInConfiguration = StandInConfiguration()) {
    store = jobs
    self.configuration = configuration
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
  fileprivate func service(onListening: @escaping @Sendable (_ port: Int) async -> Void) -> ServiceGroup {
    let application = application(host: "127.0.0.1", port: 0, onListening: onListening)
    return ServiceGroup(services: [application], logger: application.logger)
  }

  private func application(
    host: String, port: Int, onListening: @escaping @Sendable (_ port: Int) async -> Void
  ) -> some ApplicationProtocol {
    Application(
      responder: JobsEndpoint(store: store, configuration: configuration),
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
///
/// The server is stopped afterwards, whether `body` returns or throws: told to end rather than cancelled, since a
/// cancelled server drops connections it has accepted but not served, which NIO takes for a bug and ends the process.
package func withStandIn<Result: Sendable>(
  jobs: JobStore, configuration: StandInConfiguration = StandInConfiguration(),
  _ body: (_ baseURL: String) async throws -> Result
) async throws -> Result {
  let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
  let service = StandIn(jobs: jobs, configuration: configuration).service { continuation.yield($0) }
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
    result = .success(try await body("http://127.0.0.1:\(port)/v0"))
  } catch {
    result = .failure(error)
  }
  await service.triggerGracefulShutdown()
  try await ending
  return try result.get()
}
