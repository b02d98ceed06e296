package import ConfigValue

/// Which texts are secret by what they are called or how they look.
package enum SecretText {
  /// Whether a variable's name holds, as whole words between `_`, `-` and `.`, a word for a secret: `DB_PASSWORD`, `API_KEY`,
  /// but not `MAX_TOKENS` or `SORT_KEY`.
  package static func isSecretName(_ name: String) -> Bool {
    let words = name.lowercased().split { "_-.".contains($0) }.map(String.init)
    if words.contains(where: secretWords.contains) { return true }
    return zip(words, words.dropFirst()).contains { $1.hasPrefix("key") && keyKinds.contains($0) }
  }

  /// Whether a variable called `name` holds a secret by its name: numbers and booleans do not.
  package static func isSecret(named name: String, value: String) -> Bool {
    guard isSecretName(name) else { return false }
    return !["true", "false", "yes", "no", "on", "off", ""].contains(value.lowercased()) && Double(value) == nil
  }

  /// Whether a text looks like a credential that is known by its form: private keys, tokens of well-known services, JSON
  /// web tokens, and addresses with a password.
  package static func hasSecretShape(_ text: String) -> Bool {
    if text.utf8.count >= 16, tokenPrefixes.contains(where: { text.utf8.starts(with: $0.utf8) }) { return true }
    if text.utf8.starts(with: "eyJ".utf8), text.utf8.contains(UInt8(ascii: ".")) { return true }
    // Every text of every job comes here, and nearly none has what the costly searches look for.
    guard hasRun(in: text) else { return false }
    if text.contains("-----BEGIN ") { return true }
    return passwordInAddress(text) != nil
  }

  /// Whether five dashes or two slashes stand in a row.
  private static func hasRun(in text: String) -> Bool {
    var (dashes, slashes) = (0, 0)
    for byte in text.utf8 {
      dashes = byte == UInt8(ascii: "-") ? dashes + 1 : 0
      slashes = byte == UInt8(ascii: "/") ? slashes + 1 : 0
      if dashes == 5 || slashes == 2 { return true }
    }
    return false
  }

  /// The password of the first `scheme://user:password@host` in a text.
  static func passwordInAddress(_ text: String) -> Substring? {
    var rest = Substring(text)
    while let mark = rest.firstRange(of: "://") {
      rest = rest[mark.upperBound...]
      let authority = rest.prefix { !"/?# \t\n".contains($0) }
      guard let at = authority.lastIndex(of: "@") else { continue }
      let userInfo = authority[..<at]
      if let colon = userInfo.firstIndex(of: ":"), userInfo.index(after: colon) < userInfo.endIndex {
        return userInfo[userInfo.index(after: colon)...]
      }
    }
    return nil
  }

  private static let secretWords: Set<String> = [
    "password", "passwd", "passphrase", "pass", "pwd", "secret", "secrets", "token", "apikey", "credential",
    "credentials",
    "cookie", "dsn", "bearer", "authorization", "salt", "pat",
  ]

  private static let keyKinds: Set<String> = [
    "api", "private", "access", "secret", "signing", "encryption", "master", "ssh", "gpg", "service", "auth", "account",
  ]

  private static let tokenPrefixes = [
    "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxa-", "xoxb-", "xoxp-", "xoxr-",
    "xoxs-",
    "sk-", "sk_live_", "sk_test_", "rk_live_", "pk_live_", "AIza", "ya29.", "npm_", "pypi-", "dop_v1_", "hf_",
  ]
}

extension Field {
  /// Whether a value of the field is secret by the table, by the fields beside it, or by its looks.
  ///
  /// `siblings` gives the fields beside it, of one side; ask once for each side.
  package func isSecret(_ value: PlainValue?, beside siblings: (String) -> PlainValue?) -> Bool {
    switch secrecy {
    case .always: return value != nil
    case .never: break
    case .marked(let mark, let named):
      if siblings(mark) == .boolean(true) { return true }
      if case .string(let name)? = siblings(named), case .string(let text)? = value,
        SecretText.isSecret(named: name, value: text)
      {
        return true
      }
    }
    guard case .string(let text)? = value else { return false }
    return SecretText.hasSecretShape(text)
  }
}
