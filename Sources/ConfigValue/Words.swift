// Reading eight bytes at a time is what makes names and strings cheap; all of it that the checks of arrays do not see is here.
extension [UInt8] {
  /// The eight bytes from `offset` on, the first in the lowest bits. They must lie in the array.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset &+ 8 <= count, "a word lies in its text")
    return unsafe withUnsafeBytes {
      unsafe UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
  }

  /// The four bytes from `offset` on, the first in the lowest bits. They must lie in the array.
  @inline(__always)
  func halfWord(at offset: Int) -> UInt32 {
    precondition(offset >= 0 && offset &+ 4 <= count, "a word lies in its text")
    return unsafe withUnsafeBytes {
      unsafe UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
  }

  /// Where the bytes of a JSON string that read as they are written end: at a quote, a backslash, a control character, or the
  /// end of the text.
  @inline(__always)
  func endOfPlainString(from start: Int) -> Int {
    var end = start
    while end &+ 8 <= count {
      let stops = Self.stringStops(in: word(at: end))
      if stops != 0 { return end &+ stops.trailingZeroBitCount / 8 }
      end &+= 8
    }
    while end < count, self[end] != UInt8(ascii: "\""), self[end] != UInt8(ascii: "\\"), self[end] >= 0x20 { end &+= 1 }
    return end
  }

  /// Whether a byte is among these.
  package func holds(_ byte: UInt8) -> Bool {
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    var start = 0
    while start &+ 8 <= count {
      if Self.zeroBytes(word(at: start) ^ pattern) != 0 { return true }
      start &+= 8
    }
    return self[start...].contains(byte)
  }

  /// The high bit of the first byte that is a quote, a backslash or a control character, and of later ones any.
  @inline(__always)
  static func stringStops(in word: UInt64) -> UInt64 {
    zeroBytes(word ^ 0x2222_2222_2222_2222) | zeroBytes(word ^ 0x5C5C_5C5C_5C5C_5C5C)
      | ((word &- 0x2020_2020_2020_2020) & ~word & highBits)
  }

  static var highBits: UInt64 { 0x8080_8080_8080_8080 }

  /// The high bit of every byte that is zero. Above the lowest one, bits of other bytes may be set, too.
  @inline(__always)
  private static func zeroBytes(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & highBits
  }

  /// Whether the `length` bytes from `offset` on are those of `other` from `otherOffset` on. Both must lie in their arrays.
  @inline(__always)
  func hasBytes(at offset: Int, like other: [UInt8], at otherOffset: Int, length: Int) -> Bool {
    guard length < 8 else {
      // The last eight bytes, some of which are compared again.
      guard word(at: offset &+ length &- 8) == other.word(at: otherOffset &+ length &- 8) else { return false }
      var position = 0
      while position &+ 8 < length {
        guard word(at: offset &+ position) == other.word(at: otherOffset &+ position) else { return false }
        position &+= 8
      }
      return true
    }
    if offset &+ 8 <= count, otherOffset &+ 8 <= other.count {
      // The first bytes are the lowest; what comes behind the text is shifted out.
      let difference = word(at: offset) ^ other.word(at: otherOffset)
      return length == 0 || difference << UInt64(truncatingIfNeeded: 64 &- 8 &* length) == 0
    }
    for position in 0..<length where self[offset &+ position] != other[otherOffset &+ position] { return false }
    return true
  }
}
