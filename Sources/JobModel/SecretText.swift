/// Which texts are secret by what they are called or how they look.
package enum SecretText {
  /// In bytes. Shorter secrets are not looked for in other texts: they would be found by accident.
  package static let shortest = 8

  /// Whether a name holds, as a whole word, a word for a secret: `DB_PASSWORD`, `API_KEY`, `clientSecret`, but not `MAX_TOKENS`
  /// or `sortKey`. Words stand between `_`, `-` and `.`, and begin with capitals in the midst of others.
  package static func isSecretName(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard nameLook.mayHoldSecretWord(bytes, bytes.indices) else { return false }
    return holdsSecretWord(name)
  }

  /// The same, by a full search.
  static func holdsSecretWord(_ name: String) -> Bool {
    let words = name.lowercased().split { "_-.".contains($0) }.map(String.init)
    return holdSecret(words) || holdSecret(humps(of: name))
  }

  private static func holdSecret(_ words: [String]) -> Bool {
    if words.contains(where: secretWords.contains) { return true }
    return zip(words, words.dropFirst()).contains { $1.hasPrefix("key") && keyKinds.contains($0) }
  }

  /// The words of `clientSecret`, `API_token` or `APIToken`, in small letters.
  private static func humps(of name: String) -> [String] {
    var (words, word): ([String], [UInt8]) = ([], [])
    var (before, letter) = (separator, separator)
    for next in Array(name.utf8) + [separator] {
      if beginsWord(letter, after: before, before: next) || isSeparator(letter) {
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        word = []
      }
      if !isSeparator(letter) { word.append(isCapital(letter) ? letter | 0x20 : letter) }
      (before, letter) = (letter, next)
    }
    return word.isEmpty ? words : words + [String(decoding: word, as: UTF8.self)]
  }

  /// What tells quickly that a name has no such word.
  static let nameLook = SecretNameLook()

  /// Whether a word begins with a letter: behind what separates words, with the first capital, or with the last of several when
  /// small letters come behind it.
  static func beginsWord(_ letter: UInt8, after before: UInt8, before next: UInt8) -> Bool {
    if isSeparator(before) { return true }
    return isCapital(letter) && (!isCapital(before) || (0x61...0x7A).contains(next))
  }

  static let separator = UInt8(ascii: "_")

  static func isSeparator(_ byte: UInt8) -> Bool {
    byte == separator || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

  /// Whether a text could be the name of a variable of a process.
  static func isVariableName(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
    }
  }

  /// Whether a variable called `name` holds a secret by its name: numbers and booleans do not.
  package static func isSecret(named name: String, value: String) -> Bool {
    isSecretName(name) && isSecretValue(value)
  }

  /// Whether a text may be a secret: numbers and switches are none.
  static func isSecretValue(_ text: String) -> Bool {
    if text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "x") }) { return true }
    return !["true", "false", "yes", "no", "on", "off", ""].contains(text.lowercased()) && Double(text) == nil
  }

  /// Whether a text is `NAME=value`, with a secret for a value.
  package static func isSecretAssignment(_ text: String) -> Bool {
    guard let mark = text.firstIndex(of: "=") else { return false }
    return isSecret(named: String(text[..<mark]), value: String(text[text.index(after: mark)...]))
  }

  /// Whether a text is meant to be read as a list or a mapping, of which nobody knows what in it is secret.
  package static func isContainerText(_ text: String) -> Bool {
    let first = text.utf8.first { $0 > 0x20 }
    return first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
  }

  /// Whether a word for a secret stands anywhere in a text, as the name of something.
  static func mentionsSecretName(_ text: String) -> Bool {
    text.split { !($0.isLetter || $0.isNumber || "_-.".contains($0)) }.contains { isSecretName(String($0)) }
  }

  static let secretWords: Set<String> = [
    "password", "passwd", "passphrase", "pass", "pwd", "secret", "secrets", "token", "apikey", "credential",
    "credentials",
    "cookie", "dsn", "bearer", "authorization", "salt", "pat",
  ]

  static let keyKinds: Set<String> = [
    "api", "private", "access", "secret", "signing", "encryption", "master", "ssh", "gpg", "service", "auth", "account",
  ]
}
