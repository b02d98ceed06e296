package import HTTPTypes

/// What a stand-in says to one request, before it is put on the wire.
package struct StandInAnswer: Sendable {
  /// How much of it gets to the client.
  package enum Delivery: Sendable {
    case whole
    /// The connection ends in the middle of the body, whose whole length was announced.
    case cut
    /// Half of the body does, whose whole length was announced, and the connection stays.
    case stalled
    /// Nothing does, and the connection stays.
    case never
  }

  package private(set) var status = 200
  /// `Content-Type` among them; no `Content-Length`.
  package private(set) var fields: HTTPFields = [.contentType: "application/json"]
  package private(set) var body: [UInt8]
  package private(set) var delivery = Delivery.whole

  /// Whether the client waits in vain for all of it, or for the rest.
  package var isEndless: Bool { delivery == .never || delivery == .stalled }

  /// How many bytes of the body get to the client.
  package var deliveredBytes: Int {
    switch delivery {
    case .whole: body.count
    case .cut, .stalled: body.count / 2
    case .never: 0
    }
  }

  init(_ body: [UInt8]) {
    self.body = body
  }

  init(_ refusal: Refusal) {
    status = refusal.status
    body = refusal.body
    fields[.allow] = refusal.allowedMethod
    fields[.wwwAuthenticate] = refusal.scheme
  }

  /// The answer after what befalls it; the first effect that replaces it decides.
  func after(_ effects: [Fault.Effect], on request: HTTPRequest) -> StandInAnswer {
    var answer = effects.lazy.compactMap { StandInAnswer(replacing: $0, on: request) }.first ?? self
    if effects.contains(.gzipBomb) {
      answer.body = GzipBomb.packing(answer.body)
      answer.fields[.contentEncoding] = "gzip"
    }
    if effects.contains(.cutBody) { answer.delivery = .cut }
    if effects.contains(.stallBody) { answer.delivery = .stalled }
    if effects.contains(.hang) { answer.delivery = .never }
    return answer
  }

  /// What `effect` puts in an answer's place; nil when it leaves the answer or only changes it.
  private init?(replacing effect: Fault.Effect, on request: HTTPRequest) {
    switch effect {
    case .status(let code, let retryAfter):
      self.init(.fault(code))
      fields[.retryAfter] = retryAfter.map { String($0) }
    case .redirect(let address):
      self.init([])
      status = 302
      fields[.contentType] = nil
      fields[.location] = address ?? Self.addressUnderAnotherName(request)
    case .html:
      self.init(Array("<!DOCTYPE html>\n<title>Sign in</title>\n<p>Please sign in to the network.</p>\n".utf8))
      fields[.contentType] = "text/html; charset=utf-8"
    case .staleCursor: self.init(.unusableCursor)
    case .cutBody, .stallBody, .hang, .delay, .gzipBomb, .repeatCursor, .offsetCursors, .duplicatePage, .churn, .omit,
      .endEarly,
      .total, .noTotal, .partialTotal, .nullData, .noData, .bareArray, .sortIgnored, .descIgnored:
      return nil
    }
  }

  /// The address of the request with `localhost` for the loopback address, or the address for any other name: another origin
  /// for clients, and still this server.
  private static func addressUnderAnotherName(_ request: HTTPRequest) -> String {
    let authority = request.authority ?? ""
    let port = authority.lastIndex(of: ":").map { authority[$0...] } ?? ""
    let host = authority.hasPrefix("127.0.0.1") ? "localhost" : "127.0.0.1"
    return "\(request.scheme ?? "http")://\(host)\(port)\(request.path ?? "/")"
  }
}
