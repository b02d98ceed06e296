import ConfigValue
import Synchronization

/// Gives tokens to the client of the configuration, as `POST /v0/oauth/token` does.
struct TokenEndpoint {
  let configuration: StandInConfiguration
  let tokens: IssuedTokens

  /// A new token for a client that is known. The refresh token is there because the official clients insist on one; no grant
  /// type takes it.
  func token(for client: ClientIdentity) -> AcceptedRequest {
    AcceptedRequest(target: .token) { _ in
      var json = JSONWriter(pretty: false)
      json.object { json in
        json.member("access_token", tokens.issue(at: configuration.now(), life: configuration.tokenLife))
        json.member("refresh_token", IssuedTokens.invented())
        json.member("expires_in", configuration.tokenLife)
        json.member("token_type", "Bearer")
      }
      return StandInAnswer(json.finish())
    }
  }
}

/// The tokens that were given out, for as long as they are good.
final class IssuedTokens: Sendable {
  /// The second, since 1970, from which on a token is no longer good.
  private let ends = Mutex<[String: Int]>([:])

  /// Every token that was good when the last one was issued, and that one.
  var all: [String] { ends.withLock { Array($0.keys) } }

  func issue(at now: Int, life: Int) -> String {
    let token = Self.invented()
    ends.withLock { ends in
      ends = ends.filter { $0.value > now }
      ends[token] = now + life
    }
    return token
  }

  func isGood(_ token: String, at now: Int) -> Bool {
    ends.withLock { $0[token] }.map { now < $0 } ?? false
  }

  /// A text that nobody guesses: 128 random bits.
  static func invented() -> String {
    let numbers = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }
    return "standin-" + numbers.joined(separator: "-")
  }
}
