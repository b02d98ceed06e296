import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Puts what the API answers on the wire.
struct StandInResponder: HTTPResponder {
  typealias Context = BasicRequestContext

  let api: StandInAPI
  let isSecure: Bool

  func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
    var (request, head) = (request, request.head)
    head.scheme = isSecure ? "https" : "http"
    var body: [UInt8] = []
    if head.method != .get {
      for try await chunk in request.body where body.count <= StandInAPI.largestBody { body += chunk.readableBytesView }
      // Who watches for the client's leaving below must not look for the end of the body a second time.
      request.body = RequestBody(buffer: ByteBuffer(bytes: body))
    }
    // A server that is told to end waits for nothing.
    let answer = await cancelWhenGracefulShutdown { [head, body] in await api.answer(to: head, body: body) }
    switch answer.delivery {
    case .whole: return Response(answer, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    case .cut: return Response(answer, body: .half(of: answer.body) {})
    case .stalled: return Response(answer, body: .half(of: answer.body) { [request] in await request.clientLeaves() })
    case .never:
      await request.clientLeaves()
      return Response(status: .serviceUnavailable, body: .half(of: []) {})
    }
  }
}

extension Request {
  /// Waits until the client goes away, or the server is told to end.
  fileprivate func clientLeaves() async {
    let neverEnding = AsyncStream<Void> { _ in }
    try? await cancelWhenGracefulShutdown {
      try await body.consumeWithCancellationOnInboundClose { _ in for await _ in neverEnding {} }
    }
  }
}

extension Response {
  fileprivate init(_ answer: StandInAnswer, body: ResponseBody) {
    self.init(status: HTTPResponse.Status(code: answer.status), headers: answer.fields, body: body)
  }
}

extension ResponseBody {
  /// Announces all bytes, sends half of them, waits, and ends the connection.
  fileprivate static func half(of bytes: [UInt8], wait: @escaping @Sendable () async -> Void) -> ResponseBody {
    ResponseBody(contentLength: max(1, bytes.count)) { writer in
      try await writer.write(ByteBuffer(bytes: bytes.prefix(bytes.count / 2)))
      await wait()
      throw ConnectionCut()
    }
  }
}

/// Ends a connection in the middle of a body.
private struct ConnectionCut: Error {}
