package import ConfigValue

extension SeededRandom {
  /// Texts that are hard to write or easy to misread.
  private static let texts = [
    "", "a", "a b", "null", "true", "~", "12", "0777", "1e3", "2001-12-14", "<<", "- a", "a: b", "a #b", "*a", "&a",
    "!a", "@a", "'", "\"",
    "\\", "\n", "a\nb", "a\n\n b\n", " a ", "\t", "é", "日本語", "😀", "\u{1F}", "\u{85}", "\u{2028}", "\u{202E}x",
    "\u{7F}", "[", "{}", ",",
    "a,b", "%a", "---", "...", "?", "-", ":", "=", "it's",
  ]
  private static let numbers = [
    "0", "1", "-1", "4096", "18446744073709551615", "0.5", "-12.25", "1e30", "1.5e-7", "0.1", "123456789012345",
  ]

  /// A random tree of at most `depth` levels; the keys of each map are distinct.
  package mutating func value(depth: Int = 5) -> PlainValue {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &self) {
    case 0: .null
    case 1: .boolean(oneIn(2))
    case 2: .number(Number(parsing: Array(pick(Self.numbers).utf8)[...]))
    case 3...5: .string(pick(Self.texts))
    case 6: .list((0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth - 1) })
    default: map(depth: depth)
    }
  }

  private mutating func map(depth: Int) -> PlainValue {
    var keys: [String] = []
    for _ in 0..<Int.random(in: 0...5, using: &self) {
      let key = pick(Self.texts)
      if !keys.contains(key) { keys.append(key) }
    }
    return .map(keys.map { PlainValue.Member($0, value(depth: depth - 1)) })
  }
}
