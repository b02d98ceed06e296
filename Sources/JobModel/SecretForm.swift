// Which texts are secret by their form.
extension SecretText {
  /// Whether a text has a credential in it that is known by its form: a private key, a token of a well-known service, a JSON
  /// web token, an address with a password, a value beside a secret's name, or what an `Authorization` header has.
  package static func hasSecretShape(_ text: String) -> Bool {
    !credentials(in: text).isEmpty
  }

  /// The credentials in a text, or the whole text where they cannot be told from what is around them.
  static func credentials(in text: String) -> [String] {
    // Few texts have what the costly searches look for.
    let signs = CredentialSigns(of: text.utf8)
    if signs.isSubset(of: .at) { return [] }
    if signs.contains(.token),
      isWholeToken(text) || text.utf8.starts(with: "eyJ".utf8) && text.utf8.contains(UInt8(ascii: "."))
    {
      return [text]
    }
    if signs.contains(.dashes), text.contains("-----BEGIN ") { return [text] }
    let search = CredentialSearch(text)
    var found: [ArraySlice<UInt8>] = []
    if signs.isSuperset(of: [.slashes, .at]) { found += search.passwordsInAddresses() }
    if signs.contains(.assignment) { found += search.assignedSecrets() }
    if signs.contains(.token) { found += search.tokens() + search.authorizations() }
    return found.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether a text begins like a token and has nothing but what tokens are made of, with a digit among it.
  private static func isWholeToken(_ text: String) -> Bool {
    guard text.utf8.count >= CredentialSearch.shortestToken,
      let prefix = tokenPrefixes.first(where: { text.utf8.starts(with: $0.utf8) })
    else { return false }
    let rest = text.utf8.dropFirst(prefix.utf8.count)
    return rest.contains(where: isDigit)
      && rest.allSatisfy { isLetter($0) || isDigit($0) || "_-.=+".utf8.contains($0) }
  }

  static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  static let tokenPrefixes = [
    "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxa-", "xoxb-", "xoxp-", "xoxr-",
    "xoxs-",
    "sk-", "sk_live_", "sk_test_", "rk_live_", "pk_live_", "AIza", "ya29.", "npm_", "pypi-", "dop_v1_", "hf_",
  ]
}

/// What of credentials may be in a text, as far as one quick look tells.
struct CredentialSigns: OptionSet {
  let rawValue: UInt8

  /// Five dashes in a row.
  static let dashes = CredentialSigns(rawValue: 1)
  /// Two slashes in a row.
  static let slashes = CredentialSigns(rawValue: 1 << 1)
  /// An at sign, which is none without slashes.
  static let at = CredentialSigns(rawValue: 1 << 2)
  static let assignment = CredentialSigns(rawValue: 1 << 3)
  /// A word that begins like a token, or like the name of a way to authenticate.
  static let token = CredentialSigns(rawValue: 1 << 4)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(of text: some Sequence<UInt8>) {
    self = []
    var (dashes, slashes) = (0, 0)
    var (before, letter) = (UInt8(ascii: " "), UInt8(ascii: " "))
    for byte in text {
      dashes = byte == UInt8(ascii: "-") ? dashes + 1 : 0
      slashes = byte == UInt8(ascii: "/") ? slashes + 1 : 0
      if dashes == 5 { insert(.dashes) }
      if slashes == 2 { insert(.slashes) }
      if byte == UInt8(ascii: "@") { insert(.at) }
      if byte == UInt8(ascii: "=") { insert(.assignment) }
      if !SecretText.isLetter(before), !SecretText.isDigit(before), Self.beginnings.contains(letter, byte) {
        insert(.token)
      }
      (before, letter) = (letter, byte)
    }
  }

  private static let beginnings = LetterPairs(
    beginningsOf: SecretText.tokenPrefixes + ["eyJ", "bearer", "Bearer", "BEARER", "basic", "Basic", "BASIC"])
}
