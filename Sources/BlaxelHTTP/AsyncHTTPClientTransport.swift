import AsyncHTTPClient
package import BlaxelAPI
package import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL
import Synchronization

/// The network, through async-http-client. Must be shut down after use.
package final class AsyncHTTPClientTransport: HTTPTransport {
  /// Far above what a page of 200 jobs takes, in bytes.
  private static let largestBody = 64 << 20
  /// What room is made at once for a body that is announced, in bytes: more is only taken for what comes.
  private static let usualBody = 1 << 20
  /// How much larger than its compressed form a body may be. DEFLATE itself reaches 1,032; lists of jobs stay below 100.
  private static let largestRatio = 300

  private let userAgent: String
  private let options: TransportOptions
  private let clients = Mutex<[Route: HTTPClient]>([:])
  /// Whether a server has answered, so that later requests may go over the same connection.
  private let hasAnswered = Atomic(false)
  private let tunnels = Tunnels()

  /// - Parameter userAgent: how requests introduce the program, such as `jobdrift/1.0`.
  package init(userAgent: String, options: TransportOptions) {
    self.userAgent = userAgent
    self.options = options
  }

  /// Ends all connections.
  package func shutdown() async {
    let clients = clients.withLock { clients in
      defer { clients = [:] }
      return clients.values
    }
    // A client that did not shut down cleanly has nothing left that matters.
    for client in clients { try? await client.shutdown() }
  }

  package func send(
    _ request: HTTPRequest, body: [UInt8], within limit: Duration
  ) async throws(TransportFailure) -> HTTPAnswer {
    let endpoint = try Self.endpoint(of: request)
    let route = try Route(to: endpoint, by: options.proxies)
    let outgoing = route.request(
      outgoing(request, body: body, to: endpoint), to: endpoint, target: request.path ?? "/")
    do {
      return try await Self.within(limit) { () async throws(TransportFailure) in
        do throws(TransportFailure) {
          return try await self.answer(to: outgoing, by: route, within: limit)
        } catch .untrusted(.issuer) {
          throw .untrusted(await self.distrust(of: endpoint, by: route))
        }
      }
    } catch {
      throw tunnels.areOpen(by: route) ? error : error.beforeConnecting(by: route)
    }
  }

  /// What comes of `exchange`, which is cancelled when it takes longer than `limit`: the client's own limit ends with the
  /// header, and begins anew for a second attempt.
  private static func within(
    _ limit: Duration, _ exchange: @escaping @Sendable () async throws(TransportFailure) -> HTTPAnswer
  ) async throws(TransportFailure) -> HTTPAnswer {
    let outcome = await withTaskGroup(of: Result<HTTPAnswer, TransportFailure>?.self) { group in
      group.addTask {
        do throws(TransportFailure) { return .success(try await exchange()) } catch { return .failure(error) }
      }
      group.addTask {
        // The exchange says how a run that is given up ends.
        do { try await Task.sleep(for: limit) } catch { return nil }
        return .failure(.timedOut)
      }
      defer { group.cancelAll() }
      return await group.first { $0 != nil } ?? nil
    }
    return try (outcome ?? .failure(.timedOut)).get()
  }

  private func answer(
    to request: HTTPClientRequest, by route: Route, within limit: Duration
  ) async throws(TransportFailure) -> HTTPAnswer {
    let isPooled = hasAnswered.load(ordering: .relaxed)
    var response = await start(request, by: route, within: limit)
    // A server may close a connection at any time that it has kept open (RFC 9112 §9.3.1, §9.6).
    if case .failure(.cutShort) = response, isPooled, request.method == .GET {
      response = await start(request, by: route, within: limit)
    }
    return try await answer(try response.get(), by: route)
  }

  private static func endpoint(of request: HTTPRequest) throws(TransportFailure) -> Endpoint {
    do throws(InvalidEndpoint) {
      return try Endpoint(
        parsing: "\(request.scheme ?? "https")://\(request.authority ?? "")", allowsOpenHTTP: true)
    } catch {
      throw .other(error.reason)
    }
  }

  private func outgoing(_ request: HTTPRequest, body: [UInt8], to endpoint: Endpoint) -> HTTPClientRequest {
    var outgoing = HTTPClientRequest(url: endpoint.origin + (request.path ?? "/"))
    outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
    for field in request.headerFields { outgoing.headers.add(name: field.name.rawName, value: field.value) }
    outgoing.headers.replaceOrAdd(name: "User-Agent", value: userAgent)
    outgoing.headers.replaceOrAdd(name: "Accept-Encoding", value: "gzip")
    if !body.isEmpty { outgoing.body = .bytes(ByteBuffer(bytes: body)) }
    return outgoing
  }

  /// Sends a request, and gives the answer as soon as its header has come.
  private func start(
    _ request: HTTPClientRequest, by route: Route, within limit: Duration
  ) async -> Result<HTTPClientResponse, TransportFailure> {
    do {
      let response = try await client(for: route).execute(request, timeout: TimeAmount(limit), logger: options.logger)
      hasAnswered.store(true, ordering: .relaxed)
      return .success(response)
    } catch {
      return .failure(TransportFailure(error, by: route))
    }
  }

  private func answer(_ response: HTTPClientResponse, by route: Route) async throws(TransportFailure) -> HTTPAnswer {
    if case .forward(let proxy) = route, response.status == .proxyAuthenticationRequired {
      throw .proxy(address: "\(proxy)", .rejectedCredentials)
    }
    let length = response.headers.first(name: "Content-Length").flatMap { Int($0) }
    guard length ?? 0 <= Self.largestBody else { throw .tooLarge }
    do {
      let body = try await bytes(of: response.body, expecting: length ?? 0)
      var fields = HTTPFields()
      for (name, value) in response.headers {
        if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
      }
      let status = HTTPResponse.Status(code: Int(response.status.code), reasonPhrase: "")
      return HTTPAnswer(response: HTTPResponse(status: status, headerFields: fields), body: body)
    } catch {
      throw TransportFailure(error, by: route)
    }
  }

  /// All of a body, each part of which is put in its place while the next one is on its way.
  private func bytes(of body: HTTPClientResponse.Body, expecting length: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(length, Self.usualBody))
    for try await part in body {
      guard part.readableBytes <= Self.largestBody - bytes.count else {
        throw NIOTooManyBytesError(maxBytes: Self.largestBody)
      }
      bytes += part.readableBytesView
    }
    return bytes
  }

  private func client(for route: Route) -> HTTPClient {
    clients.withLock { clients in
      if let client = clients[route] { return client }
      let client = HTTPClient(
        eventLoopGroupProvider: .singleton, configuration: configuration(for: route),
        backgroundActivityLogger: options.logger)
      clients[route] = client
      return client
    }
  }

  private func configuration(for route: Route) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration()
    // The key goes to the configured origin and nowhere else.
    configuration.redirectConfiguration = .disallow
    configuration.timeout = .init(connect: TimeAmount(options.connectLimit))
    // The size is limited where the body is collected.
    configuration.decompression = .enabled(limit: .ratio(Self.largestRatio))
    configuration.connectionPool.retryConnectionEstablishment = false
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    tls.trustRoots = options.roots.roots
    configuration.tlsConfiguration = tls
    route.apply(to: &configuration)
    tunnels.hear(of: route, from: &configuration)
    return configuration
  }

  /// Why a certificate that cannot be verified cannot.
  private func distrust(of endpoint: Endpoint, by route: Route) async -> Distrust {
    let probe = CertificateProbe(route: route, limit: options.connectLimit)
    guard let validity = await probe.validity(at: endpoint.origin) else { return .issuer }
    let now = options.now()
    return now > validity.end ? .expired : now < validity.start ? .notYetValid : .issuer
  }
}
