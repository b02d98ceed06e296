/// A key that a quick look can recognise where it is expected again.
///
/// Objects of one kind mostly have the same keys in the same order. So every key remembers which one came behind it last time, and
/// which one first inside its value; comparing sixteen bytes with what is expected then says at once where the key ends and which
/// name it is.
struct RememberedKey: BitwiseCopyable {
  /// The key's bytes and the quote behind them, and ones where these are.
  private var first: UInt64 = 0
  private var second: UInt64 = 0
  private var firstMask: UInt64 = 0
  private var secondMask: UInt64 = 0
  /// How many bytes of text a comparison looks at, from the opening quote on; more than there are where there is no key.
  private var reach = Int.max
  /// The key's bit among those of its object; see `fingerprint(_:length:lastByte:)`.
  private(set) var fingerprint: UInt64 = 0
  private(set) var length: Int32 = 0
  private(set) var symbol = NameTable.unknown
  /// The number of the key that came next in the object, and of the first key inside the value.
  var next: UInt16 = 0
  var child: UInt16 = 0
  /// The number of the key in whose value it stands.
  private var context: UInt16 = 0

  /// How many keys are remembered. The number of the one that stands for none, and for the outermost value, is 0.
  static let count = 256

  /// No key.
  init() {}

  /// The key with `length` bytes from behind `quote` on; no key when it is too long, or too near to the text's end.
  init(_ text: RawText, quote: Int, length: Int, symbol: NameTable.Symbol, fingerprint: UInt64) {
    guard length < 16, text.end &- quote >= 17 else { return }
    let bits = UInt64(truncatingIfNeeded: length &+ 1) &* 8
    firstMask = bits >= 64 ? .max : (1 &<< bits) &- 1
    secondMask = bits <= 64 ? 0 : bits == 128 ? .max : (1 &<< (bits &- 64)) &- 1
    first = text.word(at: quote &+ 1) & firstMask
    second = text.word(at: quote &+ 9) & secondMask
    reach = 17
    self.length = Int32(truncatingIfNeeded: length)
    self.symbol = symbol
    self.fingerprint = fingerprint
  }

  /// Whether the string that begins at `quote` is this key.
  @inline(__always)
  func stands(in text: RawText, at quote: Int) -> Bool {
    text.end &- quote >= reach
      && ((text.word(at: quote &+ 1) & firstMask) ^ first) | ((text.word(at: quote &+ 9) & secondMask) ^ second) == 0
  }

  /// One of 64 bits, the same for the same key; other keys seldom have it.
  static func fingerprint(_ symbol: NameTable.Symbol, length: Int, lastByte: UInt8) -> UInt64 {
    let number = symbol == NameTable.unknown ? length &* 5 &+ Int(lastByte) : Int(symbol)
    return 1 &<< UInt64(truncatingIfNeeded: number)
  }

  /// Puts the key, which stands in the value of the one with the number `context`, among `keys`, and says under which number.
  ///
  /// Where it stands already, what it remembers stays. Else it takes a free place near the one that its bytes say, or that one.
  mutating func remember(in keys: RawList<RememberedKey>, inside context: UInt16) -> UInt16 {
    self.context = context
    let mixed = (first ^ second &+ UInt64(context)) &* 0x9E37_79B9_7F4A_7C15
    let home = Int(truncatingIfNeeded: mixed &>> 56)
    for probe in 0..<4 {
      let number = max((home &+ probe) & (Self.count &- 1), 1)
      if keys[number].isSame(as: self) { return UInt16(number) }
      if keys[number].reach == .max {
        keys[number] = self
        return UInt16(number)
      }
    }
    keys[max(home, 1)] = self
    return UInt16(max(home, 1))
  }

  private func isSame(as other: RememberedKey) -> Bool {
    first == other.first && second == other.second && length == other.length && reach == other.reach
      && context == other.context
  }
}
