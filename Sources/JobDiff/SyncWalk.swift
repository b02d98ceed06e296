import ConfigValue
import JobModel

/// Walks a spec and its live job together as long as nothing differs, which is so for most jobs of most runs.
///
/// It finds what `Comparison` would fold, and gives up at the first thing that is, or may be, a difference, or that takes more than
/// a look at both sides: then `Comparison` has to tell. It never says that two jobs are in sync that differ. Nothing is
/// allocated but for the folds, and these once for all jobs that have the same ones.
struct SyncWalk {
  private let table: SyncTable
  /// For each open object, the nodes of its fields' values, the spec's and the live one's in turn; -1 for none. Beyond `top`, they
  /// mean nothing.
  private var slots = [Int32](repeating: -1, count: 256)
  private var top = 0
  private var path = PathBytes()
  /// For each open list, the keys of its elements so far.
  private var keys: [Int32] = []
  /// How many list elements with keys are around the current value.
  private var elementDepth = 0
  private var notes = FoldNotes()

  init(_ table: SyncTable) {
    self.table = table
    keys.reserveCapacity(Self.shortList)
  }

  /// What a comparison of the spec with the live job folds when it finds no difference; nil when it may find one.
  mutating func folds(_ job: JobDocument, _ live: JobDocument) -> [Fold]? {
    guard job.maskedPlaces.isEmpty, live.maskedPlaces.isEmpty else { return nil }
    start()
    guard objectsAgree(job.value.tree, job.value.index, live.value.tree, live.value.index, 0) else { return nil }
    return notes.folds(by: table.names)
  }

  /// The same of one field, the places of what is folded told from there; `entry` is that of the field. Nil also when neither side
  /// has the field.
  mutating func folds(of desired: Value?, _ live: Value?, entry: Int) -> [Fold]? {
    guard let tree = (desired ?? live)?.tree else { return nil }
    start()
    guard
      agree(
        desired?.tree ?? tree, desired?.index ?? -1, live?.tree ?? tree, live?.index ?? -1, table.entries[entry])
    else { return nil }
    return notes.folds(by: table.names)
  }

  private mutating func start() {
    top = 0
    path.pop(to: 0)
    keys.removeAll(keepingCapacity: true)
    elementDepth = 0
    notes.start()
  }

  // MARK: Objects

  private mutating func objectsAgree(
    _ desired: ValueTree, _ wanted: Int, _ live: ValueTree, _ actual: Int, _ object: Int
  ) -> Bool {
    let first = table.starts[object]
    let count = table.starts[object + 1] - first
    let base = open(2 * count)
    guard take(desired, wanted, object, at: base), take(live, actual, object, at: base + 1) else { return false }
    for position in 0..<count {
      let (value, other) = (Int(slots[base + 2 * position]), Int(slots[base + 2 * position + 1]))
      if value < 0, other < 0 { continue }
      let entry = table.entries[first + position]
      // Where the live job says that a value is kept elsewhere, it must be here all the same.
      if entry.kept > 0, other >= 0, !holdsSomething(live, Int(slots[base + 2 * Int(entry.kept) - 1])) { return false }
      let end = path.push(entry.symbol)
      guard agree(desired, value, live, other, entry) else { return false }
      path.pop(to: end)
    }
    top = base
    return true
  }

  /// Makes room for so many nodes, none of which is there yet; gives the place of the first.
  private mutating func open(_ count: Int) -> Int {
    let base = top
    top += count
    while slots.count < top { slots.append(-1) }
    for place in base..<top { slots[place] = -1 }
    return base
  }

  /// Notes the values of an object's fields. False for what is no object, or has a field that the table does not know.
  private mutating func take(_ tree: ValueTree, _ index: Int, _ object: Int, at base: Int) -> Bool {
    guard index >= 0 else { return true }
    guard case .map = tree.kind(at: index) else { return false }
    let row = object * table.symbolCount
    var next = index + 1
    let end = index + tree.extent(at: index)
    while next < end {
      let symbol = Int(tree.symbol(at: next))
      guard symbol < table.symbolCount else { return false }
      let position = Int(table.positions[row + symbol])
      guard position > 0 else { return false }
      slots[base + 2 * (position - 1)] = Int32(truncatingIfNeeded: next + 1)
      next += 1 + tree.extent(at: next + 1)
    }
    return true
  }

  private mutating func agree(
    _ desired: ValueTree, _ wanted: Int, _ live: ValueTree, _ actual: Int, _ entry: SyncTable.Entry
  ) -> Bool {
    // A null says that there is no value, which takes a closer look.
    if wanted >= 0, case .null = desired.kind(at: wanted) { return false }
    switch entry.kind {
    case .envelope: break
    case .serverOwned: note(.serverOwned)
    case .writeOnly: note(.writeOnly)
    case .opaque: return false
    case .scalar:
      if entry.flags.contains(.isMaskable), actual >= 0, isMask(live, actual) {
        note(.masked)
        return true
      }
      return scalarsAgree(desired, wanted, live, actual, entry)
    case .object: return objectsAgree(desired, wanted, live, actual, Int(entry.detail))
    case .set: return listsAgree(desired, wanted, live, actual) { Self.areSameTexts(desired, $0, live, $1) }
    case .ordered: return listsAgree(desired, wanted, live, actual) { Self.areSame(desired, $0, live, $1) }
    case .keyed: return elementsAgree(desired, wanted, live, actual, entry)
    case .map: return entriesAgree(desired, wanted, live, actual, table.prefixes[Int(entry.detail)])
    }
    return true
  }

  // MARK: Scalars

  private mutating func scalarsAgree(
    _ desired: ValueTree, _ wanted: Int, _ live: ValueTree, _ actual: Int, _ entry: SyncTable.Entry
  ) -> Bool {
    let isNothing = actual < 0 || isNull(live, actual)
    if wanted >= 0, !isNothing { return isKnown(desired, wanted) && Self.areSameScalars(desired, wanted, live, actual) }
    if wanted < 0, isNothing {
      note(.zeroFill)
      return true
    }
    let (tree, index) = wanted >= 0 ? (desired, wanted) : (live, actual)
    guard wanted < 0 || isKnown(desired, wanted) else { return false }
    if entry.flags.contains(.hasDefault) {
      guard case .boolean = tree.kind(at: index), tree.isTrue(at: index) == entry.flags.contains(.isTrueByDefault)
      else { return false }
      note(.documentedDefault)
    } else if isZero(tree, index) {
      note(.zeroFill)
    } else if wanted < 0, entry.flags.contains(.isFilled), !tree.isContainer(at: index) {
      note(.serverOwned)
    } else {
      return false
    }
    return true
  }

  /// Whether a scalar of the spec is decided there, and not elsewhere.
  private func isKnown(_ tree: ValueTree, _ index: Int) -> Bool {
    !tree.hasMarks || !tree.value(at: index).isUnknown
  }

  private func isNull(_ tree: ValueTree, _ index: Int) -> Bool {
    if case .null = tree.kind(at: index) { true } else { false }
  }

  /// Whether there is a value that is neither null nor an empty list or map.
  private func holdsSomething(_ tree: ValueTree, _ index: Int) -> Bool {
    index >= 0 && !isNull(tree, index) && !(tree.isContainer(at: index) && tree.count(at: index) == 0)
  }

  /// Whether a scalar is written as Go programs write what is unset. Of other spellings of zero, `Comparison` knows.
  private func isZero(_ tree: ValueTree, _ index: Int) -> Bool {
    switch tree.kind(at: index) {
    case .boolean: return !tree.isTrue(at: index)
    case .string: return tree.textBounds(at: index).isEmpty
    case .integer:
      let bounds = tree.textBounds(at: index)
      return bounds.count == 1 && tree.text[bounds.lowerBound] == UInt8(ascii: "0")
    case .null, .decimal, .list, .map: return false
    }
  }

  private func isMask(_ tree: ValueTree, _ index: Int) -> Bool {
    guard case .string = tree.kind(at: index) else { return false }
    let bounds = tree.textBounds(at: index)
    guard bounds.count >= 3 else { return false }
    for offset in bounds where tree.text[offset] != UInt8(ascii: "*") { return false }
    return true
  }

  private static func areSameTexts(_ one: ValueTree, _ index: Int, _ other: ValueTree, _ otherIndex: Int) -> Bool {
    guard case .string = one.kind(at: index), case .string = other.kind(at: otherIndex) else { return false }
    return one.hasText(at: index, of: other, at: otherIndex)
  }

  /// Whether two scalars are of one type and written alike. Numbers that are not may be the same all the same.
  private static func areSameScalars(_ one: ValueTree, _ index: Int, _ other: ValueTree, _ otherIndex: Int) -> Bool {
    switch (one.kind(at: index), other.kind(at: otherIndex)) {
    case (.string, .string), (.integer, .integer), (.decimal, .decimal):
      one.hasText(at: index, of: other, at: otherIndex)
    case (.boolean, .boolean): one.isTrue(at: index) == other.isTrue(at: otherIndex)
    case (.null, .null): true
    default: false
    }
  }

  /// Whether two values are the same, their members in one order. Depth is bounded by the readers.
  private static func areSame(_ one: ValueTree, _ index: Int, _ other: ValueTree, _ otherIndex: Int) -> Bool {
    switch (one.kind(at: index), other.kind(at: otherIndex)) {
    case (.list, .list), (.map, .map):
      guard one.count(at: index) == other.count(at: otherIndex) else { return false }
      var (next, otherNext) = (index + 1, otherIndex + 1)
      let end = index + one.extent(at: index)
      while next < end {
        guard areSame(one, next, other, otherNext) else { return false }
        next += one.extent(at: next)
        otherNext += other.extent(at: otherNext)
      }
      return true
    default: return areSameScalars(one, index, other, otherIndex)
    }
  }

  // MARK: Lists

  /// Whether two lists have the same elements in one order; nothing and an empty list are the same.
  private func listsAgree(
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
  private static let shortList = 64

  private mutating func elementsAgree(
    _ desired: ValueTree, _ wanted: Int, _ live: ValueTree, _ actual: Int, _ entry: SyncTable.Entry
  ) -> Bool {
    guard let count = Self.length(desired, wanted), count == Self.length(live, actual), count <= Self.shortList else {
      return false
    }
    elementDepth += 1
    let firstKey = keys.count
    var (next, other) = (wanted + 1, actual + 1)
    for _ in 0..<count {
      let (key, otherKey) = (
        Self.value(of: entry.keySymbol, desired, next), Self.value(of: entry.keySymbol, live, other)
      )
      guard key >= 0, otherKey >= 0, Self.areSameTexts(desired, key, live, otherKey),
        !desired.textBounds(at: key).isEmpty, isKnown(desired, key),
        isNew(key, in: desired, since: firstKey)
      else { return false }
      keys.append(Int32(truncatingIfNeeded: key))
      let end = path.push(.key, desired.text[desired.textBounds(at: key)])
      guard objectsAgree(desired, next, live, other, Int(entry.detail)) else { return false }
      path.pop(to: end)
      next += desired.extent(at: next)
      other += live.extent(at: other)
    }
    keys.removeLast(count)
    elementDepth -= 1
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

  /// Whether none of the keys of the current list so far, which begin at `first`, is this one.
  private func isNew(_ key: Int, in tree: ValueTree, since first: Int) -> Bool {
    let bounds = tree.textBounds(at: key)
    let last = tree.text[bounds.upperBound - 1]
    for place in first..<keys.count {
      let others = tree.textBounds(at: Int(keys[place]))
      // Names that are counted differ at their ends.
      guard others.count == bounds.count, tree.text[others.upperBound - 1] == last else { continue }
      if tree.hasText(at: Int(keys[place]), of: tree, at: key) { return false }
    }
    return true
  }

  // MARK: Maps

  /// Up to this many entries, names are looked for among all others.
  private static let shortMap = 32

  private mutating func entriesAgree(
    _ desired: ValueTree, _ wanted: Int, _ live: ValueTree, _ actual: Int, _ prefix: [UInt8]
  ) -> Bool {
    for (tree, index) in [(desired, wanted), (live, actual)] where index >= 0 {
      guard case .map = tree.kind(at: index), tree.count(at: index) <= Self.shortMap else { return false }
    }
    if wanted >= 0 {
      var next = wanted + 1
      for _ in 0..<desired.count(at: wanted) {
        if starts(desired, next, with: prefix) {
          noteEntry(next, of: desired)
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
        if starts(live, next, with: prefix) {
          noteEntry(next, of: live)
        } else if !isNull(live, next + 1) {
          return false
        }
      }
      next += 1 + live.extent(at: next + 1)
    }
    return true
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

  // MARK: Notes

  /// Notes an entry of a map that belongs to the server.
  private mutating func noteEntry(_ name: Int, of tree: ValueTree) {
    let end = path.push(.entry, tree.text[tree.textBounds(at: name)])
    note(.serverOwned)
    path.pop(to: end)
  }

  private mutating func note(_ reason: Fold.Reason) {
    notes.add(reason, isInElement: elementDepth > 0, at: path.bytes)
  }
}
