import AsyncHTTPClient
import BlaxelAPI
import NIOCore
import NIOHTTP1

/// The way that a request takes.
enum Route: Hashable, Sendable {
  case direct
  /// Through a proxy that only connects.
  case tunnel(Proxy)
  /// To a proxy that passes the request on.
  case forward(Proxy)

  init(to endpoint: Endpoint, by settings: ProxySettings) throws(TransportFailure) {
    guard let proxy = try settings.proxy(for: endpoint) else {
      self = .direct
      return
    }
    // NIOSSL holds the certificate of a server without a name against the address of the connection, which is the proxy's.
    guard !endpoint.isEncrypted || IPAddress(endpoint.host) == nil || endpoint.isLoopback || endpoint.host == proxy.host
    else { throw .other("the certificate of a numeric address cannot be checked through a proxy; use the host's name") }
    // Proxies often connect to the port of https alone, so that plain requests are given to them instead, as curl does.
    self = endpoint.isEncrypted || proxy.kind == .socks ? .tunnel(proxy) : .forward(proxy)
  }

  var proxy: Proxy? {
    switch self {
    case .direct: nil
    case .tunnel(let proxy), .forward(let proxy): proxy
    }
  }

  /// Has all connections of a client go this way.
  func apply(to configuration: inout HTTPClient.Configuration) {
    switch self {
    case .direct: break
    case .tunnel(let proxy):
      configuration.proxy =
        switch proxy.kind {
        case .http: .server(host: proxy.host, port: proxy.port, authorization: proxy.authorization)
        case .socks: .socksServer(host: proxy.host, port: proxy.port)
        }
    case .forward:
      configuration.http1_1ConnectionDebugInitializer = { channel in
        channel.eventLoop.submit {
          let pipeline = channel.pipeline.syncOperations
          let encoder = try pipeline.handler(type: HTTPRequestEncoder.self)
          try pipeline.addHandler(AbsoluteForm(), position: .after(encoder))
        }
      }
    }
  }

  /// The request as the client sends it this way.
  func request(_ request: HTTPClientRequest, to endpoint: Endpoint, target: String) -> HTTPClientRequest {
    guard case .forward(let proxy) = self else { return request }
    var request = request
    request.url = "http://\(proxy)\(target)"
    request.headers.replaceOrAdd(name: "Host", value: String(endpoint.origin.dropFirst("http://".count)))
    if let authorization = proxy.authorization {
      request.headers.replaceOrAdd(name: "Proxy-Authorization", value: authorization.headerValue)
    }
    return request
  }
}

extension Proxy {
  fileprivate var authorization: HTTPClient.Authorization? {
    login.map { .basic(username: $0.user, password: $0.password) }
  }
}

/// Writes requests with their whole address, as proxies expect those that they are to pass on (RFC 9112 §3.2.2).
private final class AbsoluteForm: ChannelOutboundHandler {
  typealias OutboundIn = HTTPClientRequestPart
  typealias OutboundOut = HTTPClientRequestPart

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .head(var head) = unwrapOutboundIn(data), let host = head.headers.first(name: "Host") else {
      context.write(data, promise: promise)
      return
    }
    head.uri = "http://\(host)\(head.uri)"
    context.write(wrapOutboundOut(.head(head)), promise: promise)
  }
}
