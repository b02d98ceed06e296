/// Reads the content of a JSON string that does not read as it is written (RFC 8259 §7).
struct EscapedString {
  /// Why there is no such string, and where.
  enum Fault: Error {
    /// A control character.
    case control(Int)
    /// The text ends where the closing quote, or the rest of an escape sequence, should stand.
    case missingEnd(Int)
    case missingEscape(Int)
    case unknownEscape(Range<Int>)
    /// Not four hexadecimal digits, or half of a surrogate pair; up to six bytes.
    case invalidUnicode(Range<Int>)
  }

  private let bytes: [UInt8]
  private var position: Int

  private init(_ bytes: [UInt8], from position: Int) {
    self.bytes = bytes
    self.position = position
  }

  /// What the string says that begins with the quote at `quote`, and where it ends: behind its closing quote.
  static func read(_ bytes: [UInt8], at quote: Int) throws(Fault) -> (content: [UInt8], end: Int) {
    var string = EscapedString(bytes, from: quote + 1)
    let content = try string.content()
    return (content, string.position)
  }

  private mutating func content() throws(Fault) -> [UInt8] {
    var decoded: [UInt8] = []
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return decoded
      case UInt8(ascii: "\\"):
        try escape(into: &decoded)
      case 0..<0x20:
        throw .control(position)
      default:
        let end = bytes.endOfPlainString(from: position)
        decoded += bytes[position..<end]
        position = end
      }
    }
    throw .missingEnd(position)
  }

  private mutating func escape(into decoded: inout [UInt8]) throws(Fault) {
    let start = position
    guard position + 1 < bytes.count else { throw .missingEscape(position) }
    position += 2
    switch bytes[position - 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(bytes[position - 1])
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"):
      guard let scalar = unicodeEscape() else { throw .invalidUnicode(start..<min(start + 6, bytes.count)) }
      decoded += String(scalar).utf8
    default: throw .unknownEscape(start..<position)
    }
  }

  /// The scalar written by four digits, or by two escapes that are a surrogate pair (RFC 8259 §7).
  private mutating func unicodeEscape() -> Unicode.Scalar? {
    guard let first = hexadecimalUnit() else { return nil }
    guard UTF16.isLeadSurrogate(first) else { return Unicode.Scalar(first) }
    guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")), let second = hexadecimalUnit(),
      UTF16.isTrailSurrogate(second)
    else {
      return nil
    }
    return Unicode.Scalar(0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF)))
  }

  private mutating func hexadecimalUnit() -> UInt16? {
    guard position + 4 <= bytes.count else { return nil }
    var unit: UInt16 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    position += 4
    return unit
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }
}
