/// Nodes that are being put together, in memory that grows.
///
/// What an array would ask at each node, whether others hold it, too, is said by the type.
@safe
package struct NodeBuffer: ~Copyable {
  private var base: UnsafeMutablePointer<Node>
  private var capacity: Int
  package private(set) var count = 0

  /// Has memory for as many nodes before it must grow.
  init(capacity: Int) {
    self.capacity = max(capacity, 4)
    unsafe base = .allocate(capacity: self.capacity)
  }

  deinit { unsafe base.deallocate() }

  @inline(__always)
  subscript(_ index: Int) -> Node {
    get {
      precondition(index >= 0 && index < count, "the node is there")
      return unsafe base[index]
    }
    set {
      precondition(index >= 0 && index < count, "the node is there")
      unsafe base[index] = newValue
    }
  }

  /// A copy of a part.
  subscript(_ bounds: Range<Int>) -> ContiguousArray<Node> {
    precondition(bounds.lowerBound >= 0 && bounds.upperBound <= count, "the nodes are there")
    return unsafe ContiguousArray(UnsafeBufferPointer(start: base + bounds.lowerBound, count: bounds.count))
  }

  /// A copy of all.
  var all: ContiguousArray<Node> { self[0..<count] }

  @inline(__always)
  mutating func append(_ node: Node) {
    if count == capacity { grow() }
    unsafe (base + count).initialize(to: node)
    count &+= 1
  }

  mutating func append(contentsOf nodes: ContiguousArray<Node>) {
    for node in nodes { append(node) }
  }

  /// Takes away the nodes from `index` on.
  mutating func removeAll(from index: Int) {
    precondition(index >= 0 && index <= count, "the nodes are there")
    count = index
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Node>.allocate(capacity: capacity * 2)
    unsafe larger.moveInitialize(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = larger
    capacity *= 2
  }
}
