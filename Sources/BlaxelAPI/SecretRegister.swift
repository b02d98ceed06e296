import Synchronization

/// The texts that must not appear in what is written while a run goes on: noted when they are read or received, never forgotten.
package final class SecretRegister: Sendable {
  private struct Noted {
    var texts: Set<String> = []
    /// The longest first, since one may hold another.
    var longestFirst: [String] = []
    /// What of them is not shown by itself either.
    var parts: Set<ArraySlice<UInt8>> = []
  }

  private let noted = Mutex(Noted())

  package init() {}

  /// Notes secrets, and the forms in which they travel.
  package func insert(_ secrets: some Sequence<String>) {
    let forms = Set(secrets.filter { !$0.isEmpty }.flatMap(Self.forms))
    noted.withLock { noted in
      let new = forms.subtracting(noted.texts)
      guard !new.isEmpty else { return }
      noted.texts.formUnion(new)
      noted.longestFirst = noted.texts.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
      for text in new { noted.parts.formUnion(Self.parts(of: text)) }
    }
  }

  /// All that was noted.
  package var texts: Set<String> { noted.withLock { $0.texts } }

  /// The text with `***` for each occurrence of a secret.
  package func masking(_ text: String) -> String {
    noted.withLock { $0.longestFirst }.reduce(text) { $0.replacing($1, with: "***") }
  }

  /// The same, with `***` also for parts of secrets: servers that do not know what to make of a key repeat the beginning of it.
  func maskingParts(of text: String) -> String {
    let masked = Array(masking(text).utf8)
    guard masked.count >= Self.part else { return String(decoding: masked, as: UTF8.self) }
    let parts = noted.withLock { $0.parts }
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

  private static func parts(of text: String) -> [ArraySlice<UInt8>] {
    let bytes = Array(text.utf8)
    guard bytes.count >= 2 * part else { return [] }
    return (0...bytes.count - part).map { bytes[$0..<$0 + part] }
  }

  /// A secret as it is, in Base64 with both alphabets (RFC 4648 §4, §5), padded or not, and percent-encoded as it is and in
  /// Base64, with digits of either case.
  private static func forms(of secret: String) -> [String] {
    let encoded = Base64.text(Array(secret.utf8))
    let safe = encoded.replacing("+", with: "-").replacing("/", with: "_")
    return [secret] + [encoded, safe].flatMap { [$0, $0.replacing("=", with: "")] }
      + [secret, encoded].flatMap { [PercentEncoding.encoded($0), PercentEncoding.encoded($0, isUppercase: false)] }
  }
}
