import Crypto

/// What stands for some bytes where they themselves are too long.
enum Digest {
  /// `sha256:` and 64 hexadecimal digits.
  static func text(of bytes: [UInt8]) -> String {
    let digits = SHA256.hash(data: bytes).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }
    return "sha256:" + digits.joined()
  }
}
