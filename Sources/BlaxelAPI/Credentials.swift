/// What opens the API. Its text only leaves in the header of a request.
package struct Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  let key: String

  /// Takes an API key; white space around it, such as a file's last newline, is left out.
  package init(apiKey text: String) throws(InvalidCredentials) {
    let isSpace: (Character) -> Bool = { $0.isWhitespace || $0 == "\u{FEFF}" }
    let key = text.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    guard !key.isEmpty else { throw InvalidCredentials(reason: "it is empty") }
    guard key.allSatisfy({ $0.isASCII && ("!"..."~").contains($0) }) else {
      throw InvalidCredentials(reason: "it holds characters that keys do not have")
    }
    self.key = String(key)
  }

  /// The texts that must not appear anywhere.
  package var secrets: Set<String> { [key] }

  package var description: String { "(API key)" }
  package var debugDescription: String { description }
}

/// Why a key cannot be used.
package struct InvalidCredentials: Error, Sendable {
  /// In a few words, without a full stop.
  package let reason: String
}
