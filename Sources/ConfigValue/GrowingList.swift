/// Elements that are being put together, in memory that grows.
///
/// What an array would ask at each element, whether others hold it, too, is said by the type.
@safe
package struct GrowingList<Element: BitwiseCopyable>: ~Copyable {
  private var base: UnsafeMutablePointer<Element>
  private var capacity: Int
  package private(set) var count = 0

  /// Has memory for as many elements before it must grow.
  init(capacity: Int) {
    self.capacity = max(capacity, 4)
    unsafe base = .allocate(capacity: self.capacity)
  }

  deinit { unsafe base.deallocate() }

  @inline(__always)
  subscript(_ index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count, "the element is there")
      return unsafe base[index]
    }
    _modify {
      precondition(index >= 0 && index < count, "the element is there")
      yield &(unsafe base[index])
    }
  }

  /// A copy of all.
  var all: ContiguousArray<Element> {
    unsafe ContiguousArray(UnsafeBufferPointer(start: base, count: count))
  }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { grow(to: count &+ 1) }
    unsafe (base + count).initialize(to: element)
    count &+= 1
  }

  /// Adds a copy of a part of another list.
  mutating func append(from other: borrowing GrowingList, _ bounds: Range<Int>) {
    precondition(bounds.lowerBound >= 0 && bounds.upperBound <= other.count, "the elements are there")
    if capacity - count < bounds.count { grow(to: count + bounds.count) }
    unsafe (base + count).initialize(from: other.base + bounds.lowerBound, count: bounds.count)
    count += bounds.count
  }

  /// Takes away the last element, which must be there.
  @inline(__always)
  mutating func removeLast() -> Element {
    precondition(count > 0, "an element is there")
    count &-= 1
    return unsafe base[count]
  }

  /// Takes away the elements from `index` on.
  mutating func removeAll(from index: Int) {
    precondition(index >= 0 && index <= count, "the elements are there")
    count = index
  }

  @inline(never)
  private mutating func grow(to least: Int) {
    let enough = max(capacity * 2, least)
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: enough)
    unsafe larger.moveInitialize(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = larger
    capacity = enough
  }
}
