/// The bytes of a JSON text for `QuickJSONScan`, without checks.
///
/// What makes that safe: all readers are given places before `end`; those that read several bytes compare with `end` themselves;
/// and the last byte is a bracket that closes something, which is no part of a space, a number or a word. So a reader that goes on
/// behind a byte only where that byte is none of these brackets never leaves the text.
@safe
struct RawText {
  private let base: UnsafeRawPointer
  /// Where the text ends, spaces behind the last bracket left out.
  let end: Int

  /// Takes a text that outlives this one. Nil unless it ends, but for spaces, with a closing bracket.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return nil }
    var end = bytes.count
    while end > 0, Self.isSpace(unsafe bytes[end - 1]) { end -= 1 }
    // '[' and '{', and ']' and '}', differ in one bit.
    guard end > 1, unsafe bytes[end - 1] | 0x20 == UInt8(ascii: "}") else { return nil }
    unsafe self.base = base
    self.end = end
  }

  @inline(__always)
  subscript(_ offset: Int) -> UInt8 {
    assert(offset >= 0 && offset < end)
    return unsafe base.load(fromByteOffset: offset, as: UInt8.self)
  }

  /// The eight bytes from `offset` on, the first in the lowest bits.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    assert(offset >= 0 && offset + 8 <= end)
    return unsafe UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// The four bytes from `offset` on, the first in the lowest bits.
  @inline(__always)
  func halfWord(at offset: Int) -> UInt32 {
    assert(offset >= 0 && offset + 4 <= end)
    return unsafe UInt32(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// Where the bytes of a string that read as they are written end: at a quote, a backslash, a control character, or `end`.
  @inline(__always)
  func endOfPlainString(from start: Int) -> Int {
    var offset = start
    while offset &+ 8 <= end {
      let stops = [UInt8].stringStops(in: word(at: offset))
      if stops != 0 { return offset &+ stops.trailingZeroBitCount &>> 3 }
      offset &+= 8
    }
    return endOfShortString(from: offset)
  }

  /// The same where fewer than eight bytes are left.
  @inline(never)
  private func endOfShortString(from start: Int) -> Int {
    var offset = start
    while offset < end, self[offset] != UInt8(ascii: "\""), self[offset] != UInt8(ascii: "\\"), self[offset] >= 0x20 {
      offset += 1
    }
    return offset
  }

  /// Where the spaces end that may stand at `start`.
  @inline(__always)
  func endOfSpace(from start: Int) -> Int {
    // Above the space are all other bytes of compact texts.
    self[start] > 0x20 ? start : endOfLongSpace(from: start)
  }

  @inline(never)
  private func endOfLongSpace(from start: Int) -> Int {
    var offset = start
    while Self.isSpace(self[offset]) { offset &+= 1 }
    return offset
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}
