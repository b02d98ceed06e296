import NIOCore
import NIOPosix

/// Runs `body` while a free port of the loopback interface is listened on.
///
/// - Parameter setUp: gets each connection that is made, on its event loop, before anything is read of it.
func whileListening<R>(
  setUp: @escaping @Sendable (any Channel) throws -> Void, _ body: (_ port: Int) async throws -> R
) async throws -> R {
  let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
    .childChannelInitializer { channel in channel.eventLoop.makeCompletedFuture { try setUp(channel) } }
    .bind(host: "127.0.0.1", port: 0).get()
  do {
    let result = try await body(listener.localAddress?.port ?? 0)
    try? await listener.close()
    return result
  } catch {
    try? await listener.close()
    throw error
  }
}
