import AsyncHTTPClient
import NIOCore
import Synchronization

/// Knows through which proxies a connection has come about, TLS included.
final class Tunnels: Sendable {
  private let open = Mutex<Set<Route>>([])

  /// Whether a connection has come about, now or earlier; always for ways that are no tunnel.
  func areOpen(by route: Route) -> Bool {
    guard case .tunnel = route else { return true }
    return open.withLock { $0.contains(route) }
  }

  /// Has the connections of a client be told.
  func hear(of route: Route, from configuration: inout HTTPClient.Configuration) {
    guard case .tunnel = route else { return }
    let connected: @Sendable (any Channel) -> EventLoopFuture<Void> = { [self] channel in
      open.withLock { _ = $0.insert(route) }
      return channel.eventLoop.makeSucceededVoidFuture()
    }
    configuration.http1_1ConnectionDebugInitializer = connected
    configuration.http2ConnectionDebugInitializer = connected
  }
}
