/// Which of some sorted texts begin with given bytes, `SecretText.shortest` of them, which are one number, the first byte the
/// highest.
///
/// A bit for each hash tells of nearly all windows of a text, at the cost of a few instructions, that nothing begins with them.
struct BeginningTable: Sendable {
  private let mayBe: [UInt64]
  /// Of the hash, for the number of a bit.
  private let bitShift: Int

  private struct Slot {
    var beginning: UInt64 = 0
    /// Empty where there is none.
    var entries = 0..<0
  }

  /// At most half of them are taken.
  private let slots: [Slot]
  private let slotShift: Int

  /// - Parameter beginnings: of the texts, in ascending order.
  init(_ beginnings: [UInt64]) {
    // With 16 bits and more for each, one window in 16 or less is looked up for nothing.
    let bits = max(12, Int.bitWidth - (16 * beginnings.count).leadingZeroBitCount)
    bitShift = 64 - bits
    slotShift = 64 - (bits - 3)
    var mayBe = [UInt64](repeating: 0, count: 1 << (bits - 6))
    var slots = [Slot](repeating: Slot(), count: 1 << (bits - 3))
    var start = 0
    while start < beginnings.count {
      let beginning = beginnings[start]
      let end = beginnings[start...].firstIndex { $0 != beginning } ?? beginnings.count
      let hash = Self.hash(beginning)
      mayBe[Int(hash >> (bitShift + 6))] |= 1 << (hash >> bitShift & 63)
      var slot = Int(hash >> slotShift)
      while !slots[slot].entries.isEmpty { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Slot(beginning: beginning, entries: start..<end)
      start = end
    }
    self.mayBe = mayBe
    self.slots = slots
  }

  /// Whether texts may begin with `window`; false is certain.
  @inline(__always)
  func mayHold(_ window: UInt64) -> Bool {
    let hash = Self.hash(window)
    return mayBe[Int(hash >> (bitShift + 6))] >> (hash >> bitShift & 63) & 1 != 0
  }

  /// The positions of the texts that begin with `window`.
  func entries(of window: UInt64) -> Range<Int>? {
    var slot = Int(Self.hash(window) >> slotShift)
    while !slots[slot].entries.isEmpty {
      if slots[slot].beginning == window { return slots[slot].entries }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// The last bytes of a text, `byte` being the newest.
  @inline(__always)
  static func next(_ window: UInt64, _ byte: UInt8) -> UInt64 {
    window << 8 | UInt64(byte)
  }

  /// The first bytes of a text.
  static func window(of text: some Sequence<UInt8>) -> UInt64 {
    text.prefix(SecretText.shortest).reduce(0) { next($0, $1) }
  }

  /// By the golden ratio: neighbours are far apart in the upper bits.
  @inline(__always)
  private static func hash(_ window: UInt64) -> UInt64 {
    window &* 0x9E37_79B9_7F4A_7C15
  }
}
