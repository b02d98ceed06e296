package import Diagnostics

/// A value in a parsed text, with the exact range it was written in.
///
/// Cheap to copy: a reference and an index.
package struct Value: Sendable {
  package let tree: ValueTree
  /// The number of its node; see `ValueTree.kind(at:)`.
  package let index: Int

  init(tree: ValueTree, index: Int) {
    self.tree = tree
    self.index = index
  }

  private var node: Node { tree.nodes[index] }

  /// What tells a value from every other one, of its own tree too, as long as the tree is held.
  package struct Identity: Hashable, Sendable {
    private let tree: ObjectIdentifier
    private let index: Int

    fileprivate init(_ value: Value) {
      tree = ObjectIdentifier(value.tree)
      index = value.index
    }
  }

  package var identity: Identity { Identity(self) }

  package var kind: ValueKind { node.kind }

  /// The bytes the value was written in. A container's range ends with its last child when its syntax has no end mark;
  /// a null that is not written has the empty range where it would stand.
  package var range: SourceRange {
    SourceRange(tree.source, Int(node.lowerBound)..<Int(node.upperBound))
  }

  /// A scalar's text as read: escapes resolved, numbers as written. Empty for containers.
  package var text: String {
    String(decoding: textBytes, as: UTF8.self)
  }

  /// The UTF-8 bytes of `text`.
  package var textBytes: ArraySlice<UInt8> {
    node.isContainer ? [] : tree.text[tree.textBounds(at: index)]
  }

  /// The number of a known name, when the value is a mapping key.
  package var symbol: NameTable.Symbol { node.symbol }

  package var isNull: Bool { kind == .null }
  package var isContainer: Bool { node.isContainer }
  package var string: String? { kind == .string ? text : nil }
  package var boolean: Bool? { kind == .boolean ? node.isTrue : nil }

  /// The exact value of an integer or decimal.
  package var number: Number? {
    kind == .integer || kind == .decimal ? Number(parsing: textBytes) : nil
  }

  /// How many elements a list or members a map has; 0 for scalars.
  package var count: Int { tree.count(at: index) }
}

extension Value {
  /// A mapping key and its value.
  package struct Member: Sendable {
    /// A string; its range is the key's.
    package let key: Value
    package let value: Value

    package var name: String { key.text }
    /// The key's number in the name table the tree was built with.
    package var symbol: NameTable.Symbol { key.symbol }
  }

  /// A list's elements in order; none for other kinds.
  package struct Elements: Sequence, IteratorProtocol, Sendable {
    let tree: ValueTree
    var nextIndex: Int
    var remaining: Int

    package mutating func next() -> Value? {
      guard remaining > 0 else { return nil }
      remaining -= 1
      defer { nextIndex += tree.nodes[nextIndex].extent }
      return Value(tree: tree, index: nextIndex)
    }

    package var underestimatedCount: Int { remaining }
  }

  /// A map's members in source order; none for other kinds.
  package struct Members: Sequence, IteratorProtocol, Sendable {
    var children: Elements

    package mutating func next() -> Member? {
      guard let key = children.next(), let value = children.next() else { return nil }
      return Member(key: key, value: value)
    }

    package var underestimatedCount: Int { children.remaining / 2 }
  }

  package var elements: Elements {
    Elements(tree: tree, nextIndex: index + 1, remaining: kind == .list ? count : 0)
  }

  package var members: Members {
    Members(children: Elements(tree: tree, nextIndex: index + 1, remaining: kind == .map ? 2 * count : 0))
  }

  /// The member of a map called `name`.
  package func member(_ name: String) -> Member? {
    guard kind == .map else { return nil }
    let wanted = name.utf8.span
    let end = index + tree.extent(at: index)
    var key = index + 1
    while key < end {
      let bounds = tree.textBounds(at: key)
      if bounds.count == wanted.count, wanted.indices.allSatisfy({ wanted[$0] == tree.text[bounds.lowerBound + $0] }) {
        return Member(key: Value(tree: tree, index: key), value: Value(tree: tree, index: key + 1))
      }
      key += 1 + tree.extent(at: key + 1)
    }
    return nil
  }

  /// The value of the member of a map called `name`.
  package subscript(_ name: String) -> Value? {
    member(name)?.value
  }
}

extension Value {
  /// A copy that needs no tree.
  package var plain: PlainValue {
    switch kind {
    case .null: .null
    case .boolean: .boolean(node.isTrue)
    case .integer, .decimal: .number(Number(parsing: textBytes))
    case .string: .string(text)
    case .list: .list(elements.map(\.plain))
    case .map: .map(members.map { PlainValue.Member($0.name, $0.value.plain) })
    }
  }
}
