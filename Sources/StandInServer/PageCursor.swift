import FoundationEssentials

/// Where a page begins, as a text that means nothing to clients.
///
/// It is bound to what was asked for, expires after a day, and is not to be made up or changed: a checksum covers it all.
struct PageCursor {
  static let lifetime = 86_400

  /// Of the page it leads to, from 1.
  let page: Int
  /// How many of the matching jobs come before the page.
  let offset: Int

  /// `binding` is the workspace and the query it is for; `now` is the time of issue in seconds.
  func text(boundTo binding: String, now: Int) -> String {
    let payload = "\(page) \(offset) \(now)"
    return Self.sealed(payload + " " + Self.checksum(payload, binding))
  }

  init(page: Int, offset: Int) {
    self.page = page
    self.offset = offset
  }

  /// Nil when `text` was not issued for `binding`, or too long ago.
  init?(_ text: String, boundTo binding: String, now: Int) {
    guard let parts = Self.opened(text)?.split(separator: " "), parts.count == 4,
      Self.checksum(parts[..<3].joined(separator: " "), binding) == parts[3],
      let page = Int(parts[0]), let offset = Int(parts[1]), let issued = Int(parts[2]),
      now - issued < Self.lifetime
    else { return nil }
    self.init(page: page, offset: offset)
  }

  /// FNV-1a: enough against mistakes, which is all a stand-in guards against.
  private static func checksum(_ payload: String, _ binding: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in (payload + "\u{0}" + binding).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return String(hash, radix: 16)
  }

  /// Base64 of the bytes with their high bits set, so that `+`, `/` and `=` occur, which clients have to escape in a query.
  private static func sealed(_ text: String) -> String {
    Data(text.utf8.map { $0 ^ 0xDF }).base64EncodedString()
  }

  private static func opened(_ text: String) -> String? {
    Data(base64Encoded: text).map { String(decoding: $0.map { $0 ^ 0xDF }, as: UTF8.self) }
  }
}
