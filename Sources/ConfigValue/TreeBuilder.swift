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
  package struct Container: BitwiseCopyable {
    /// Its node; negative outside of all.
    package fileprivate(set) var index: Int32
    package fileprivate(set) var isMap = false
    /// Whether a key is what must come next in a map.
    package fileprivate(set) var expectsKey = false
    /// Whether the last key of a map was a merge key.
    package fileprivate(set) var isMerging = false
    fileprivate var hasMerges = false
    /// Whether a key may stand twice: one does, or not all were compared.
    fileprivate var mayHaveDuplicates = false
    fileprivate var children: Int32 = 0
    /// A bit for each fingerprint of a key.
    fileprivate var fingerprints: UInt64 = 0
  }

  private let source: SourceID
  private let names: NameTable
  private let text: [UInt8]
  /// What is to stand behind the text.
  private var decoded: [UInt8] = []
  /// Seen from outside for its count alone, which is asked for at every value and is a call when computed.
  package internal(set) var nodes: GrowingList<Node>
  /// Copies of values that are kept, and behind them the map whose merge keys are being replaced.
  var aside = GrowingList<Node>(capacity: 0)
  /// The innermost container.
  package private(set) var container = Container(index: -1)
  /// The containers around that one.
  private var enclosing = GrowingList<Container>(capacity: 16)
  private var roots: [Int] = []

  /// Starts a tree over `text`, the source without a byte order mark, with memory for as many nodes as are expected.
  package init(source: SourceID, text: [UInt8], names: NameTable, expectedNodes: Int) {
    self.source = source
    self.names = names
    // Places in decoded texts, which stand behind it, are as many bits.
    precondition(text.count < Int(Int32.max), "places in a text are 32 bits")
    self.text = text
    nodes = GrowingList(capacity: expectedNodes)
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
    append(key, isMerge: isMerge)
  }

  /// Adds a mapping key whose text had to be decoded.
  package mutating func key(decoded content: [UInt8], at bounds: Range<Int>) {
    let start = text.count + DecodedText.append(content, to: &decoded)
    var key = scalarNode(.string, flags: Node.decoded, from: start, at: bounds)
    key.low = names.symbol(in: content, content.indices)
    compare(key, in: content, content.indices)
    append(key, isMerge: false)
  }

  /// Opens a list or map that starts at `lowerBound`.
  package mutating func begin(_ kind: ValueKind, at lowerBound: Int) {
    let bound = UInt32(truncatingIfNeeded: lowerBound)
    append(Node(kind, place: 1, lowerBound: bound, upperBound: bound))
    enclosing.append(container)
    container = Container(
      index: Int32(truncatingIfNeeded: nodes.count &- 1), isMap: kind == .map, expectsKey: kind == .map)
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
    if map.hasMerges, duplicates.isEmpty { replaceMergeKeys(ofMapAt: Int(map.index)) }
    return duplicates
  }

  /// What the value at `index` is.
  package func kind(at index: Int) -> ValueKind { nodes[index].kind }

  /// Where the value at `index` begins in the source.
  package func lowerBound(at index: Int) -> Int { Int(nodes[index].lowerBound) }

  /// Whether a merge key may have the complete value at `index`: a map, or a list of maps.
  package func isMergeable(at index: Int) -> Bool {
    guard nodes[index].kind == .list else { return nodes[index].kind == .map }
    let end = index + nodes[index].extent
    var element = index + 1
    while element < end {
      guard nodes[element].kind == .map else { return false }
      element += nodes[element].extent
    }
    return true
  }

  /// Takes back everything from node `count` on, which is a root.
  package mutating func discard(from count: Int) {
    nodes.removeAll(from: count)
    enclosing.removeAll(from: 0)
    container = Container(index: -1)
    roots.removeAll { $0 >= count }
  }

  /// The values added outside any container, in order.
  package consuming func finish() -> [Value] {
    precondition(enclosing.count == 0, "every container is closed before a tree is finished")
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

  /// Adds the node of a value.
  @inline(__always)
  private mutating func append(_ node: Node) {
    beginValue()
    nodes.append(node)
  }

  @inline(__always)
  private mutating func append(_ key: Node, isMerge: Bool) {
    container.children &+= 1
    container.expectsKey = false
    container.isMerging = isMerge
    nodes.append(key)
  }

  @inline(__always)
  mutating func beginValue() {
    container.children &+= 1
    container.expectsKey = container.isMap
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

  func content(of node: Node) -> ArraySlice<UInt8> {
    DecodedText.content(of: node, in: text, before: decoded)
  }

  // MARK: Keys

  /// Up to here keys are compared one by one when their fingerprints are the same; beyond, the time must stay linear.
  static let pairwiseLimit = 12

  /// Compares a key that is to be added with the earlier ones of its map.
  @inline(__always)
  private mutating func compare(_ key: Node, in text: [UInt8], _ bounds: Range<Int>) {
    let lastByte = bounds.isEmpty ? 0 : text[bounds.upperBound &- 1]
    let bit = RememberedKey.fingerprint(key.low, length: bounds.count, lastByte: lastByte)
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

  func isSameKey(_ first: Node, _ second: Node) -> Bool {
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
}
