/// A text that equals another only where both have the same bytes.
///
/// `String` takes canonically equivalent texts for equal, such as `é` in one code point and in two. No API does, so that keys
/// and names of the user's choosing are compared, looked up and sorted as this.
package struct ExactText: Hashable, Comparable, Sendable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  package static func == (first: ExactText, second: ExactText) -> Bool {
    let (one, other) = (first.text.utf8, second.text.utf8)
    return one.count == other.count && one.elementsEqual(other)
  }

  /// In the order of the bytes, which is that of the code points.
  package static func < (first: ExactText, second: ExactText) -> Bool {
    first.text.utf8.lexicographicallyPrecedes(second.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    var (word, length) = (UInt64(0), 0)
    for byte in text.utf8 {
      word = word << 8 | UInt64(byte)
      length += 1
      if length & 7 == 0 { hasher.combine(word) }
    }
    hasher.combine(word)
    hasher.combine(length)
  }
}

extension ExactText: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) {
    self.init(value)
  }
}
