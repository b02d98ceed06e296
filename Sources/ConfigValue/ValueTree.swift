package import Diagnostics

/// What a value is.
@usableFromInline
package enum ValueKind: UInt8, Sendable, BitwiseCopyable {
  case null, boolean, integer, decimal, string, list, map
}

/// One value, or one mapping key, in a `ValueTree`: 20 bytes.
///
/// Nodes stand in document order: a list is followed by its elements, a map by its keys and values in turn.
@usableFromInline
struct Node: Sendable, BitwiseCopyable {
  @usableFromInline var kind: ValueKind
  /// The value of a boolean.
  @usableFromInline var isTrue: Bool = false
  /// A key's number in the name table.
  @usableFromInline var symbol: NameTable.Symbol = NameTable.unknown
  /// Scalars: where the text starts. Containers: the number of elements or members.
  @usableFromInline var first: UInt32
  /// Scalars: how long the text is. Containers: the number of nodes of the subtree, this one included.
  @usableFromInline var second: UInt32
  /// The source range.
  @usableFromInline var lowerBound: UInt32
  @usableFromInline var upperBound: UInt32

  @inlinable var isContainer: Bool {
    switch kind {
    case .list, .map: true
    case .null, .boolean, .integer, .decimal, .string: false
    }
  }

  /// How many nodes the value takes, itself included.
  @inlinable var extent: Int { isContainer ? Int(second) : 1 }

  @inlinable var textBounds: Range<Int> { Int(first)..<Int(first) + Int(second) }
}

/// A parsed text: flat nodes over one buffer of bytes.
///
/// The buffer begins with the source text itself, and scalars that read as they are written point into it; behind
/// it come the texts of scalars that had to be decoded. Immutable once built; see `TreeBuilder`.
@usableFromInline
package final class ValueTree: Sendable {
  /// The text the ranges are offsets of.
  package let source: SourceID
  @usableFromInline let nodes: ContiguousArray<Node>
  /// The bytes that the nodes' texts stand in.
  @usableFromInline package let text: [UInt8]
  /// What is to be known of some scalars, by their indices.
  let marks: [Int: ScalarMark]

  init(source: SourceID, nodes: ContiguousArray<Node>, text: [UInt8], marks: [Int: ScalarMark] = [:]) {
    self.source = source
    self.nodes = nodes
    self.text = text
    self.marks = marks
  }

  /// The scalars and keys that are not written as they read, because of escapes, line folding or quotes inside quotes: a
  /// search of the source does not find what is in them. What was put in from outside is none of them. In document order; an
  /// alias repeats what it names.
  package var respelled: [(range: SourceRange, text: ArraySlice<UInt8>)] {
    // Decoded texts lie behind the source.
    nodes.indices.lazy.filter { index in
      let node = self.nodes[index]
      return !node.isContainer && node.second > 0 && node.first >= node.upperBound && self.marks[index] == nil
    }.map { (self.range(at: $0), self.text[self.nodes[$0].textBounds]) }
  }

  /// The scalars that have nothing but a tag or an anchor, as texts do that begin with `!` or `&` and lack quotes.
  package var loneProperties: [SourceRange] {
    nodes.indices.lazy.filter { index in
      let node = self.nodes[index]
      guard !node.isContainer, node.second == 0, node.upperBound > node.lowerBound else { return false }
      let first = self.text[Int(node.lowerBound)]
      return first == UInt8(ascii: "!") || first == UInt8(ascii: "&")
    }.map { self.range(at: $0) }
  }
}
