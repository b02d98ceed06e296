/// A text in which `*` stands for any text and `?` for one byte. Texts are compared by their bytes.
package struct Glob: Hashable, Sendable {
  private let pattern: [UInt8]

  package init(_ pattern: String) {
    self.pattern = Array(pattern.utf8)
  }

  /// Whether anything in a text stands for something else.
  package static func isGlob(_ text: String) -> Bool {
    text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
  }

  /// Whether it is all of the text. Takes time in proportion to the lengths of both multiplied, at most.
  package func matches(_ text: String) -> Bool {
    var (text, pattern) = (Array(text.utf8)[...], pattern[...])
    // Where to go on when the text a star stands for was too short: behind the star, and one byte later.
    var retry: (text: ArraySlice<UInt8>, pattern: ArraySlice<UInt8>)?
    while let byte = text.first {
      if pattern.first == UInt8(ascii: "*") {
        pattern = pattern.dropFirst()
        retry = (text.dropFirst(), pattern)
      } else if pattern.first == byte || pattern.first == UInt8(ascii: "?") {
        text = text.dropFirst()
        pattern = pattern.dropFirst()
      } else if let next = retry {
        (text, pattern) = next
        retry = (text.dropFirst(), pattern)
      } else {
        return false
      }
    }
    return pattern.allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
