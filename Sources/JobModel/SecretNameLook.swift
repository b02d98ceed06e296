import ConfigValue

/// Tells quickly of most names that they have no word for a secret in them. Every variable of every job comes here, and few are
/// secret.
final class SecretNameLook: Sendable {
  /// What a byte may be in a name.
  private let classes: InlineArray<256, UInt8>
  /// How the words begin, none of which is shorter than three letters; of a key, the kind comes before it.
  private let beginnings = LetterTriples(beginningsOf: words)

  private static let words = SecretText.secretWords.union(SecretText.keyKinds)

  private enum Class {
    static let separator: UInt8 = 1
    static let capital: UInt8 = 2
    static let small: UInt8 = 4
    /// Letters that words begin with.
    static let firstSmall: UInt8 = 8
    static let firstCapital: UInt8 = 16
  }

  init() {
    let firsts = Set(Self.words.compactMap(\.utf8.first))
    classes = InlineArray { number in
      let byte = UInt8(number)
      let isFirst = firsts.contains(byte | 0x20)
      if SecretText.isSeparator(byte) { return Class.separator }
      if SecretText.isCapital(byte) { return Class.capital | (isFirst ? Class.firstCapital : 0) }
      guard SecretText.isLetter(byte) else { return 0 }
      return Class.small | (isFirst ? Class.firstSmall : 0)
    }
  }

  /// Whether a word of a name begins like a secret one; see `SecretText.isSecretName`.
  func mayHoldSecretWord(_ text: [UInt8], _ bounds: Range<Int>) -> Bool {
    guard bounds.count >= 3 else { return false }
    var before = Class.separator
    for index in bounds.lowerBound..<bounds.upperBound &- 2 {
      let letter = classes[Int(text[index])]
      // Behind a separator any letter may begin a word, elsewhere a capital.
      let beginning = Class.firstCapital | (before & Class.separator) &* Class.firstSmall
      if letter & beginning != 0, beginsWord(after: before, before: classes[Int(text[index &+ 1])]),
        beginnings.contains(text[index] | 0x20, text[index &+ 1] | 0x20, text[index &+ 2] | 0x20)
      {
        return true
      }
      before = letter
    }
    return false
  }

  /// The same of the text of a value.
  func mayHoldSecretWord(_ name: Value) -> Bool {
    mayHoldSecretWord(name.tree.text, name.tree.textBounds(at: name.index))
  }

  /// Whether a letter, a capital unless it stands behind a separator, begins a word; see `SecretText.beginsWord`.
  private func beginsWord(after before: UInt8, before next: UInt8) -> Bool {
    before & Class.capital == 0 || next & Class.small != 0
  }
}
