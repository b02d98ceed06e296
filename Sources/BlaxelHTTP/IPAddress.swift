#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An address of IPv4 or IPv6.
struct IPAddress: Hashable, Sendable {
  /// Four or sixteen. An IPv4 address that is written as one of IPv6 (RFC 4291 §2.5.5.2) has four.
  private let bytes: [UInt8]

  /// Reads `10.0.0.1` or `fe80::1`, without brackets.
  init?(_ text: String) {
    if let bytes = Self.bytes(of: text, AF_INET, count: 4) {
      self.bytes = bytes
    } else if let bytes = Self.bytes(of: text, AF_INET6, count: 16) {
      let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10...11].allSatisfy { $0 == 0xFF }
      self.bytes = isMapped ? Array(bytes[12...]) : bytes
    } else {
      return nil
    }
  }

  /// How many bits there are.
  var width: Int { bytes.count * 8 }

  /// Whether the first `count` bits are those of another address of the same kind.
  func sharesPrefix(of count: Int, with other: IPAddress) -> Bool {
    guard width == other.width else { return false }
    return (0..<count).allSatisfy { bit in
      (bytes[bit / 8] ^ other.bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
    }
  }

  private static func bytes(of text: String, _ family: Int32, count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let isRead = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe inet_pton(family, text, buffer.baseAddress) == 1
    }
    return isRead ? bytes : nil
  }
}
