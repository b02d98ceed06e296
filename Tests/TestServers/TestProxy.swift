import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A proxy on a free port of the loopback interface: it connects to any port of this machine, passes plain requests on, and
/// remembers what it was asked.
package final class TestProxy: Sendable {
  private let recorded = Mutex<[RecordedRequest]>([])
  fileprivate let bound = Atomic(0)
  private let login: String?

  fileprivate init(login: String?) {
    self.login = login
  }

  package var requests: [RecordedRequest] { recorded.withLock { $0 } }
  package var port: Int { bound.load(ordering: .relaxed) }

  fileprivate func setUp(_ channel: any Channel) throws {
    let pipeline = channel.pipeline.syncOperations
    try pipeline.addHandler(HTTPResponseEncoder(), name: "encoder")
    try pipeline.addHandler(
      ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes)), name: "decoder")
    try pipeline.addHandler(ProxyHandler { [self] in isAllowed($0) }, name: "proxy")
  }

  private func isAllowed(_ request: RecordedRequest) -> Bool {
    recorded.withLock { $0.append(request) }
    return login == nil || request["Proxy-Authorization"] == login
  }
}

/// Runs `body` beside a proxy.
///
/// - Parameter login: the field Proxy-Authorization that it asks for; nil when it takes everybody.
package func withProxy<R>(login: String? = nil, _ body: (TestProxy) async throws -> R) async throws -> R {
  let proxy = TestProxy(login: login)
  return try await whileListening(setUp: proxy.setUp) { port in
    proxy.bound.store(port, ordering: .relaxed)
    return try await body(proxy)
  }
}

private final class ProxyHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let isAllowed: (RecordedRequest) -> Bool
  private var head: HTTPRequestHead?

  init(_ isAllowed: @escaping (RecordedRequest) -> Bool) {
    self.isAllowed = isAllowed
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body: break
    case .end:
      guard let head else { return }
      let request = RecordedRequest(
        method: head.method.rawValue, target: head.uri, fields: head.headers.map { (name: $0.name, value: $0.value) })
      guard isAllowed(request) else {
        answer(.proxyAuthenticationRequired, context)
        return
      }
      pass(on: head, context)
    }
  }

  /// Connects to the port that the target names, of this machine, and joins both ends; a plain request goes ahead.
  private func pass(on head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    let isTunnel = head.method == .CONNECT
    let authority = isTunnel ? head.uri : String(head.uri.dropFirst("http://".count).prefix { $0 != "/" })
    guard isTunnel || head.uri.hasPrefix("http://"),
      let port = authority.split(separator: ":").last.flatMap({ Int($0) })
    else {
      answer(.badRequest, context)
      return
    }
    let channel = context.channel
    ClientBootstrap(group: context.eventLoop).connect(host: "127.0.0.1", port: port).flatMap { peer in
      channel.eventLoop.submit {
        if isTunnel {
          let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["Content-Length": "0"])
          channel.writeAndFlush(HTTPServerResponsePart.head(head), promise: nil)
        } else {
          var text = "\(head.method.rawValue) \(head.uri.dropFirst("http://".count + authority.count)) HTTP/1.1\r\n"
          for field in head.headers where field.name.lowercased() != "proxy-authorization" {
            text += "\(field.name): \(field.value)\r\n"
          }
          peer.writeAndFlush(ByteBuffer(string: text + "\r\n"), promise: nil)
        }
        try peer.pipeline.syncOperations.addHandler(Joint(to: channel))
        try channel.pipeline.syncOperations.addHandler(Joint(to: peer))
      }
    }.flatMap {
      channel.pipeline.removeHandler(name: "decoder")
    }.flatMap {
      channel.pipeline.removeHandler(name: "encoder")
    }.flatMap {
      channel.pipeline.removeHandler(name: "proxy")
    }.whenFailure { _ in channel.close(promise: nil) }
  }

  private func answer(_ status: HTTPResponseStatus, _ context: ChannelHandlerContext) {
    let head = HTTPResponseHead(version: .http1_1, status: status, headers: ["Content-Length": "0"])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }
}

extension ProxyHandler: RemovableChannelHandler {}

/// Hands all bytes of a connection to another one.
final class Joint: ChannelInboundHandler, Sendable {
  typealias InboundIn = ByteBuffer

  private let peer: any Channel

  init(to peer: any Channel) {
    self.peer = peer
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    peer.writeAndFlush(unwrapInboundIn(data), promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    peer.close(promise: nil)
  }
}
