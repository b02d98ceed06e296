import FoundationEssentials
import Synchronization

/// The texts that must not appear in what is written while a run goes on: noted when they are read or received, never forgotten.
package final class SecretRegister: Sendable {
  private let noted = Mutex<Set<String>>([])

  package init() {}

  /// Notes secrets, and the forms in which they travel.
  package func insert(_ secrets: some Sequence<String>) {
    let forms = secrets.filter { !$0.isEmpty }.flatMap(Self.forms)
    noted.withLock { $0.formUnion(forms) }
  }

  /// All that was noted.
  package var texts: Set<String> { noted.withLock { $0 } }

  /// The text with `***` for each occurrence of a secret.
  package func masking(_ text: String) -> String {
    // The longest first, since one may hold another.
    texts.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }.reduce(text) { $0.replacing($1, with: "***") }
  }

  /// The same, with `***` also for parts of secrets: servers that do not know what to make of a key repeat the beginning of it.
  func maskingParts(of text: String) -> String {
    let masked = Array(masking(text).utf8)
    guard masked.count >= Self.part else { return String(decoding: masked, as: UTF8.self) }
    let parts = Set(
      texts.map { Array($0.utf8) }.filter { $0.count >= 2 * Self.part }.flatMap { secret in
        (0...secret.count - Self.part).map { secret[$0..<$0 + Self.part] }
      })
    guard !parts.isEmpty else { return String(decoding: masked, as: UTF8.self) }
    var isSecret = [Bool](repeating: false, count: masked.count)
    for start in 0...masked.count - Self.part where parts.contains(masked[start..<start + Self.part]) {
      for position in start..<start + Self.part { isSecret[position] = true }
    }
    var shown: [UInt8] = []
    for (position, byte) in masked.enumerated() {
      if !isSecret[position] {
        shown.append(byte)
      } else if position == 0 || !isSecret[position - 1] {
        shown += "***".utf8
      }
    }
    return String(decoding: shown, as: UTF8.self)
  }

  /// How many bytes of a secret, of at least twice as many, are a part of it.
  private static let part = 8

  /// A secret as it is, percent-encoded (RFC 3986 §2.1), and in base64 with both alphabets (RFC 4648 §4, §5), and what it holds when it is itself in base64, as
  /// client credentials are.
  private static func forms(of secret: String) -> [String] {
    let encoded = Data(secret.utf8).base64EncodedString()
    let safe = encoded.replacing("+", with: "-").replacing("/", with: "_")
    var forms = [secret] + [encoded, safe].flatMap { [$0, $0.replacing("=", with: "")] }
    forms += [secret, encoded].flatMap { [Endpoint.encoded($0), Endpoint.encoded($0).lowercasingEscapes] }
    if let data = Data(base64Encoded: secret), let pair = String(data: data, encoding: .utf8), pair.contains(":") {
      forms += [pair] + pair.split(separator: ":", maxSplits: 1).dropFirst().map(String.init)
    }
    return forms
  }
}

extension String {
  /// Percent-encoded text with the digits of its escapes in small letters.
  fileprivate var lowercasingEscapes: String {
    var (bytes, digits) = (Array(utf8), 0)
    for position in bytes.indices {
      if digits > 0 {
        if (0x41...0x46).contains(bytes[position]) { bytes[position] |= 0x20 }
        digits -= 1
      } else if bytes[position] == UInt8(ascii: "%") {
        digits = 2
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
