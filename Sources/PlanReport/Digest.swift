import Crypto

/// What stands for some bytes where they themselves are too long.
enum Digest {
  /// `sha256:` and 64 hexadecimal digits.
  static func text(of bytes: [UInt8]) -> String {
    "sha256:" + digits(of: bytes)
  }

  /// 32 hexadecimal digits, which nobody can have put into the bytes before.
  static func short(of bytes: [UInt8]) -> String {
    String(digits(of: bytes).prefix(32))
  }

  private static func digits(of bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
