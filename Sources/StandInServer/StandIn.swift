import Hummingbird
import Logging
import NIOCore

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

  /// Serves on a free loopback port until the task is cancelled.
  fileprivate func runUntilCancelled(onListening: @escaping @Sendable (_ port: Int) async -> Void) async throws {
    try await application(host: "127.0.0.1", port: 0, onListening: onListening).run()
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
/// The server is stopped afterwards, whether `body` returns or throws.
package func withStandIn<Result: Sendable>(
  jobs: JobStore, configuration: StandInConfiguration = StandInConfiguration(),
  _ body: (_ baseURL: String) async throws -> Result
) async throws -> Result {
  let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
  let server = StandIn(jobs: jobs, configuration: configuration)
  return try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask {
      defer { continuation.finish() }
      try await server.runUntilCancelled { continuation.yield($0) }
    }
    var iterator = ports.makeAsyncIterator()
    guard let port = await iterator.next() else {
      try await group.waitForAll()
      throw StandInFailure(description: "The stand-in ended before it listened")
    }
    let result = try await body("http://127.0.0.1:\(port)/v0")
    group.cancelAll()
    return result
  }
}
