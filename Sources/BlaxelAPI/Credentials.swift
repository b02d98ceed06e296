package import JobModel

/// What opens the API. Its texts only leave in the headers of requests.
package struct Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  /// The families that Blaxel knows.
  package enum Kind: String, Sendable {
    case apiKey = "API key"
    /// What a login in a browser gave.
    case accessToken = "access token"
    /// What OAuth gives an access token for (RFC 6749 §4.4).
    case clientCredentials = "client credentials"
  }

  package let kind: Kind
  package let source: CredentialSource
  /// The texts that must not appear anywhere, those that only travel among them.
  package let secrets: Set<String>
  /// When the API stops taking them, as far as they say so themselves.
  package let expiry: Timestamp?
  /// The key or token; of client credentials, what stands behind `Basic` (RFC 7617 §2).
  let text: String

  /// Takes an API key; white space around it, such as a file's last newline, is left out.
  package init(apiKey text: String, from source: CredentialSource = .keyVariable) throws(InvalidCredentials) {
    self.text = try Self.headerText(text)
    (kind, self.source, secrets, expiry) = (.apiKey, source, [self.text], nil)
  }

  /// Takes an access token.
  package init(accessToken text: String, from source: CredentialSource) throws(InvalidCredentials) {
    self.text = try Self.headerText(text)
    (kind, self.source, secrets) = (.accessToken, source, [self.text])
    expiry = WebToken.expiry(of: self.text)
  }

  /// Takes `ID:SECRET`, in Base64 as Blaxel hands it out, or as it is, which `bl` takes, too.
  package init(clientCredentials text: String, from source: CredentialSource) throws(InvalidCredentials) {
    let given = try Self.headerText(text)
    let plain = Base64.bytes(given).flatMap { String(validating: $0, as: UTF8.self) } ?? given
    let parts = plain.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw InvalidCredentials(reason: "it is not ID:SECRET, in Base64 or as it is")
    }
    self.text = Base64.text(Array(plain.utf8))
    (kind, self.source, expiry) = (.clientCredentials, source, nil)
    secrets = [given, plain, String(parts[1]), self.text]
  }

  /// Takes what stands for credentials of a kind.
  package init(_ kind: Kind, _ text: String, from source: CredentialSource) throws(InvalidCredentials) {
    switch kind {
    case .apiKey: try self.init(apiKey: text, from: source)
    case .accessToken: try self.init(accessToken: text, from: source)
    case .clientCredentials: try self.init(clientCredentials: text, from: source)
    }
  }

  /// What messages call them: `the key from BL_API_KEY`.
  package var name: String { "the \(source.name)" }

  package var description: String { "(\(kind.rawValue))" }
  package var debugDescription: String { description }

  /// The text without white space around it, when it can stand in a header.
  private static func headerText(_ text: String) throws(InvalidCredentials) -> String {
    let isSpace: (Character) -> Bool = { $0.isWhitespace || $0 == "\u{FEFF}" }
    let trimmed = String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    guard !trimmed.isEmpty else { throw InvalidCredentials(reason: "it is empty") }
    guard VisibleASCII.spells(trimmed) else {
      throw InvalidCredentials(reason: "it holds characters that keys do not have")
    }
    return trimmed
  }
}

/// Why credentials cannot be used.
package struct InvalidCredentials: Error, Sendable {
  /// In a few words, without a full stop.
  package let reason: String
}
