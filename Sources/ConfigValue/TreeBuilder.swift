package import Diagnostics

/// Builds a `ValueTree` from values that arrive in document order.
///
/// The caller keeps the protocol: containers are closed in the order opposite to their opening, and inside a map keys
/// and values alternate. Ranges are offsets of the text given at the start.
package struct TreeBuilder: ~Copyable {
  /// A key that stands twice in one map: both places, and the key's text.
  package struct DuplicateKey {
    package let name: String
    package let first: SourceRange
    package let second: SourceRange
  }

  /// A list or map that is open, or what is outside of all.
  private struct Container {
    var index: Int32
    var children: Int32 = 0
    /// A bit for each fingerprint of a key.
    var fingerprints: UInt64 = 0
    var hasMerges = false
    /// Whether a key may stand twice: one does, or not all were compared.
    var mayHaveDuplicates = false
  }

  private let source: SourceID
  private let names: NameTable
  private let text: [UInt8]
  /// What is to stand behind the text.
  private var decoded: [UInt8] = []
  /// Seen from outside for its count alone, which is asked for at every value and is a call when computed.
  package private(set) var nodes: NodeBuffer
  private var container = Container(index: -1)
  /// The containers around that one.
  private var enclosing: [Container] = []
  private var roots: [Int] = []

  /// Starts a tree over `text`, the source without a byte order mark, with memory for as many nodes as are expected.
  package init(source: SourceID, text: [UInt8], names: NameTable, expectedNodes: Int) {
    self.source = source
    self.names = names
    // Places in decoded texts, which stand behind it, are as many bits.
    precondition(text.count < Int(Int32.max), "places in a text are 32 bits")
    self.text = text
    nodes = NodeBuffer(capacity: expectedNodes)
    enclosing.reserveCapacity(8)
  }

  /// How the text of a scalar stands in the source.
  package enum Writing {
    /// It ends where the scalar does.
    case bare
    /// A quote stands behind it.
    case quoted

    fileprivate var flags: UInt8 { self == .quoted ? Node.closing : 0 }
  }

  /// Adds a scalar that reads as the source is written from `start` on, to its end or to its closing quote.
  package mutating func scalar(
    _ kind: ValueKind, isTrue: Bool = false, _ writing: Writing, from start: Int, at bounds: Range<Int>
  ) {
    append(scalarNode(kind, flags: writing.flags | (isTrue ? Node.truth : 0), from: start, at: bounds))
  }

  /// Adds a scalar whose text had to be decoded.
  package mutating func scalar(_ kind: ValueKind, isTrue: Bool = false, decoded content: [UInt8], at bounds: Range<Int>)
  {
    let start = text.count + DecodedText.append(content, to: &decoded)
    append(scalarNode(kind, flags: Node.decoded | (isTrue ? Node.truth : 0), from: start, at: bounds))
  }

  /// Adds a mapping key that reads as the source is written from `start` on.
  package mutating func key(_ writing: Writing, from start: Int, at bounds: Range<Int>, isMerge: Bool = false) {
    var key = scalarNode(.string, flags: writing.flags | (isMerge ? Node.truth : 0), from: start, at: bounds)
    if isMerge { container.hasMerges = true }
    let written = key.writtenBounds
    key.low = names.symbol(in: text, written)
    compare(key, in: text, written)
    append(key)
  }

  /// Adds a mapping key whose text had to be decoded.
  package mutating func key(decoded content: [UInt8], at bounds: Range<Int>) {
    let start = text.count + DecodedText.append(content, to: &decoded)
    var key = scalarNode(.string, flags: Node.decoded, from: start, at: bounds)
    key.low = names.symbol(in: content, content.indices)
    compare(key, in: content, content.indices)
    append(key)
  }

  /// Opens a list or map that starts at `lowerBound`.
  package mutating func begin(_ kind: ValueKind, at lowerBound: Int) {
    let bound = UInt32(truncatingIfNeeded: lowerBound)
    append(Node(kind, place: 1, lowerBound: bound, upperBound: bound))
    enclosing.append(container)
    container = Container(index: Int32(truncatingIfNeeded: nodes.count &- 1))
  }

  /// Closes the open list, which ends before `upperBound`.
  package mutating func endList(at upperBound: Int) {
    close(members: Int(container.children), at: upperBound)
    container = enclosing.removeLast()
  }

  /// Closes the open map, brings in what its merge keys name, and says which keys stand twice, in source order: the first `most`.
  /// Nil when it is seen at once, as with nearly all maps, that there is nothing to do.
  package mutating func endMap(at upperBound: Int, most: Int) -> [DuplicateKey]? {
    close(members: Int(container.children) / 2, at: upperBound)
    let map = container
    container = enclosing.removeLast()
    guard map.mayHaveDuplicates || map.hasMerges else { return nil }
    let duplicates = map.mayHaveDuplicates ? duplicateKeys(ofMapAt: Int(map.index), most: most) : []
    if map.hasMerges, duplicates.isEmpty { mergeMembers(ofMapAt: Int(map.index)) }
    return duplicates
  }

  /// A complete value, kept to be copied later.
  package struct Subtree: Sendable {
    fileprivate let nodes: ContiguousArray<Node>

    /// How many levels of lists and maps it has; none for a scalar.
    package let depth: Int

    fileprivate init(_ nodes: ContiguousArray<Node>) {
      self.nodes = nodes
      var (depth, ends) = (0, [Int]())
      for (index, node) in zip(nodes.indices, nodes) where node.isContainer {
        while let end = ends.last, end <= index { ends.removeLast() }
        ends.append(index + node.extent)
        depth = max(depth, ends.count)
      }
      self.depth = depth
    }

    /// How many nodes a copy adds.
    package var count: Int { nodes.count }
  }

  /// Keeps the complete value at `index`, so that later merges cannot move it away.
  package func subtree(at index: Int) -> Subtree {
    Subtree(nodes[index..<index + nodes[index].extent])
  }

  /// Adds a copy of a value, its ranges where they were written.
  package mutating func copy(_ subtree: Subtree) {
    beginChild()
    nodes.append(contentsOf: subtree.nodes)
  }

  /// What the value at `index` is.
  package func kind(at index: Int) -> ValueKind { nodes[index].kind }

  /// What the elements of the complete list at `index` are.
  package func elementKinds(ofListAt index: Int) -> [ValueKind] {
    children(at: index).map { nodes[$0].kind }
  }

  /// Takes back everything from node `count` on, which is a root.
  package mutating func discard(from count: Int) {
    nodes.removeAll(from: count)
    enclosing.removeAll()
    container = Container(index: -1)
    roots.removeAll { $0 >= count }
  }

  /// The values added outside any container, in order.
  package consuming func finish() -> [Value] {
    precondition(enclosing.isEmpty, "every container is closed before a tree is finished")
    let tree = ValueTree(source: source, nodes: nodes.all, text: decoded.isEmpty ? text : text + decoded)
    return roots.map { Value(tree: tree, index: $0) }
  }

  // MARK: Nodes

  @inline(__always)
  private func scalarNode(_ kind: ValueKind, flags: UInt8, from start: Int, at bounds: Range<Int>) -> Node {
    Node(
      kind, flags: flags, place: UInt32(truncatingIfNeeded: start),
      lowerBound: UInt32(truncatingIfNeeded: bounds.lowerBound),
      upperBound: UInt32(truncatingIfNeeded: bounds.upperBound))
  }

  @inline(__always)
  private mutating func append(_ node: Node) {
    beginChild()
    nodes.append(node)
  }

  @inline(__always)
  private mutating func beginChild() {
    container.children &+= 1
    if container.index < 0 { roots.append(nodes.count) }
  }

  private mutating func close(members: Int, at upperBound: Int) {
    let index = Int(container.index)
    var node = nodes[index]
    node.place = UInt32(truncatingIfNeeded: nodes.count &- index)
    node.setPackedCount(members)
    node.upperBound = UInt32(truncatingIfNeeded: upperBound)
    nodes[index] = node
  }

  private func content(of node: Node) -> ArraySlice<UInt8> {
    DecodedText.content(of: node, in: text, before: decoded)
  }

  // MARK: Keys

  private func children(at index: Int) -> [Int] {
    var children: [Int] = []
    var next = index + 1
    while next < index + nodes[index].extent {
      children.append(next)
      next += nodes[next].extent
    }
    return children
  }

  /// Up to here keys are compared one by one when their fingerprints are the same; beyond, the time must stay linear.
  static let pairwiseLimit = 12

  /// Compares a key that is to be added with the earlier ones of its map.
  @inline(__always)
  private mutating func compare(_ key: Node, in text: [UInt8], _ bounds: Range<Int>) {
    var fingerprint = Int(key.low)
    if key.low == NameTable.unknown, !bounds.isEmpty {
      fingerprint = bounds.count &* 5 &+ Int(text[bounds.upperBound &- 1])
    }
    let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: fingerprint)
    if container.fingerprints & bit == 0 {
      container.fingerprints |= bit
    } else if !container.mayHaveDuplicates {
      container.mayHaveDuplicates = container.children > 2 * Self.pairwiseLimit || hasKey(like: key)
    }
  }

  @inline(never)
  private func hasKey(like key: Node) -> Bool {
    var next = Int(container.index) &+ 1
    while next < nodes.count {
      if isSameKey(nodes[next], key) { return true }
      next &+= 1 &+ nodes[next &+ 1].extent
    }
    return false
  }

  private func isSameKey(_ first: Node, _ second: Node) -> Bool {
    guard first.low == second.low else { return false }
    return first.low != NameTable.unknown || content(of: first) == content(of: second)
  }

  private func duplicateKeys(ofMapAt index: Int, most: Int) -> [DuplicateKey] {
    var duplicates: [DuplicateKey] = []
    let end = index + nodes[index].extent
    // A key and its value are two nodes at least.
    var table = KeyTable(capacity: (end - index) / 2)
    var key = index + 1
    while key < end, duplicates.count < most {
      if let first = table.insert(key, text: content(of: nodes[key]), textOf: { content(of: nodes[$0]) }) {
        duplicates.append(duplicate(of: first, at: key))
      }
      key += 1 + nodes[key + 1].extent
    }
    return duplicates
  }

  private func duplicate(of first: Int, at second: Int) -> DuplicateKey {
    DuplicateKey(
      name: String(decoding: content(of: nodes[second]), as: UTF8.self), first: range(at: first),
      second: range(at: second))
  }

  private func range(at index: Int) -> SourceRange {
    SourceRange(source, Int(nodes[index].lowerBound)..<Int(nodes[index].upperBound))
  }

  /// Replaces merge keys by the members they name: a map's own keys win, then earlier maps of a merged list
  /// (YAML 1.1 merge key type).
  private mutating func mergeMembers(ofMapAt index: Int) {
    // All keys stand in the map, each with a value; the map itself stands for none.
    var table = KeyTable(capacity: (nodes.count - index) / 2)
    var merged: ContiguousArray<Node> = []
    merged.reserveCapacity(nodes.count - index)
    merged.append(nodes[index])
    var count = 0
    func addMembers(ofMapAt map: Int) {
      forEachMember(ofMapAt: map) { key, value in
        if map == index, nodes[key].isTrue { return }
        let text = content(of: nodes[key])
        guard table.insert(merged.count, text: text, textOf: { content(of: merged[$0]) }) == nil else { return }
        for node in key..<value + nodes[value].extent { merged.append(nodes[node]) }
        count += 1
      }
    }
    addMembers(ofMapAt: index)
    forEachMember(ofMapAt: index) { key, value in
      guard nodes[key].isTrue else { return }
      let sources = nodes[value].kind == .list ? children(at: value) : [value]
      for map in sources where nodes[map].kind == .map { addMembers(ofMapAt: map) }
    }
    merged[0].setPackedCount(count)
    merged[0].place = UInt32(merged.count)
    nodes.removeAll(from: index)
    nodes.append(contentsOf: merged)
  }

  private func forEachMember(ofMapAt index: Int, _ body: (_ key: Int, _ value: Int) -> Void) {
    let end = index + nodes[index].extent
    var key = index + 1
    while key < end {
      body(key, key + 1)
      key += 1 + nodes[key + 1].extent
    }
  }
}
