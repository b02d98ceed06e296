import Diagnostics
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import BlaxelAPI

/// When a request is sent again, and after how long.
@Suite struct RetryTests {
  private static func answer(_ status: Int, _ fields: [(String, String)] = []) throws -> HTTPAnswer {
    var all = HTTPFields()
    for (name, value) in fields { all[try #require(HTTPField.Name(name))] = value }
    return HTTPAnswer(status: status, text: "", fields: all)
  }

  @Test(arguments: [(200, false), (304, false), (400, false), (401, false), (403, false), (404, false), (422, false)])
  func `What will not change is not asked again`(status: Int, isAgain: Bool) throws {
    #expect(RetryPolicy.standard.pause(after: 1, .success(try Self.answer(status)), chance: 0) == nil)
  }

  @Test(arguments: [408, 409, 429, 500, 502, 503, 504, 599])
  func `What may pass is asked again, unless the server says otherwise`(status: Int) throws {
    func pause(_ wish: String?) throws -> Duration? {
      let answer = try Self.answer(status, wish.map { [("x-should-retry", $0)] } ?? [])
      return RetryPolicy.standard.pause(after: 1, .success(answer), chance: 0)
    }
    #expect(try pause(nil) == .milliseconds(500))
    #expect(try pause("perhaps") == .milliseconds(500))
    #expect(try pause("false") == nil)
  }

  @Test func `The server can ask for another attempt at what is an error otherwise, and not at what is none`() throws {
    func pause(_ status: Int) throws -> Duration? {
      RetryPolicy.standard.pause(
        after: 1, .success(try Self.answer(status, [("x-should-retry", "true")])), chance: 0)
    }
    #expect(try pause(404) == .milliseconds(500))
    #expect(try pause(200) == nil)
    #expect(try pause(302) == nil)
  }

  @Test(arguments: [
    (TransportFailure.refused, true), (.unknownHost, true), (.timedOut, true), (.cutShort, true), (.other("x"), true),
    (.untrusted(.issuer), false), (.proxy(address: "p:1", .refused), true),
    (.proxy(address: "p:1", .rejectedCredentials), false), (.unusableSetting("x", reason: "y"), false),
    (.tooLarge, false), (.unreadable("x"), true),
  ])
  func `Broken connections may pass`(failure: TransportFailure, isAgain: Bool) {
    #expect((RetryPolicy.standard.pause(after: 1, .failure(failure), chance: 0) != nil) == isAgain)
  }

  @Test(arguments: [
    ([("Retry-After-Ms", "250")], Duration.milliseconds(250)),
    ([("Retry-After-Ms", "250"), ("Retry-After", "9")], .milliseconds(250)),
    ([("Retry-After", "2")], .seconds(2)), ([("Retry-After", "0")], .zero),
    ([("Retry-After", "1.5")], .milliseconds(1500)),
    ([("Retry-After-Ms", "soon"), ("Retry-After", "3")], .seconds(3)),
    ([("Retry-After", "Sun, 06 Nov 1994 08:49:47 GMT"), ("Date", "Sun, 06 Nov 1994 08:49:37 GMT")], .seconds(10)),
    ([("Retry-After", "Sunday, 06-Nov-94 08:49:47 GMT"), ("Date", "Sun Nov  6 08:49:37 1994")], .seconds(10)),
    ([("Retry-After", "Sun, 06 Nov 1994 08:49:07 GMT"), ("Date", "Sun, 06 Nov 1994 08:49:37 GMT")], .zero),
    // Nothing that can be understood, or nothing to count from: as if it were not there.
    ([("Retry-After", "Sun, 06 Nov 1994 08:49:47 GMT")], .milliseconds(500)),
    ([("Retry-After", "-3")], .milliseconds(500)), ([("Retry-After", "nan")], .milliseconds(500)),
    ([("Retry-After", "inf")], .milliseconds(500)), ([("Retry-After", "")], .milliseconds(500)),
    ([("Retry-After", "Son, 06 Nov 1994"), ("Date", "yesterday")], .milliseconds(500)),
  ])
  func `The server's wish is kept`(fields: [(String, String)], pause: Duration) throws {
    let answer = try Self.answer(429, fields)
    // A pause that is nobody's wish is shortened by chance, at most by a quarter.
    let expected = pause == .milliseconds(500) ? .milliseconds(375) : pause
    #expect(RetryPolicy.standard.pause(after: 1, .success(answer), chance: 1) == expected)
  }

  @Test func `Whoever asks for too long a pause has said no`() throws {
    let answer = try Self.answer(429, [("Retry-After", "61")])
    #expect(RetryPolicy.standard.pause(after: 1, .success(answer), chance: 0) == nil)
    #expect(answer.retryAfter == .seconds(61))
    #expect(try Self.answer(429, [("Retry-After", "1e300")]).retryAfter == .seconds(86_400))
  }

  @Test func `Pauses double up to a limit, and end`() throws {
    let policy = RetryPolicy(
      attempts: 7, firstPause: .seconds(1), longestPause: .seconds(5), longestWish: .seconds(60))
    let pauses = (1...8).map { policy.pause(after: $0, .failure(.refused), chance: 0) }
    #expect(pauses == [.seconds(1), .seconds(2), .seconds(4), .seconds(5), .seconds(5), .seconds(5), nil, nil])
    let shortened = policy.pause(after: 2, .failure(.refused), chance: 0.5)
    #expect(shortened == .milliseconds(1750))
  }

  @Test func `All attempts together have a limit`() async throws {
    let clock = RecordingClock()
    let transport = ScriptedTransport { (_, _) throws(TransportFailure) in throw .timedOut }
    let client = BlaxelClient(
      transport: transport, endpoint: try Endpoint(parsing: "https://api.example/v0"), workspace: "acme",
      credentials: try Credentials(apiKey: "key-of-the-test"),
      patience: Patience(requestLimit: .seconds(30), totalLimit: .milliseconds(1200)), clock: clock)
    do throws(APIError) {
      _ = try await client.liveJobs()
      Issue.record("there were jobs")
    } catch {
      #expect(error.finding.code == .apiTimeLimit)
      #expect(error.finding.summary.contains("within 2 seconds"))
      #expect(error.finding.help?.contains("--timeout") ?? false)
    }
    // After half a second there was time for another attempt, and for no second pause.
    #expect(clock.pauses == [.milliseconds(500)])
    #expect(transport.requests.count == 2)
  }
}
