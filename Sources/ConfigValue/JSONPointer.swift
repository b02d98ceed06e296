/// A path by member names and positions into one particular document (RFC 6901). Names are equal when their bytes are.
package struct JSONPointer: Sendable, CustomStringConvertible {
  package private(set) var tokens: [String]

  package init(_ tokens: [String] = []) {
    self.tokens = tokens
  }

  package func appending(_ name: String) -> JSONPointer {
    JSONPointer(tokens + [name])
  }

  package func appending(_ position: Int) -> JSONPointer {
    JSONPointer(tokens + [String(position)])
  }

  /// The pointer as RFC 6901 §3 writes it: `~` as `~0`, `/` as `~1`.
  package var description: String {
    tokens.map { token in
      var escaped = "/"
      // Not by characters: a mark that combines with '/' or '~' makes another character of it.
      for scalar in token.unicodeScalars {
        switch scalar {
        case "~": escaped += "~0"
        case "/": escaped += "~1"
        default: escaped.unicodeScalars.append(scalar)
        }
      }
      return escaped
    }.joined()
  }
}

extension JSONPointer: Hashable {
  package static func == (first: JSONPointer, second: JSONPointer) -> Bool {
    first.tokens.elementsEqual(second.tokens) { ExactText($0) == ExactText($1) }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(tokens.map { ExactText($0) })
  }
}

extension JSONPointer {
  /// Reads a pointer as `description` writes it; nil when the text is not one.
  package init?(parsing text: String) {
    let parts = text.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.first?.isEmpty ?? true else { return nil }
    var tokens: [String] = []
    for part in parts.dropFirst() {
      guard let token = Self.unescaped(part) else { return nil }
      tokens.append(token)
    }
    self.init(tokens)
  }

  private static func unescaped(_ part: Substring.UnicodeScalarView) -> String? {
    var token = String.UnicodeScalarView()
    var rest = part
    while let scalar = rest.popFirst() {
      guard scalar == "~" else {
        token.append(scalar)
        continue
      }
      switch rest.popFirst() {
      case "0"?: token.append("~")
      case "1"?: token.append("/")
      default: return nil
      }
    }
    return String(token)
  }

  /// The position that a token stands for in a list: digits without zeros before them (RFC 6901 §4).
  package static func position(_ token: String) -> Int? {
    guard let position = Int(token), position >= 0, ExactText(String(position)) == ExactText(token) else { return nil }
    return position
  }
}

extension Value {
  /// What stands at `pointer` below the value (RFC 6901 §4); nil when nothing does.
  package func value(at pointer: JSONPointer) -> Value? {
    pointer.tokens.reduce(Optional(self)) { value, token in value?.child(at: token) }
  }

  /// What stands one step below a list or map.
  package func child(at token: String) -> Value? {
    switch kind {
    case .map: self[token]
    case .list: JSONPointer.position(token).flatMap { position in elements.dropFirst(position).first { _ in true } }
    case .null, .boolean, .integer, .decimal, .string: nil
    }
  }
}
