/// Texts that must not appear, for finding them inside of others.
///
/// Those shorter than `SecretText.shortest` are left out.
struct KnownSecrets: Sendable {
  /// By their first bytes, as many as the shortest has.
  private let byBeginning: [UInt64: [[UInt8]]]

  init(_ texts: Set<String>) {
    let secrets = texts.lazy.map { Array($0.utf8) }.filter { $0.count >= SecretText.shortest }
    byBeginning = Dictionary(grouping: secrets) { secret in
      secret.prefix(SecretText.shortest).reduce(0) { Self.next($0, $1) }
    }
  }

  /// Whether one of them stands in `text`. One pass, however many there are.
  func occur(in text: ArraySlice<UInt8>) -> Bool {
    guard !byBeginning.isEmpty, text.count >= SecretText.shortest else { return false }
    var window: UInt64 = 0
    for index in text.indices {
      window = Self.next(window, text[index])
      let start = index - SecretText.shortest + 1
      guard start >= text.startIndex, let secrets = byBeginning[window] else { continue }
      if secrets.contains(where: { text[start...].starts(with: $0) }) { return true }
    }
    return false
  }

  /// The last eight bytes, `byte` being the newest.
  private static func next(_ window: UInt64, _ byte: UInt8) -> UInt64 {
    window << 8 | UInt64(byte)
  }
}
