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

  private let source: SourceID
  private let names: NameTable
  private var text: [UInt8]
  private var nodes: ContiguousArray<Node> = []
  private var open: [Int] = []
  private var roots: [Int] = []
  /// The keys of the map that was closed last.
  private var keys: [Int] = []

  /// Starts a tree over `text`, the source without a byte order mark.
  package init(source: SourceID, text: [UInt8], names: NameTable) {
    self.source = source
    self.names = names
    self.text = text
    nodes.reserveCapacity(text.count / 12)
  }

  /// How many nodes there are; the next one gets this index.
  package var count: Int { nodes.count }

  /// How many containers are open.
  package var depth: Int { open.count }

  /// Adds a scalar that reads as the source is written at `textBounds`.
  package mutating func scalar(
    _ kind: ValueKind, isTrue: Bool = false, text textBounds: Range<Int>, at bounds: Range<Int>
  ) {
    append(node(kind, isTrue: isTrue, text: textBounds, at: bounds))
  }

  /// Adds a scalar whose text had to be decoded.
  package mutating func scalar(
    _ kind: ValueKind, isTrue: Bool = false, decoded: some Collection<UInt8>, at bounds: Range<Int>
  ) {
    append(node(kind, isTrue: isTrue, text: keep(decoded), at: bounds))
  }

  /// Adds a mapping key that reads as the source is written at `textBounds`.
  package mutating func key(text textBounds: Range<Int>, at bounds: Range<Int>, isMerge: Bool = false) {
    var key = node(.string, isTrue: isMerge, text: textBounds, at: bounds)
    key.symbol = names.symbol(text[textBounds])
    append(key)
  }

  /// Adds a mapping key whose text had to be decoded.
  package mutating func key(decoded: some Collection<UInt8>, at bounds: Range<Int>) {
    key(text: keep(decoded), at: bounds)
  }

  /// Opens a list or map that starts at `lowerBound`.
  package mutating func begin(_ kind: ValueKind, at lowerBound: Int) {
    append(Node(kind: kind, first: 0, second: 1, lowerBound: UInt32(lowerBound), upperBound: UInt32(lowerBound)))
    open.append(nodes.count - 1)
  }

  /// Closes the open list, which ends before `upperBound`.
  package mutating func endList(at upperBound: Int) {
    close(at: upperBound)
  }

  /// Closes the open map, brings in what its merge keys name, and says which keys stand twice, in source order.
  package mutating func endMap(at upperBound: Int) -> [DuplicateKey] {
    let index = open[open.count - 1]
    close(at: upperBound)
    let hasMerges = collectKeys(ofMapAt: index)
    let duplicates = duplicateKeys()
    if hasMerges, duplicates.isEmpty { mergeMembers(ofMapAt: index) }
    return duplicates
  }

  /// A complete value, kept to be copied later.
  package struct Subtree: Sendable {
    fileprivate let nodes: ArraySlice<Node>

    /// How many levels of lists and maps it has; none for a scalar.
    package let depth: Int

    fileprivate init(_ nodes: ArraySlice<Node>) {
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
    Subtree(ArraySlice(nodes[index..<index + nodes[index].extent]))
  }

  /// Adds a copy of a value, its ranges where they were written.
  package mutating func copy(_ subtree: Subtree) {
    countChild()
    nodes.append(contentsOf: subtree.nodes)
  }

  /// What the value at `index` is.
  package func kind(at index: Int) -> ValueKind { nodes[index].kind }

  /// What the elements of the complete list at `index` are.
  package func elementKinds(ofListAt index: Int) -> [ValueKind] {
    children(at: index).map { nodes[$0].kind }
  }

  /// Takes back everything from node `count` on; open containers must be older than it.
  package mutating func discard(from count: Int) {
    nodes.removeSubrange(count...)
    open.removeAll { $0 >= count }
    roots.removeAll { $0 >= count }
  }

  /// The values added outside any container, in order.
  package consuming func finish() -> [Value] {
    precondition(open.isEmpty, "every container is closed before a tree is finished")
    let tree = ValueTree(source: source, nodes: Self.fitted(nodes), text: Self.fitted(text))
    return roots.map { Value(tree: tree, index: $0) }
  }

  /// The same elements in no more memory than they need: growing leaves up to as much again, and trees are kept.
  private static func fitted<Elements: RangeReplaceableCollection & RandomAccessCollection>(
    _ elements: Elements, capacity: Int
  ) -> Elements {
    guard capacity - elements.count > elements.count / 8 else { return elements }
    var fitted = Elements()
    fitted.reserveCapacity(elements.count)
    fitted.append(contentsOf: elements)
    return fitted
  }

  private static func fitted(_ nodes: ContiguousArray<Node>) -> ContiguousArray<Node> {
    fitted(nodes, capacity: nodes.capacity)
  }

  private static func fitted(_ text: [UInt8]) -> [UInt8] {
    fitted(text, capacity: text.capacity)
  }

  // MARK: Nodes

  private func node(_ kind: ValueKind, isTrue: Bool, text: Range<Int>, at bounds: Range<Int>) -> Node {
    Node(
      kind: kind, isTrue: isTrue, first: UInt32(text.lowerBound), second: UInt32(text.count),
      lowerBound: UInt32(bounds.lowerBound), upperBound: UInt32(bounds.upperBound))
  }

  private mutating func keep(_ decoded: some Collection<UInt8>) -> Range<Int> {
    let start = text.count
    text.append(contentsOf: decoded)
    return start..<text.count
  }

  private mutating func append(_ node: Node) {
    countChild()
    nodes.append(node)
  }

  private mutating func countChild() {
    if let parent = open.last {
      nodes[parent].first += 1
    } else {
      roots.append(nodes.count)
    }
  }

  private mutating func close(at upperBound: Int) {
    let index = open.removeLast()
    nodes[index].second = UInt32(nodes.count - index)
    if nodes[index].kind == .map { nodes[index].first /= 2 }
    nodes[index].upperBound = UInt32(upperBound)
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

  /// Fills `keys` with the keys of a complete map; tells whether one of them is a merge key.
  private mutating func collectKeys(ofMapAt index: Int) -> Bool {
    keys.removeAll(keepingCapacity: true)
    var hasMerges = false
    var next = index + 1
    let end = index + nodes[index].extent
    while next < end {
      keys.append(next)
      if nodes[next].isTrue { hasMerges = true }
      next += 1 + nodes[next + 1].extent
    }
    return hasMerges
  }

  /// Up to here all pairs are compared, which is quicker than hashing; beyond, the time must stay linear.
  private static let pairwiseLimit = 12

  private func duplicateKeys() -> [DuplicateKey] {
    guard keys.count > Self.pairwiseLimit else { return duplicateKeysByPairs() }
    var seen: [ArraySlice<UInt8>: Int] = [:]
    seen.reserveCapacity(keys.count)
    return keys.compactMap { key in
      guard let first = seen.updateValue(key, forKey: text[nodes[key].textBounds]) else { return nil }
      seen[text[nodes[key].textBounds]] = first
      return duplicate(of: first, at: key)
    }
  }

  private func duplicateKeysByPairs() -> [DuplicateKey] {
    var duplicates: [DuplicateKey] = []
    for position in keys.indices.dropFirst() {
      let key = keys[position]
      for earlier in keys[..<position] where isSameKey(nodes[earlier], nodes[key]) {
        duplicates.append(duplicate(of: earlier, at: key))
        break
      }
    }
    return duplicates
  }

  private func isSameKey(_ first: Node, _ second: Node) -> Bool {
    guard first.symbol == second.symbol, first.second == second.second else { return false }
    return first.symbol != NameTable.unknown || text[first.textBounds] == text[second.textBounds]
  }

  private func duplicate(of first: Int, at second: Int) -> DuplicateKey {
    DuplicateKey(
      name: String(decoding: text[nodes[second].textBounds], as: UTF8.self), first: range(at: first),
      second: range(at: second))
  }

  private func range(at index: Int) -> SourceRange {
    SourceRange(source, Int(nodes[index].lowerBound)..<Int(nodes[index].upperBound))
  }

  /// Replaces merge keys by the members they name: a map's own keys win, then earlier maps of a merged list
  /// (YAML 1.1 merge key type).
  private mutating func mergeMembers(ofMapAt index: Int) {
    let children = children(at: index)
    var merged: ContiguousArray<Node> = []
    var present: Set<ArraySlice<UInt8>> = []
    var sources: [Int] = []
    for position in stride(from: 0, to: children.count, by: 2) {
      let (key, value) = (children[position], children[position + 1])
      if nodes[key].isTrue {
        sources += nodes[value].kind == .list ? self.children(at: value) : [value]
      } else {
        present.insert(text[nodes[key].textBounds])
        merged += nodes[key..<value + nodes[value].extent]
      }
    }
    var count = present.count
    for map in sources where nodes[map].kind == .map {
      let members = self.children(at: map)
      for position in stride(from: 0, to: members.count, by: 2) {
        let (key, value) = (members[position], members[position + 1])
        guard present.insert(text[nodes[key].textBounds]).inserted else { continue }
        merged += nodes[key..<value + nodes[value].extent]
        count += 1
      }
    }
    nodes.removeSubrange((index + 1)...)
    nodes += merged
    nodes[index].first = UInt32(count)
    nodes[index].second = UInt32(merged.count + 1)
  }
}
