/// A fixed set of names, each with a small number, so that known keys are compared as numbers.
///
/// Numbers count from 1 in the order given; 0 stands for every name that is not in the table.
@usableFromInline
package struct NameTable: Sendable {
  /// The number of a name; `.unknown` for names outside the table.
  @usableFromInline package typealias Symbol = UInt16

  @usableFromInline package static let unknown: Symbol = 0

  /// The first and the last bytes of a name, which are all of it up to sixteen, and its length.
  private struct Ends: Equatable {
    let first: UInt64
    let last: UInt64
    let count: Int

    @inline(__always)
    init(of text: [UInt8], in bounds: Range<Int>) {
      let (start, end) = (bounds.lowerBound, bounds.upperBound)
      count = end &- start
      if count >= 8 {
        (first, last) = (text.word(at: start), text.word(at: end &- 8))
      } else if count >= 4 {
        (first, last) = (UInt64(text.halfWord(at: start)), UInt64(text.halfWord(at: end &- 4)))
      } else if count > 0 {
        let middle = text[start &+ count / 2]
        (first, last) = (UInt64(text[start]) | UInt64(middle) << 8, UInt64(text[end &- 1]))
      } else {
        (first, last) = (0, 0)
      }
    }

    @inline(__always)
    var hash: UInt64 {
      (first ^ last &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(truncatingIfNeeded: count)) &* 0xD6E8_FEB8_6659_FD93
    }

    @inline(__always)
    static func == (one: Ends, other: Ends) -> Bool {
      one.first == other.first && one.last == other.last && one.count == other.count
    }
  }

  private struct Entry {
    let ends: Ends
    /// Where the name stands in `text`.
    let start: Int
  }

  private let text: [UInt8]
  private let entries: [Entry]
  private let buckets: [Symbol]
  /// What of a hash is left out, so that the rest is the number of a bucket.
  private let shift: UInt64

  /// Makes a table of at most 32,767 names, without duplicates.
  package init(_ names: [String]) {
    precondition(names.count <= 0x7FFF && Set(names).count == names.count, "a name table holds distinct names")
    var (text, entries): ([UInt8], [Entry]) = ([], [])
    for name in names {
      let start = text.count
      text += name.utf8
      entries.append(Entry(ends: Ends(of: text, in: start..<text.count), start: start))
    }
    let capacity = Self.capacity(for: names.count)
    shift = UInt64(64 - capacity.trailingZeroBitCount)
    var buckets = [Symbol](repeating: Self.unknown, count: capacity)
    for (index, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.ends.hash &>> shift)
      while buckets[slot] != Self.unknown { slot = (slot + 1) & (capacity - 1) }
      buckets[slot] = Symbol(index + 1)
    }
    (self.text, self.entries, self.buckets) = (text, entries, buckets)
  }

  /// How many names there are; their numbers are 1 to this.
  package var count: Int { entries.count }

  /// The name with the number, which must be one of the table's.
  package func name(of symbol: Symbol) -> String {
    let entry = entries[Int(symbol) - 1]
    return String(decoding: text[entry.start..<entry.start + entry.ends.count], as: UTF8.self)
  }

  /// The number of the name that stands at `bounds` in `bytes`, in time that does not depend on other names in the text.
  @inline(__always)
  func symbol(in bytes: [UInt8], _ bounds: Range<Int>) -> Symbol {
    let ends = Ends(of: bytes, in: bounds)
    let slot = Int(truncatingIfNeeded: ends.hash &>> shift)
    let symbol = buckets[slot]
    // Nearly all names are at the first place, and their ends are all of them.
    if symbol == Self.unknown || (ends.count <= 16 && entries[Int(symbol) &- 1].ends == ends) { return symbol }
    return self.symbol(ends, from: slot, in: bytes, bounds.lowerBound)
  }

  @inline(never)
  private func symbol(_ ends: Ends, from first: Int, in bytes: [UInt8], _ start: Int) -> Symbol {
    var slot = first
    while true {
      let symbol = buckets[slot]
      guard symbol != Self.unknown else { return symbol }
      let entry = entries[Int(symbol) &- 1]
      if entry.ends == ends,
        ends.count <= 16 || text.hasBytes(at: entry.start, like: bytes, at: start, length: ends.count)
      {
        return symbol
      }
      slot = (slot &+ 1) & (buckets.count &- 1)
    }
  }

  /// The number of `name`.
  package func symbol(_ name: String) -> Symbol {
    symbol(in: Array(name.utf8), 0..<name.utf8.count)
  }

  private static func capacity(for count: Int) -> Int {
    var capacity = 8
    while capacity < count * 4 { capacity *= 2 }
    return capacity
  }
}
