import FoundationEssentials

/// Bytes in 64 printable characters (RFC 4648 §4 and §5).
enum Base64 {
  /// The bytes that a text stands for, in the standard alphabet or that of addresses, padded or not; nil when it stands for none.
  static func bytes(_ text: String) -> [UInt8]? {
    var standard = text.replacing("-", with: "+").replacing("_", with: "/")
    while standard.last == "=" { standard.removeLast() }
    standard += String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
    return Data(base64Encoded: standard).map { Array($0) }
  }

  /// The bytes in the standard alphabet, padded.
  static func text(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString()
  }
}
