package import Logging

/// How the network is reached.
package struct TransportOptions: Sendable {
  package var proxies = ProxySettings()
  package var roots = TrustedRoots.system
  /// How long it may take to connect, TLS and proxy included.
  package var connectLimit = Duration.seconds(10)
  /// Hears of each step of async-http-client, of no header field that is sent.
  package var logger = Logger(label: "jobdrift.http") { _ in SwiftLogNoOpLogHandler() }
  /// The time, in seconds since 1970, by which an expired certificate is told from others that are not trusted.
  package var now: @Sendable () -> Int

  package init(now: @escaping @Sendable () -> Int) {
    self.now = now
  }
}
