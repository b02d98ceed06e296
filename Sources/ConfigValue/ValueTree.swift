package import Diagnostics

/// A parsed text: flat nodes over one buffer of bytes.
///
/// The buffer begins with the source text itself, and scalars that read as they are written point into it; behind
/// it come the texts of scalars that had to be decoded, each behind its length. Immutable once built; see `TreeBuilder`.
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
    nodes.indices.lazy.filter { index in
      self.nodes[index].isDecoded && !self.textBounds(at: index).isEmpty && self.marks[index] == nil
    }.map { (self.range(at: $0), self.text[self.textBounds(at: $0)]) }
  }

  /// The scalars that have nothing but a tag or an anchor, as texts do that begin with `!` or `&` and lack quotes.
  package var loneProperties: [SourceRange] {
    nodes.indices.lazy.filter { index in
      let node = self.nodes[index]
      guard !node.isContainer, node.upperBound > node.lowerBound, self.textBounds(at: index).isEmpty else {
        return false
      }
      let first = self.text[Int(node.lowerBound)]
      return first == UInt8(ascii: "!") || first == UInt8(ascii: "&")
    }.map { self.range(at: $0) }
  }
}
