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
    let hexadecimal = Array("0123456789abcdef".utf8)
    let digits = SHA256.hash(data: bytes).flatMap { [hexadecimal[Int($0 >> 4)], hexadecimal[Int($0 & 15)]] }
    return String(decoding: digits, as: UTF8.self)
  }
}
