import ConfigValue
import JobModel

extension SyncWalk {
  /// Whether two lists have the same elements in one order; nothing and an empty list are the same.
  func listsAgree(
    _ desired: ValueTree, _ wanted: Int, _ live: ValueTree, _ actual: Int, _ areSame: (Int, Int) -> Bool
  ) -> Bool {
    guard let count = Self.length(desired, wanted), count == Self.length(live, actual) else { return false }
    var (next, other) = (wanted + 1, actual + 1)
    for _ in 0..<count {
      guard areSame(next, other) else { return false }
      next += desired.extent(at: next)
      other += live.extent(at: other)
    }
    return true
  }

  /// How many elements a list has, or what stands in its place; nil where that is something else.
  private static func length(_ tree: ValueTree, _ index: Int) -> Int? {
    guard index >= 0 else { return 0 }
    switch tree.kind(at: index) {
    case .null: return 0
    case .list: return tree.count(at: index)
    case .boolean, .integer, .decimal, .string, .map: return nil
    }
  }

  /// Up to this many elements, keys are compared with all keys before them.
  static let shortList = 64

  /// Whether two lists have elements with the same keys in one order, none of them twice, and these agree.
  mutating func elementsAgree(
    _ desired: ValueTree, _ wanted: Int, _ live: ValueTree, _ actual: Int, _ entry: SyncTable.Entry
  ) -> Bool {
    guard let count = Self.length(desired, wanted), count == Self.length(live, actual), count <= Self.shortList else {
      return false
    }
    let firstKey = keys.count
    var (next, other) = (wanted + 1, actual + 1)
    var marks: UInt64 = 0
    for _ in 0..<count {
      let (key, otherKey) = (
        Self.value(of: entry.keySymbol, desired, next), Self.value(of: entry.keySymbol, live, other)
      )
      guard key >= 0, otherKey >= 0, Self.areSameTexts(desired, key, live, otherKey),
        !desired.textBounds(at: key).isEmpty, isKnown(desired, key),
        isNew(key, in: desired, since: firstKey, &marks)
      else { return false }
      keys.append(Int32(truncatingIfNeeded: key))
      notes.enter(elementWithKey: key)
      guard objectsAgree(desired, next, live, other, Int(entry.detail)) else { return false }
      notes.leave()
      next += desired.extent(at: next)
      other += live.extent(at: other)
    }
    keys.removeLast(count)
    return true
  }

  /// The value of a field of a map; -1 when it is none or lacks the field.
  private static func value(of symbol: NameTable.Symbol, _ tree: ValueTree, _ map: Int) -> Int {
    guard case .map = tree.kind(at: map) else { return -1 }
    var next = map + 1
    let end = map + tree.extent(at: map)
    while next < end {
      if tree.symbol(at: next) == symbol { return next + 1 }
      next += 1 + tree.extent(at: next + 1)
    }
    return -1
  }

  /// Whether none of the keys of the current list so far, which begin at `first`, is this one; `marks` has their bits.
  private func isNew(_ key: Int, in tree: ValueTree, since first: Int, _ marks: inout UInt64) -> Bool {
    let mark = tree.textMark(at: key)
    guard marks & mark != 0 else {
      marks |= mark
      return true
    }
    return !keys[first...].contains { tree.hasText(at: Int($0), of: tree, at: key) }
  }

  // MARK: Maps

  /// Up to this many entries, names are looked for among all others.
  private static let shortMap = 32

  /// Whether two maps have the same entries, those of the server left out.
  mutating func entriesAgree(
    _ desired: ValueTree, _ wanted: Int, _ live: ValueTree, _ actual: Int, _ prefix: [UInt8]
  ) -> Bool {
    hasOtherEntries = false
    guard Self.isShortMap(desired, wanted), Self.isShortMap(live, actual) else { return false }
    if wanted >= 0 {
      var next = wanted + 1
      for _ in 0..<desired.count(at: wanted) {
        if starts(desired, next, with: prefix) {
          // Of what belongs to the server the values are not compared.
          hasOtherEntries = true
          notes.add(.serverOwned, entry: next, of: desired, keysIn: desired)
        } else {
          let other = Self.value(named: next, of: desired, live, actual)
          guard other >= 0, isKnown(desired, next + 1), Self.areSameTexts(desired, next + 1, live, other) else {
            return false
          }
        }
        next += 1 + desired.extent(at: next + 1)
      }
    }
    guard actual >= 0 else { return true }
    var next = actual + 1
    for _ in 0..<live.count(at: actual) {
      if Self.value(named: next, of: live, desired, wanted) < 0 {
        hasOtherEntries = true
        if starts(live, next, with: prefix) {
          notes.add(.serverOwned, entry: next, of: live, keysIn: desired)
        } else if !isNull(live, next + 1) {
          return false
        }
      }
      next += 1 + live.extent(at: next + 1)
    }
    return true
  }

  /// Whether a map is there, and short, or nothing is there.
  private static func isShortMap(_ tree: ValueTree, _ index: Int) -> Bool {
    guard index >= 0 else { return true }
    guard case .map = tree.kind(at: index) else { return false }
    return tree.count(at: index) <= shortMap
  }

  /// The value in a map of the name at `name` in another tree; -1 when the map lacks it, or there is none.
  private static func value(named name: Int, of tree: ValueTree, _ other: ValueTree, _ map: Int) -> Int {
    guard map >= 0 else { return -1 }
    var next = map + 1
    let end = map + other.extent(at: map)
    while next < end {
      if other.hasText(at: next, of: tree, at: name) { return next + 1 }
      next += 1 + other.extent(at: next + 1)
    }
    return -1
  }

  private func starts(_ tree: ValueTree, _ index: Int, with prefix: [UInt8]) -> Bool {
    tree.text[tree.textBounds(at: index)].starts(with: prefix)
  }
}
