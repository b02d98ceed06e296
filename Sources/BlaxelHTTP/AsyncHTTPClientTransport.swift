import AsyncHTTPClient
package import BlaxelAPI
package import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL

/// The network, through async-http-client. Must be shut down after use.
package struct AsyncHTTPClientTransport: HTTPTransport {
  /// Far above what a page of 200 jobs takes.
  private static let largestBody = 64 << 20

  private let client: HTTPClient
  private let userAgent: String

  /// - Parameter userAgent: how requests introduce the program, such as `jobdrift/1.0`.
  package init(userAgent: String) {
    self.userAgent = userAgent
    var configuration = HTTPClient.Configuration()
    // The key goes to the configured origin and nowhere else.
    configuration.redirectConfiguration = .disallow
    configuration.timeout = .init(connect: .seconds(10), read: .seconds(30))
    configuration.decompression = .enabled(limit: .size(Self.largestBody))
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// Ends all connections.
  package func shutdown() async {
    // A client that did not shut down cleanly has nothing left that matters.
    try? await client.shutdown()
  }

  package func send(
    _ request: HTTPRequest, body: [UInt8], within limit: Duration
  ) async throws(TransportFailure) -> HTTPAnswer {
    var outgoing = HTTPClientRequest(
      url: "\(request.scheme ?? "https")://\(request.authority ?? "")\(request.path ?? "/")")
    outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
    for field in request.headerFields { outgoing.headers.add(name: field.name.rawName, value: field.value) }
    outgoing.headers.replaceOrAdd(name: "User-Agent", value: userAgent)
    if !body.isEmpty { outgoing.body = .bytes(ByteBuffer(bytes: body)) }
    do {
      let response = try await client.execute(outgoing, timeout: TimeAmount(limit))
      let content = try await response.body.collect(upTo: Self.largestBody)
      var fields = HTTPFields()
      for (name, value) in response.headers {
        if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
      }
      let status = HTTPResponse.Status(code: Int(response.status.code), reasonPhrase: "")
      return HTTPAnswer(
        response: HTTPResponse(status: status, headerFields: fields), body: Array(content.readableBytesView))
    } catch {
      throw Self.failure(error)
    }
  }

  private static func failure(_ error: any Error) -> TransportFailure {
    switch error {
    case let error as HTTPClientError:
      switch error {
      case .deadlineExceeded, .readTimeout, .writeTimeout, .connectTimeout, .tlsHandshakeTimeout,
        .getConnectionFromPoolTimeout:
        .timedOut
      case .remoteConnectionClosed: .cutShort
      default: .other(error.shortDescription)
      }
    case is HTTPParserError: .cutShort
    case is NIOTooManyBytesError: .tooLarge
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: .untrusted
    case let error as NIOConnectionError: failure(connecting: error)
    case let error as IOError: failure(error)
    default: .other("the connection failed")
    }
  }

  private static func failure(connecting error: NIOConnectionError) -> TransportFailure {
    if error.connectionErrors.isEmpty { return .unknownHost }
    let failures = error.connectionErrors.map { failure($0.error) }
    return failures.first { $0 != .other("the connection failed") } ?? .other("the connection failed")
  }

  private static func failure(_ error: IOError) -> TransportFailure {
    switch error.errnoCode {
    case Errno.refused: .refused
    case Errno.reset, Errno.pipe: .cutShort
    case Errno.timedOut: .timedOut
    default: .other("system error \(error.errnoCode)")
    }
  }
}
