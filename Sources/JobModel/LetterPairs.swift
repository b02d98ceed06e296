/// A set of pairs of bytes, quick to look things up in.
struct LetterPairs: Sendable {
  /// A bit for each pair.
  private var bits = [UInt64](repeating: 0, count: 1 << 10)

  /// The first two bytes of each text that has so many.
  init(beginningsOf texts: some Sequence<String>) {
    for text in texts {
      let bytes = Array(text.utf8.prefix(2))
      guard bytes.count == 2 else { continue }
      let pair = Self.number(bytes[0], bytes[1])
      bits[pair >> 6] |= 1 << UInt64(pair & 63)
    }
  }

  func contains(_ first: UInt8, _ second: UInt8) -> Bool {
    let pair = Self.number(first, second)
    return bits[pair >> 6] & 1 << UInt64(pair & 63) != 0
  }

  private static func number(_ first: UInt8, _ second: UInt8) -> Int { Int(first) << 8 | Int(second) }
}

/// A set of triples of small letters, quick to look things up in.
struct LetterTriples: Sendable {
  /// A bit for each triple.
  private var bits = [UInt32](repeating: 0, count: 1 << 10)

  /// The first three letters of each text, which must begin with three small letters.
  init(beginningsOf texts: some Sequence<String>) {
    for text in texts {
      let bytes = Array(text.utf8.prefix(3))
      precondition(
        bytes.count == 3 && bytes.allSatisfy { (0x61...0x7A).contains($0) }, "a word begins with three letters")
      let triple = Self.number(bytes[0], bytes[1], bytes[2])
      bits[triple >> 5] |= 1 << UInt32(triple & 31)
    }
  }

  /// Other bytes than small letters may be taken for some.
  func contains(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    let triple = Self.number(first, second, third)
    return bits[triple >> 5] & 1 << UInt32(triple & 31) != 0
  }

  private static func number(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
    Int(first & 31) << 10 | Int(second & 31) << 5 | Int(third & 31)
  }
}
