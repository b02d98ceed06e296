/// A path by member names and positions into one particular document (RFC 6901).
package struct JSONPointer: Hashable, Sendable, CustomStringConvertible {
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
      // By code points: a mark that combines with a slash takes nothing from it.
      var escaped: String.UnicodeScalarView = "/".unicodeScalars
      for scalar in token.unicodeScalars {
        switch scalar {
        case "~": escaped += "~0".unicodeScalars
        case "/": escaped += "~1".unicodeScalars
        default: escaped.append(scalar)
        }
      }
      return String(escaped)
    }.joined()
  }
}

extension Value {
  /// What stands at `pointer` below the value (RFC 6901 §4); nil when nothing does.
  package func value(at pointer: JSONPointer) -> Value? {
    pointer.tokens.reduce(Optional(self)) { value, token in
      switch value?.kind {
      case .map?: value?[token]
      case .list?: Int(token).flatMap { position in value?.elements.dropFirst(position).first { _ in true } }
      default: nil
      }
    }
  }
}
