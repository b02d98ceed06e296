/// Looks for credentials inside of one text.
struct CredentialSearch {
  /// In bytes.
  static let shortestToken = 16
  /// How much of a word is looked at for telling whether it is a token, in bytes: a text may be one long row of beginnings.
  private static let reach = 512

  private let text: [UInt8]

  init(_ text: String) {
    self.text = Array(text.utf8)
  }

  // MARK: Addresses

  /// The passwords of every `scheme://user:password@host`.
  func passwordsInAddresses() -> [ArraySlice<UInt8>] {
    var passwords: [ArraySlice<UInt8>] = []
    var rest = text[...]
    while let mark = rest.firstRange(of: Array("://".utf8)) {
      rest = rest[mark.upperBound...]
      let authority = rest.prefix { !"/?# \t\n".utf8.contains($0) }
      guard let at = authority.lastIndex(of: UInt8(ascii: "@")),
        let colon = authority[..<at].firstIndex(of: UInt8(ascii: ":")), colon + 1 < at
      else { continue }
      passwords.append(authority[(colon + 1)..<at])
    }
    return passwords
  }

  // MARK: Assignments

  /// The secrets in every `name=value`: of options, of connection strings, of the queries of addresses.
  func assignedSecrets() -> [ArraySlice<UInt8>] {
    var secrets: [ArraySlice<UInt8>] = []
    var start = text.startIndex
    while let mark = text[start...].firstIndex(of: UInt8(ascii: "=")) {
      start = mark + 1
      guard isSecretName(before: mark) else { continue }
      let value = value(behind: mark)
      // What is inside of the value is no name of another one.
      start = max(start, value.endIndex)
      if isSecretValue(value) { secrets.append(value) }
    }
    return secrets
  }

  private func isSecretName(before mark: Int) -> Bool {
    var end = mark
    while end > 0, Self.blanksAndQuotes.contains(text[end - 1]) { end -= 1 }
    var start = end
    while start > 0, isNamePart(text[start - 1]) { start -= 1 }
    let name = String(decoding: text[start..<end], as: UTF8.self)
    if SecretText.isSecretName(name) { return true }
    let isQuery = start > 0 && (text[start - 1] == UInt8(ascii: "?") || text[start - 1] == UInt8(ascii: "&"))
    return isQuery && Self.queryNames.contains(name.lowercased())
  }

  private func isNamePart(_ byte: UInt8) -> Bool {
    SecretText.isLetter(byte) || SecretText.isDigit(byte) || byte >= 0x80 || "_-.".utf8.contains(byte)
  }

  /// What stands behind an equals sign, to the other quote, or to what ends a value.
  private func value(behind mark: Int) -> ArraySlice<UInt8> {
    let rest = text[(mark + 1)...].drop { $0 == UInt8(ascii: " ") }
    guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      return rest.prefix { !Self.valueEnds.contains($0) }
    }
    return rest.dropFirst().prefix { $0 != quote }
  }

  /// A reference to a variable tells nothing of its value, and neither does a mask.
  private func isSecretValue(_ value: ArraySlice<UInt8>) -> Bool {
    if value.starts(with: "${".utf8), VariableText(value).isBareReference { return false }
    let text = String(decoding: value, as: UTF8.self)
    return SecretText.isSecretValue(text) && !Mask.covers(text)
  }

  private static let blanksAndQuotes = Array(" \"'".utf8)
  private static let valueEnds = Array(" \t\r\n;&\"'".utf8)

  /// Parameters that are secret in an address, and nothing much elsewhere.
  private static let queryNames: Set<String> = [
    "sig", "signature", "x-amz-signature", "x-goog-signature", "auth", "key",
  ]

  // MARK: Tokens

  /// The tokens of well-known services, and JSON web tokens, wherever a word begins.
  func tokens() -> [ArraySlice<UInt8>] {
    words { start in
      let beginning = text[start...].prefix(Self.reach).prefix(while: isTokenPart)
      guard beginning.count >= Self.shortestToken, isWebToken(beginning) || isToken(beginning) else { return nil }
      return text[start...].prefix(while: isTokenPart)
    }
  }

  private func isWebToken(_ text: ArraySlice<UInt8>) -> Bool {
    text.starts(with: "eyJ".utf8) && text.split(separator: UInt8(ascii: ".")).count > 1
  }

  private func isToken(_ text: ArraySlice<UInt8>) -> Bool {
    SecretText.tokenPrefixes.contains { text.starts(with: $0.utf8) && isRandom(text.dropFirst($0.utf8.count)) }
  }

  private func isTokenPart(_ byte: UInt8) -> Bool {
    SecretText.isLetter(byte) || SecretText.isDigit(byte) || "_-.".utf8.contains(byte)
  }

  /// Whether letters and digits stand in a row as nobody writes names: 'sk-learn-2024' is one.
  private func isRandom(_ token: ArraySlice<UInt8>) -> Bool {
    token.split { !SecretText.isLetter($0) && !SecretText.isDigit($0) }.contains { part in
      part.count >= 20 || part.count >= 12 && part.contains(where: SecretText.isDigit)
    }
  }

  /// What stands behind `Bearer` and `Basic` as in a header.
  func authorizations() -> [ArraySlice<UInt8>] {
    words { start in
      let scheme = text[start...].prefix(while: SecretText.isLetter)
      let name = String(decoding: scheme, as: UTF8.self).lowercased()
      guard name == "bearer" || name == "basic" else { return nil }
      let rest = text[scheme.endIndex...].drop { $0 == UInt8(ascii: " ") }
      guard rest.startIndex > scheme.endIndex else { return nil }
      let credential = rest.prefix { isTokenPart($0) || "~+/=".utf8.contains($0) }
      guard credential.count >= SecretText.shortest else { return nil }
      let isWhole = start == text.startIndex && credential.endIndex == text.endIndex
      if name == "bearer" { return isWhole || isMixed(credential) ? credential : nil }
      return credential.count.isMultiple(of: 4) && isMixed(credential) ? credential : nil
    }
  }

  /// Whether a text has digits, or capitals behind small letters, as words have not.
  private func isMixed(_ text: ArraySlice<UInt8>) -> Bool {
    text.contains(where: SecretText.isDigit)
      || zip(text, text.dropFirst()).contains { (0x61...0x7A).contains($0) && (0x41...0x5A).contains($1) }
  }

  /// What `find` gives for the places where words begin, none of them inside of one that was found.
  private func words(_ find: (Int) -> ArraySlice<UInt8>?) -> [ArraySlice<UInt8>] {
    var found: [ArraySlice<UInt8>] = []
    var (position, isInside) = (text.startIndex, false)
    while position < text.endIndex {
      let isLetter = SecretText.isLetter(text[position])
      if isLetter, !isInside, let match = find(position) {
        found.append(match)
        (position, isInside) = (match.endIndex, false)
        continue
      }
      isInside = isLetter || SecretText.isDigit(text[position])
      position += 1
    }
    return found
  }
}
