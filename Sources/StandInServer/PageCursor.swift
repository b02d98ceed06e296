import ConfigValue
import FoundationEssentials
import JobModel

/// Where a page begins, as a text that means nothing to clients.
///
/// It names the last job before the page by what the orders go by, so that jobs that come and go between two pages move no
/// other job to another page. It is bound to what was asked for, expires after a day, and is not to be made up or changed: a
/// checksum covers it all. The number of jobs on a page is not a part of it.
struct PageCursor {
  static let lifetime = 86_400

  /// Of the page it leads to, from 1.
  let page: Int
  let start: ListStart

  init(page: Int, start: ListStart) {
    self.page = page
    self.start = start
  }

  /// `binding` is the workspace and the query it is for; `now` is the time of issue in seconds.
  func text(boundTo binding: String, now: Int) -> String {
    let payload = Array(["\(page)", "\(now)", startText].joined(separator: "\u{0}").utf8)
    return Self.sealed(Array(Self.checksum(payload[...], binding).utf8) + [0] + payload)
  }

  /// Nil when `text` was not issued for `binding`, or too long ago.
  init?(_ text: String, boundTo binding: String, now: Int) {
    guard let bytes = Self.opened(text), let seal = bytes.firstIndex(of: 0) else { return nil }
    let payload = bytes[(seal + 1)...]
    guard Self.checksum(payload, binding).utf8.elementsEqual(bytes[..<seal]) else { return nil }
    let parts = Self.parts(payload, 3)
    guard parts.count == 3, let page = Int(parts[0]), let issued = Int(parts[1]), now - issued < Self.lifetime,
      let start = Self.start(parts[2])
    else { return nil }
    self.init(page: page, start: start)
  }

  // MARK: Texts

  /// `first`, `last`, `at`, N, or `after`, SECONDS, NANOSECONDS, NAME, with NULs between them; the numbers are empty for a time
  /// that is not known.
  private var startText: String {
    let words: [String] =
      switch start {
      case .beginning: ["first"]
      case .tail: ["last"]
      case .position(let count): ["at", "\(count)"]
      case .after(let place):
        ["after"] + (place.createdAt.map { ["\($0.seconds)", "\($0.nanoseconds)"] } ?? ["", ""]) + [place.name.text]
      }
    return words.joined(separator: "\u{0}")
  }

  private static func start(_ text: String) -> ListStart? {
    let words = parts(Array(text.utf8)[...], 4)
    switch (words[0], words.count) {
    case ("first", 1): return .beginning
    case ("last", 1): return .tail
    case ("at", 2): return Int(words[1]).map { .position($0) }
    case ("after", 4):
      let time = Int(words[1]).flatMap { seconds in
        Int(words[2]).map { Timestamp(seconds: seconds, nanoseconds: $0) }
      }
      return .after(JobPlace(name: ExactText(words[3]), createdAt: time))
    default: return nil
    }
  }

  /// At most `count` texts, which stood between NULs; only the last may hold more. Of bytes, since a text that begins with a
  /// combining mark makes one character with what stands before it.
  private static func parts(_ bytes: ArraySlice<UInt8>, _ count: Int) -> [String] {
    bytes.split(separator: 0, maxSplits: count - 1, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// FNV-1a: enough against mistakes, which is all a stand-in guards against.
  private static func checksum(_ payload: ArraySlice<UInt8>, _ binding: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in payload + [0] + Array(binding.utf8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return String(hash, radix: 16)
  }

  /// Base64 of the bytes with their high bits set, so that `+`, `/` and `=` occur, which clients have to escape in a query.
  private static func sealed(_ bytes: [UInt8]) -> String {
    Data(bytes.map { $0 ^ 0xDF }).base64EncodedString()
  }

  private static func opened(_ text: String) -> [UInt8]? {
    Data(base64Encoded: text).map { $0.map { $0 ^ 0xDF } }
  }
}
