extension Collection<UInt8> where Index == Int {
  /// Where the first byte stands that is not part of well-formed UTF-8; nil when all are.
  @inlinable package var firstInvalidUTF8: Int? {
    var index = startIndex
    while index < endIndex {
      guard let length = lengthOfCharacter(at: index) else { return index }
      index += length
    }
    return nil
  }

  /// How many bytes the character takes that begins at `index`; nil when they are not well-formed UTF-8 (Unicode 15 table 3-7).
  @inlinable func lengthOfCharacter(at index: Int) -> Int? {
    let byte = self[index]
    if byte < 0x80 { return 1 }
    guard let (length, second) = Self.form(byte), index + length <= endIndex, second.contains(self[index + 1]) else {
      return nil
    }
    for offset in 1..<length where self[index + offset] & 0xC0 != 0x80 { return nil }
    return length
  }

  /// The bytes of the character that the byte at `offset` belongs to, in well-formed UTF-8; none at the end.
  package func character(at offset: Int) -> Range<Int> {
    guard offset < endIndex else { return endIndex..<endIndex }
    var (lower, upper) = (offset, offset + 1)
    while lower > startIndex, offset - lower < 3, self[lower] & 0xC0 == 0x80 { lower -= 1 }
    while upper < endIndex, upper - lower < 4, self[upper] & 0xC0 == 0x80 { upper += 1 }
    return lower..<upper
  }

  /// How long a sequence beginning with `byte` is, and what its second byte may be.
  @usableFromInline static func form(_ byte: UInt8) -> (length: Int, second: ClosedRange<UInt8>)? {
    switch byte {
    case 0xC2...0xDF: (2, 0x80...0xBF)
    case 0xE0: (3, 0xA0...0xBF)
    case 0xE1...0xEC, 0xEE...0xEF: (3, 0x80...0xBF)
    case 0xED: (3, 0x80...0x9F)
    case 0xF0: (4, 0x90...0xBF)
    case 0xF1...0xF3: (4, 0x80...0xBF)
    case 0xF4: (4, 0x80...0x8F)
    default: nil
    }
  }
}

extension [UInt8] {
  /// The same as of any collection, with ASCII eight bytes at a time.
  package var firstInvalidUTF8: Int? {
    var index = endOfASCII(from: 0)
    while index < count {
      guard let length = lengthOfCharacter(at: index) else { return index }
      index = endOfASCII(from: index + length)
    }
    return nil
  }

  /// Where the first byte from `start` on stands that is not ASCII; the end when all are.
  package func endOfASCII(from start: Int) -> Int {
    var index = start
    while index &+ 8 <= count, word(at: index) & Self.highBits == 0 { index &+= 8 }
    while index < count, self[index] < 0x80 { index &+= 1 }
    return index
  }
}
