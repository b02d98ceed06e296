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

  /// The answer after what befalls it; the first effect that replaces it decides.
  func after(_ effects: [Fault.Effect]) -> Answer {
    var answer = self
    var isReplaced = false
    for effect in effects {
      switch effect {
      case .cutBody: answer.isCut = true
      case .status, .redirect, .html:
        if !isReplaced { answer = replacement(effect, isCut: answer.isCut) }
        isReplaced = true
      case .delay, .repeatCursor, .omit, .endEarly, .total: continue
      }
    }
    return answer
  }

  private func replacement(_ effect: Fault.Effect, isCut: Bool) -> Answer {
    var answer = Answer([])
    answer.isCut = isCut
    switch effect {
    case .status(let code, let retryAfter):
      answer = Answer(.fault(code))
      answer.isCut = isCut
      answer.fields[.retryAfter] = retryAfter.map { String($0) }
    case .redirect(let address):
      answer.status = 302
      answer.fields[.location] = address
    case .html:
      answer.contentType = "text/html; charset=utf-8"
      answer.body = Array("<!DOCTYPE html>\n<title>Sign in</title>\n<p>Please sign in to the network.</p>\n".utf8)
    case .cutBody, .delay, .repeatCursor, .omit, .endEarly, .total: break
    }
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
