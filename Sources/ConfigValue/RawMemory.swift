/// Memory for a number of elements that is known before, without checks: every place must be below that number.
@safe
struct RawList<Element: BitwiseCopyable> {
  private let base: UnsafeMutablePointer<Element>
  let capacity: Int

  /// Takes memory that outlives the list and is not otherwise used. Nil for none.
  init?(_ memory: UnsafeMutableBufferPointer<Element>) {
    guard let base = memory.baseAddress else { return nil }
    unsafe self.base = base
    capacity = memory.count
  }

  @inline(__always)
  subscript(_ index: Int) -> Element {
    get {
      assert(index >= 0 && index < capacity)
      return unsafe base[index]
    }
    nonmutating set {
      assert(index >= 0 && index < capacity)
      unsafe (base + index).initialize(to: newValue)
    }
    nonmutating _modify {
      assert(index >= 0 && index < capacity)
      yield &(unsafe base[index])
    }
  }
}

/// Memory for a stack of elements that has one at least, without checks but for its height.
@safe
struct RawStack<Element: BitwiseCopyable> {
  private let bottom: UnsafeMutablePointer<Element>
  private let highest: UnsafeMutablePointer<Element>
  private var current: UnsafeMutablePointer<Element>

  /// Takes memory that outlives the stack and is not otherwise used. Nil for none. The one element must be set first.
  init?(_ memory: UnsafeMutableBufferPointer<Element>) {
    guard let base = memory.baseAddress, memory.count > 0 else { return nil }
    unsafe (bottom, current, highest) = (base, base, base + (memory.count - 1))
  }

  @inline(__always)
  var isAtBottom: Bool { unsafe current == bottom }

  /// Puts an element on top, which must be set before it is read; false when there is no room.
  @inline(__always)
  mutating func push() -> Bool {
    guard unsafe current < highest else { return false }
    unsafe current += 1
    return true
  }

  /// Takes the element away from the top, which must not be the last.
  @inline(__always)
  mutating func pop() {
    assert(!isAtBottom)
    unsafe current -= 1
  }

  @inline(__always)
  var top: Element {
    get { unsafe current.pointee }
    nonmutating set { unsafe current.initialize(to: newValue) }
    nonmutating _modify { yield &(unsafe current.pointee) }
  }
}
