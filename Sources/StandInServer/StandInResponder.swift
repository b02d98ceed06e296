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
    guard answer.delivery != .never else {
      let neverEnding = AsyncStream<Void> { _ in }
      try? await cancelWhenGracefulShutdown { [request] in
        try await request.body.consumeWithCancellationOnInboundClose { _ in for await _ in neverEnding {} }
      }
      return Response(status: .serviceUnavailable, body: .cut(after: []))
    }
    return Response(answer)
  }
}

extension Response {
  fileprivate init(_ answer: StandInAnswer) {
    self.init(
      status: HTTPResponse.Status(code: answer.status), headers: answer.fields,
      body: answer.isCut ? .cut(after: answer.body) : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
  }
}

extension ResponseBody {
  /// Announces all bytes, sends half of them, and ends the connection.
  fileprivate static func cut(after bytes: [UInt8]) -> ResponseBody {
    ResponseBody(contentLength: max(1, bytes.count)) { writer in
      try await writer.write(ByteBuffer(bytes: bytes.prefix(bytes.count / 2)))
      throw ConnectionCut()
    }
  }
}

/// Ends a connection in the middle of a body.
private struct ConnectionCut: Error {}
