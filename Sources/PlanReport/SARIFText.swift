/// A message of a SARIF log. Nothing in it is a link (SARIF 2.1.0 §3.11.6) or stands for something else (§3.11.5).
///
/// By the letter of the standard, braces are written twice. Viewers show them so, so that only those are kept apart between
/// which there is a number, by a backslash, as are brackets with something in parentheses behind them.
enum SARIFText: TextKind {
  static func escaped(_ text: String) -> String {
    var safe = String.UnicodeScalarView()
    var last: Unicode.Scalar = " "
    var isNumbered = false
    for scalar in Terminal.escaped(text).unicodeScalars {
      if scalar == "}", isNumbered, last != "{" { safe.append("\\") }
      if scalar == "(", last == "]" { safe.append("\\") }
      isNumbered = scalar == "{" || isNumbered && ("0"..."9").contains(scalar)
      safe.append(scalar)
      last = scalar
    }
    return String(safe)
  }
}

/// A relative reference, or an absolute URI, to a file (RFC 3986). Texts from outside are parts of its path.
enum URIText: TextKind {
  static func escaped(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
      }
    }
    return encoded
  }
}
