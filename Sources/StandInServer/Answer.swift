import HTTPTypes
import Hummingbird

/// What the server says to one request, before it is put on the wire.
struct Answer {
  var status = 200
  var contentType = "application/json"
  /// Besides those of every answer.
  var fields: HTTPFields = [:]
  var body: [UInt8]
  /// Whether the connection ends in the middle of the body.
  var isCut = false

  init(_ body: [UInt8]) {
    self.body = body
  }

  init(_ refusal: Refusal) {
    status = refusal.status
    body = refusal.body
    if status == 405 { fields[.allow] = "GET" }
    if status == 401 { fields[.wwwAuthenticate] = "Bearer" }
  }

  /// What `effect` puts in an answer's place; nil when it leaves the answer or only changes it.
  private init?(replacing effect: Fault.Effect) {
    switch effect {
    case .status(let code, let retryAfter):
      self.init(.fault(code))
      fields[.retryAfter] = retryAfter.map { String($0) }
    case .redirect(let address):
      self.init([])
      status = 302
      fields[.location] = address
    case .html:
      self.init(Array("<!DOCTYPE html>\n<title>Sign in</title>\n<p>Please sign in to the network.</p>\n".utf8))
      contentType = "text/html; charset=utf-8"
    case .cutBody, .delay, .repeatCursor, .omit, .endEarly, .total: return nil
    }
  }

  /// The answer after what befalls it; the first effect that replaces it decides.
  func after(_ effects: [Fault.Effect]) -> Answer {
    var answer = effects.lazy.compactMap { Answer(replacing: $0) }.first ?? self
    answer.isCut = effects.contains(.cutBody)
    return answer
  }
}

extension Response {
  init(_ answer: Answer) {
    var fields = answer.fields
    fields[.contentType] = answer.contentType
    let bytes = answer.body
    let body =
      answer.isCut
      ? ResponseBody(contentLength: bytes.count) { writer in
        try await writer.write(ByteBuffer(bytes: bytes.prefix(bytes.count / 2)))
        throw ConnectionCut()
      } : ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
    self.init(status: HTTPResponse.Status(code: answer.status), headers: fields, body: body)
  }
}

/// Ends a connection in the middle of a body.
private struct ConnectionCut: Error {}
