import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization

/// A request as a server got it.
package struct RecordedRequest: Sendable {
  package let method: String
  /// What stood in the first line: a path, or a whole address.
  package let target: String
  package let fields: [(name: String, value: String)]

  package subscript(_ name: String) -> String? {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// What a server answers with.
package struct RecordedAnswer: Sendable {
  package var status: Int
  package var fields: [(name: String, value: String)]
  package var body: [UInt8]
  /// Whether the connection ends, before the answer when there is none.
  package var closes = false
  /// How long it takes until the connection ends.
  package var delay = Duration.zero
  /// How long it takes until another byte follows the body, and then another, without an end; nil when the answer ends.
  package var drip: Duration?

  package init(_ status: Int = 200, fields: [(name: String, value: String)] = [], body: [UInt8] = Array("{}".utf8)) {
    self.status = status
    self.fields = fields
    self.body = body
  }

  /// The API's word that there is no such job.
  package static var noJob: RecordedAnswer { RecordedAnswer(404, body: Array(#"{"error": "not found"}"#.utf8)) }

  /// No answer, and the connection stays.
  package static var silence: RecordedAnswer { RecordedAnswer(0) }

  /// No answer, and the end of the connection.
  package static var hangUp: RecordedAnswer {
    var answer = RecordedAnswer(0)
    answer.closes = true
    return answer
  }
}

/// A server on a free port of the loopback interface, which remembers what it was asked.
package final class RecordingServer: Sendable {
  private let recorded = Mutex<[RecordedRequest]>([])
  private let accepted = Atomic(0)
  fileprivate let bound = Atomic(0)
  private let answer: @Sendable (RecordedRequest, _ number: Int) -> RecordedAnswer

  fileprivate init(_ answer: @escaping @Sendable (RecordedRequest, _ number: Int) -> RecordedAnswer) {
    self.answer = answer
  }

  package var requests: [RecordedRequest] { recorded.withLock { $0 } }
  /// How many connections were made.
  package var connections: Int { accepted.load(ordering: .relaxed) }
  package var port: Int { bound.load(ordering: .relaxed) }

  /// Returns when so many requests have come.
  package func waitForRequests(_ count: Int) async throws {
    while requests.count < count { try await Task.sleep(for: .milliseconds(5)) }
  }

  fileprivate func setUp(_ channel: any Channel, _ context: NIOSSLContext?) throws {
    accepted.add(1, ordering: .relaxed)
    let pipeline = channel.pipeline.syncOperations
    if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
    try pipeline.configureHTTPServerPipeline()
    try pipeline.addHandler(RecordingHandler { [self] in record($0) })
  }

  private func record(_ request: RecordedRequest) -> RecordedAnswer {
    let number = recorded.withLock { requests in
      requests.append(request)
      return requests.count
    }
    return answer(request, number)
  }
}

/// Runs `body` beside a server.
///
/// - Parameters:
///   - tls: what it shows; nil for plain http.
///   - knowsOldTLSOnly: whether it knows nothing newer than TLS 1.1.
///   - answer: gives the answer to a request, the first of which has number 1.
package func withServer<R>(
  tls: TestIdentity? = nil, knowsOldTLSOnly: Bool = false,
  answering answer: @escaping @Sendable (RecordedRequest, _ number: Int) -> RecordedAnswer = { _, _ in RecordedAnswer()
  },
  _ body: (RecordingServer) async throws -> R
) async throws -> R {
  let server = RecordingServer(answer)
  let context = try tls?.context(maximum: knowsOldTLSOnly ? .tlsv11 : nil)
  return try await whileListening(setUp: { try server.setUp($0, context) }) { port in
    server.bound.store(port, ordering: .relaxed)
    return try await body(server)
  }
}

private final class RecordingHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let answer: (RecordedRequest) -> RecordedAnswer
  private var head: HTTPRequestHead?

  init(_ answer: @escaping (RecordedRequest) -> RecordedAnswer) {
    self.answer = answer
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body: break
    case .end:
      guard let head else { return }
      let request = RecordedRequest(
        method: head.method.rawValue, target: head.uri, fields: head.headers.map { (name: $0.name, value: $0.value) })
      write(answer(request), context)
    }
  }

  private func write(_ answer: RecordedAnswer, _ context: ChannelHandlerContext) {
    if answer.status > 0 {
      var headers = HTTPHeaders(answer.fields.map { ($0.name, $0.value) })
      if !headers.contains(name: "Content-Length") {
        headers.add(name: "Content-Length", value: String(answer.body.count))
      }
      let status = HTTPResponseStatus(statusCode: answer.status)
      let response = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
      context.write(wrapOutboundOut(.head(response)), promise: nil)
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
      if let drip = answer.drip {
        context.flush()
        self.drip(every: TimeAmount(drip), on: context.channel)
      } else {
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      }
    }
    guard answer.closes else { return }
    let channel = context.channel
    channel.eventLoop.scheduleTask(in: TimeAmount(answer.delay)) { channel.close(promise: nil) }
  }

  private func drip(every delay: TimeAmount, on channel: any Channel) {
    channel.eventLoop.scheduleRepeatedTask(initialDelay: delay, delay: delay) { task in
      guard channel.isActive else { return task.cancel() }
      channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: " "))), promise: nil)
    }
  }
}
