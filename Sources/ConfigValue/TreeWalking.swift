package import Diagnostics

// Walks that look at every value pass on the tree and the number of a node: a `Value` would retain and release its tree at every
// step, which costs more than the step. The number of a node is its place in document order; that of its next sibling is larger
// by its extent, the first child's by one. A map's children are its keys and values in turn.
extension ValueTree {
  /// The node with a number that is one of this tree: numbers come from the walk, which keeps to the extents that the tree was
  /// built with.
  @inlinable @inline(__always) func node(at index: Int) -> Node {
    assert(index >= 0 && index < nodes.count, "a walk keeps to its tree")
    return unsafe nodes.withUnsafeBufferPointer { unsafe $0[index] }
  }

  /// What the node is; keys are strings.
  @inlinable package func kind(at index: Int) -> ValueKind { node(at: index).kind }

  /// How many nodes the value takes, itself included; 1 for scalars.
  @inlinable package func extent(at index: Int) -> Int { node(at: index).extent }

  @inlinable package func isContainer(at index: Int) -> Bool { node(at: index).isContainer }

  /// The number of a key in the name table; `NameTable.unknown` for other nodes and names that are not in it.
  @inlinable package func symbol(at index: Int) -> NameTable.Symbol { node(at: index).symbol }

  /// The value of a boolean.
  @inlinable package func isTrue(at index: Int) -> Bool { node(at: index).isTrue }

  /// How many elements a list or members a map has; 0 for scalars.
  @inlinable package func count(at index: Int) -> Int {
    guard node(at: index).isContainer else { return 0 }
    let count = node(at: index).packedCount
    return count < Node.manyMembers ? count : countByWalking(at: index)
  }

  /// The same as `count(at:)`, by visiting every child of a list or map.
  @usableFromInline package func countByWalking(at index: Int) -> Int {
    let end = index + nodes[index].extent
    var (next, children) = (index + 1, 0)
    while next < end {
      next += nodes[next].extent
      children += 1
    }
    return nodes[index].kind == .map ? children / 2 : children
  }

  /// Where the text of a scalar stands in `text`; nowhere for containers.
  @inlinable @inline(__always) package func textBounds(at index: Int) -> Range<Int> {
    let node = node(at: index)
    if node.isContainer { return 0..<0 }
    return node.isDecoded ? decodedBounds(from: Int(node.place)) : node.writtenBounds
  }

  @usableFromInline func decodedBounds(from start: Int) -> Range<Int> {
    start..<start + Int(text.halfWord(at: start - DecodedText.lengthBytes))
  }

  /// Up to eight bytes of `text` before `end`, the first in the lowest bits, zeros in place of what is missing.
  package func textWord(at offset: Int, before end: Int) -> UInt64 {
    guard offset &+ 8 <= end else {
      var word: UInt64 = 0
      for place in stride(from: end &- 1, through: offset, by: -1) { word = word &<< 8 | UInt64(text[place]) }
      return word
    }
    return text.word(at: offset)
  }

  /// Where the node was written.
  @inlinable package func bounds(at index: Int) -> Range<Int> {
    Int(node(at: index).lowerBound)..<Int(node(at: index).upperBound)
  }

  /// Whether two scalars have the same text, byte for byte.
  @inlinable package func hasText(at index: Int, of other: ValueTree, at otherIndex: Int) -> Bool {
    let (bounds, others) = (textBounds(at: index), other.textBounds(at: otherIndex))
    return bounds.count == others.count
      && hasBytes(at: bounds.lowerBound, of: other, at: others.lowerBound, length: bounds.count)
  }

  @usableFromInline func hasBytes(at start: Int, of other: ValueTree, at otherStart: Int, length: Int) -> Bool {
    text.hasBytes(at: start, like: other.text, at: otherStart, length: length)
  }

  /// Whether more is to be known of some scalar than what it is written as.
  package var hasMarks: Bool { !marks.isEmpty }

  /// The value with the number.
  package func value(at index: Int) -> Value { Value(tree: self, index: index) }

  /// The member of a map whose key has the number.
  package func member(at key: Int) -> Value.Member { Value.Member(key: value(at: key), value: value(at: key + 1)) }

  /// Where the node was written, with the text's name.
  package func range(at index: Int) -> SourceRange { SourceRange(source, bounds(at: index)) }
}
