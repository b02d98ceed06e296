package import Diagnostics

/// A text with marked places, so that a test can say where something stands without counting bytes.
///
///     MarkedText("memory: «1 4096»")     text "memory: 4096", mark 1 at 8..<12
///
/// A mark is `«`, a name of letters and digits, one space, the marked text, and `»`. Marks nest, and may be empty: `«2 »`.
package struct MarkedText: Sendable {
  /// The text without the marks.
  package let text: String
  private let places: [String: Range<Int>]

  package init(_ marked: String) {
    var bytes: [UInt8] = []
    var places: [String: Range<Int>] = [:]
    var open: [(name: String, start: Int)] = []
    var rest = marked.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "«":
        let name = rest.prefix { $0 != " " }
        rest = rest[name.endIndex...].dropFirst()
        open.append((String(name), bytes.count))
      case "»":
        guard let mark = open.popLast() else { preconditionFailure("'»' closes a mark") }
        precondition(places[mark.name] == nil, "every mark has a name of its own")
        places[mark.name] = mark.start..<bytes.count
      default:
        bytes += String(scalar).utf8
      }
    }
    precondition(open.isEmpty, "every mark is closed")
    text = String(decoding: bytes, as: UTF8.self)
    self.places = places
  }

  /// The text's UTF-8.
  package var bytes: [UInt8] { Array(text.utf8) }

  /// The byte offsets of the text marked `name`, which there must be.
  package subscript(_ name: String) -> Range<Int> {
    guard let place = places[name] else { preconditionFailure("the text has a mark '\(name)'") }
    return place
  }

  /// The range of the text marked `name`.
  package func range(_ name: String, in source: SourceID = .none) -> SourceRange {
    SourceRange(source, self[name])
  }
}
