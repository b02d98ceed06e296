package import BlaxelAPI
package import ConfigValue
package import HTTPTypes
import Synchronization

/// A transport that answers from a function, and remembers what it was asked.
package final class ScriptedTransport: HTTPTransport {
  private let asked = Mutex<[HTTPRequest]>([])
  private let answer: @Sendable (HTTPRequest, _ number: Int) throws(TransportFailure) -> HTTPAnswer

  /// - Parameter answer: gives the answer to a request, the first of which has number 1.
  package init(_ answer: @escaping @Sendable (HTTPRequest, _ number: Int) throws(TransportFailure) -> HTTPAnswer) {
    self.answer = answer
  }

  package var requests: [HTTPRequest] { asked.withLock { $0 } }

  package func send(
    _ request: HTTPRequest, body: [UInt8], within limit: Duration
  ) async throws(TransportFailure) -> HTTPAnswer {
    let number = asked.withLock { requests in
      requests.append(request)
      return requests.count
    }
    return try answer(request, number)
  }
}

extension HTTPAnswer {
  /// An answer with a JSON body.
  package init(status: Int = 200, json body: PlainValue) {
    self.init(status: status, text: String(decoding: body.json, as: UTF8.self))
  }

  package init(status: Int = 200, text: String, fields: HTTPFields = [:]) {
    self.init(response: HTTPResponse(status: .init(code: status), headerFields: fields), body: Array(text.utf8))
  }
}

/// A clock whose sleeps end at once, and are remembered.
package final class RecordingClock: Clock, Sendable {
  package struct Instant: InstantProtocol {
    var offset = Duration.zero

    package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    package func duration(to other: Instant) -> Duration { other.offset - offset }
    package static func < (first: Instant, second: Instant) -> Bool { first.offset < second.offset }
  }

  private let time = Mutex<(now: Instant, pauses: [Duration])>((Instant(), []))

  package init() {}

  package var now: Instant { time.withLock { $0.now } }
  package var minimumResolution: Duration { .zero }
  package var pauses: [Duration] { time.withLock { $0.pauses } }

  /// Has time pass without a pause.
  package func pass(_ duration: Duration) {
    time.withLock { $0.now = $0.now.advanced(by: duration) }
  }

  package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    time.withLock { time in
      time.pauses.append(time.now.duration(to: deadline))
      time.now = deadline
    }
  }
}
