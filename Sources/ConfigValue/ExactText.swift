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
    let (one, other) = (first.text.utf8.span, second.text.utf8.span)
    guard one.count == other.count else { return false }
    for index in one.indices where one[index] != other[index] { return false }
    return true
  }

  /// In the order of the bytes, which is that of the code points.
  package static func < (first: ExactText, second: ExactText) -> Bool {
    let (one, other) = (first.text.utf8.span, second.text.utf8.span)
    for index in 0..<min(one.count, other.count) where one[index] != other[index] { return one[index] < other[index] }
    return one.count < other.count
  }

  package func hash(into hasher: inout Hasher) {
    let bytes = text.utf8.span
    var word = UInt64(truncatingIfNeeded: bytes.count)
    for index in bytes.indices {
      if index & 7 == 0 {
        hasher.combine(word)
        word = 0
      }
      word = word << 8 | UInt64(bytes[index])
    }
    hasher.combine(word)
  }
}

extension ExactText: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) {
    self.init(value)
  }
}
