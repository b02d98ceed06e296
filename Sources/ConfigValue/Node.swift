/// What a value is.
@usableFromInline
package enum ValueKind: UInt8, Sendable, BitwiseCopyable {
  case null, boolean, integer, decimal, string, list, map
}

/// One value, or one mapping key, in a `ValueTree`: 16 bytes.
///
/// Nodes stand in document order: a list is followed by its elements, a map by its keys and values in turn.
@usableFromInline
package struct Node: Sendable, BitwiseCopyable {
  @usableFromInline var kind: ValueKind
  /// Scalars: `isTrue`, and how `place` is to be read. Containers: the upper eight bits of the number of members.
  @usableFromInline var high: UInt8
  /// Keys: the number in the name table. Containers: the lower sixteen bits of the number of members.
  @usableFromInline var low: UInt16
  /// Scalars: where the text starts. Containers: the number of nodes of the subtree, this one included.
  @usableFromInline var place: UInt32
  /// The source range.
  @usableFromInline var lowerBound: UInt32
  @usableFromInline var upperBound: UInt32

  /// The value of a boolean; of a key, whether it is a merge key.
  @usableFromInline static let truth: UInt8 = 1
  /// The text ends one byte before the source range does, at a quote.
  @usableFromInline static let closing: UInt8 = 2
  /// The text stands behind the source, with its length in the four bytes before it.
  @usableFromInline static let decoded: UInt8 = 4

  /// A number of elements or members that stands for itself and all that are greater.
  @usableFromInline static let manyMembers = 0xFF_FFFF

  @inlinable init(
    _ kind: ValueKind, flags: UInt8 = 0, symbol: NameTable.Symbol = NameTable.unknown, place: UInt32,
    lowerBound: UInt32, upperBound: UInt32
  ) {
    self.kind = kind
    high = flags
    low = symbol
    self.place = place
    self.lowerBound = lowerBound
    self.upperBound = upperBound
  }

  @inlinable var isContainer: Bool {
    switch kind {
    case .list, .map: true
    case .null, .boolean, .integer, .decimal, .string: false
    }
  }

  @inlinable var symbol: NameTable.Symbol { isContainer ? NameTable.unknown : low }

  @inlinable var isTrue: Bool { !isContainer && high & Self.truth != 0 }

  @inlinable var isDecoded: Bool { !isContainer && high & Self.decoded != 0 }

  /// How many nodes the value takes, itself included.
  @inlinable var extent: Int { isContainer ? Int(place) : 1 }

  /// How many elements a list or members a map has, if these are fewer than `manyMembers`.
  @inlinable var packedCount: Int { Int(high) << 16 | Int(low) }

  mutating func setPackedCount(_ count: Int) {
    let packed = min(count, Self.manyMembers)
    high = UInt8(packed >> 16)
    low = UInt16(packed & 0xFFFF)
  }

  /// Where the text of a scalar that reads as it is written stands.
  @inlinable var writtenBounds: Range<Int> {
    Int(place)..<Int(upperBound) &- (high & Self.closing != 0 ? 1 : 0)
  }
}
