import ConfigValue
import HTTPTypes

/// An access token that was fetched with client credentials.
struct FetchedToken: Sendable {
  let text: String
  /// Which of the tokens of a run it is, from 1.
  let number: Int
  private let age: Stopwatch
  /// How long it is used; nil when that is for the API to say.
  private let life: Duration?

  /// Reads the answer of the token endpoint (RFC 6749 §5.1).
  ///
  /// - Parameters:
  ///   - number: which token of the run it is.
  ///   - age: runs since before the token was asked for, so that it is never younger than it seems.
  init(_ answer: HTTPAnswer, number: Int, age: Stopwatch) throws(APIError) {
    guard let body = try? answer.json(), let text = body["access_token"]?.string, !text.isEmpty,
      VisibleASCII.spells(text)
    else { throw .malformed("no access token", answer) }
    self.text = text
    self.number = number
    self.age = age
    let seconds = body["expires_in"].flatMap { $0.number == nil ? nil : Double($0.text) } ?? 0
    life = seconds > 0 ? Self.life(of: .seconds(min(seconds, 1e9))) : nil
  }

  /// Whether it is time for another one.
  var isSpent: Bool { life.map { age.elapsed() >= $0 } ?? false }

  /// A request takes a while to be judged: a token is given up ten seconds before it ends, or a twentieth of its life.
  private static func life(of granted: Duration) -> Duration {
    granted - min(.seconds(10), granted / 20)
  }
}
