/// A fixed set of names, each with a small number, so that known keys are compared as numbers.
///
/// Numbers count from 1 in the order given; 0 stands for every name that is not in the table.
@usableFromInline
package struct NameTable: Sendable {
  /// The number of a name; `.unknown` for names outside the table.
  @usableFromInline package typealias Symbol = UInt16

  @usableFromInline package static let unknown: Symbol = 0

  private let names: [[UInt8]]
  private let buckets: [Symbol]

  /// Makes a table of at most 32,767 names, without duplicates.
  package init(_ names: [String]) {
    precondition(names.count <= 0x7FFF && Set(names).count == names.count, "a name table holds distinct names")
    self.names = names.map { Array($0.utf8) }
    var buckets = [Symbol](repeating: Self.unknown, count: Self.capacity(for: names.count))
    for (index, name) in self.names.enumerated() {
      var slot = Self.hash(name[...]) & (buckets.count - 1)
      while buckets[slot] != Self.unknown { slot = (slot + 1) & (buckets.count - 1) }
      buckets[slot] = Symbol(index + 1)
    }
    self.buckets = buckets
  }

  /// How many names there are; their numbers are 1 to this.
  package var count: Int { names.count }

  /// The name with the number, which must be one of the table's.
  package func name(of symbol: Symbol) -> String {
    String(decoding: names[Int(symbol) - 1], as: UTF8.self)
  }

  /// The number of the name spelled by `bytes`.
  package func symbol(_ bytes: ArraySlice<UInt8>) -> Symbol {
    var slot = Self.hash(bytes) & (buckets.count - 1)
    while buckets[slot] != Self.unknown {
      if names[Int(buckets[slot]) - 1][...] == bytes { return buckets[slot] }
      slot = (slot + 1) & (buckets.count - 1)
    }
    return Self.unknown
  }

  /// The number of `name`.
  package func symbol(_ name: String) -> Symbol {
    symbol(Array(name.utf8)[...])
  }

  private static func capacity(for count: Int) -> Int {
    var capacity = 8
    while capacity < count * 4 { capacity *= 2 }
    return capacity
  }

  /// FNV-1a.
  private static func hash(_ bytes: ArraySlice<UInt8>) -> Int {
    var hash: UInt32 = 2_166_136_261
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return Int(hash)
  }
}
