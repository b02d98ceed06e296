/// Numbers of nodes by the bytes of their texts, in four to eight bytes each: for maps of any size.
struct KeyTable {
  /// Nodes, the first of which is a map and so no key: it stands for nothing.
  private var slots: [UInt32]

  /// Takes a number of keys that may not be exceeded.
  init(capacity: Int) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
  }

  /// Adds a key, unless one with the same text is there, which is returned then.
  mutating func insert(_ node: Int, text: ArraySlice<UInt8>, textOf: (Int) -> ArraySlice<UInt8>) -> Int? {
    // Seeded by the process: nobody can choose keys that share a slot.
    var hasher = Hasher()
    unsafe text.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    var slot = hasher.finalize() & (slots.count - 1)
    while slots[slot] != 0 {
      if textOf(Int(slots[slot])) == text { return Int(slots[slot]) }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = UInt32(node)
    return nil
  }
}
