import NIOCore
import NIOPosix
import Synchronization

/// A proxy of SOCKS 5 on a free port of the loopback interface, which asks nobody who they are and connects to any port of this
/// machine (RFC 1928).
package final class TestSOCKSProxy: Sendable {
  private let named = Mutex<[String]>([])
  fileprivate let bound = Atomic(0)

  /// The hosts it was asked for, by name.
  package var hosts: [String] { named.withLock { $0 } }
  package var port: Int { bound.load(ordering: .relaxed) }

  fileprivate func setUp(_ channel: any Channel) throws {
    let handler = SOCKSHandler { [self] host in named.withLock { $0.append(host) } }
    try channel.pipeline.syncOperations.addHandler(handler, name: "socks")
  }
}

/// Runs `body` beside a proxy of SOCKS 5.
package func withSOCKSProxy<R>(_ body: (TestSOCKSProxy) async throws -> R) async throws -> R {
  let proxy = TestSOCKSProxy()
  return try await whileListening(setUp: proxy.setUp) { port in
    proxy.bound.store(port, ordering: .relaxed)
    return try await body(proxy)
  }
}

/// Takes each message for one read, which they are on the loopback interface.
private final class SOCKSHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let note: (String) -> Void
  private var isGreeted = false

  init(_ note: @escaping (String) -> Void) {
    self.note = note
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = Array(unwrapInboundIn(data).readableBytesView)
    guard isGreeted else {
      isGreeted = true
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: [5, 0])), promise: nil)
      return
    }
    // Version, CONNECT, nothing, the kind of address (3 is a name behind its length), address, port.
    guard bytes.count > 7, bytes[3] == 3 else {
      context.close(promise: nil)
      return
    }
    note(String(decoding: bytes[5..<(bytes.count - 2)], as: UTF8.self))
    let port = Int(bytes[bytes.count - 2]) << 8 | Int(bytes[bytes.count - 1])
    let channel = context.channel
    ClientBootstrap(group: context.eventLoop).connect(host: "127.0.0.1", port: port).flatMap { peer in
      channel.eventLoop.submit {
        try peer.pipeline.syncOperations.addHandler(Joint(to: channel))
        try channel.pipeline.syncOperations.addHandler(Joint(to: peer))
      }
    }.flatMap {
      channel.pipeline.removeHandler(name: "socks")
    }.whenComplete { result in
      guard case .success = result else {
        channel.close(promise: nil)
        return
      }
      channel.writeAndFlush(ByteBuffer(bytes: [5, 0, 0, 1, 0, 0, 0, 0, 0, 0]), promise: nil)
    }
  }
}
