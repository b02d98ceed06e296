/// Bytes written as a percent sign and two hexadecimal digits (RFC 3986 §2.1).
package enum PercentEncoding {
  /// A text in which only the unreserved characters (§2.3) stand for themselves; the standard's digits are uppercase.
  static func encoded(_ text: String, isUppercase: Bool = true) -> String {
    let digits = Array((isUppercase ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        encoded.append(byte)
      default: encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// The bytes that a text stands for. A percent sign without two digits behind it stands for itself, and the text is not well
  /// formed.
  package static func decoded(_ text: some Sequence<UInt8>) -> (bytes: [UInt8], isWellFormed: Bool) {
    var (bytes, isWellFormed) = ([UInt8](), true)
    var rest = Array(text)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(2).compactMap(value)
      if digits.count == 2 {
        bytes.append(digits[0] << 4 | digits[1])
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
        isWellFormed = false
      }
    }
    return (bytes, isWellFormed)
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46: digit - 0x41 + 10
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }
}
