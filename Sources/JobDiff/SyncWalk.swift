import ConfigValue
import JobModel

/// Walks a spec and its live job together as long as nothing differs, which is so for most jobs of most runs.
///
/// It finds what `Comparison` would fold, and gives up at the first thing that is, or may be, a difference, or that takes more than
/// a look at both sides: then `Comparison` has to tell. It never says that two jobs are in sync that differ. Nothing is
/// allocated but for the folds, and these once for all jobs that have the same ones.
struct SyncWalk {
  private let table: SyncTable
  private let schema: JobSchema
  /// For each open object, the nodes of its fields' values, the spec's and the live one's in turn; -1 for none.
  private var slots: [Int32] = []
  private var steps: [Step] = []
  /// How many list elements with keys are around the current value.
  private var elementDepth = 0
  private var notes = FoldNotes()

  /// One step of the way to the current value.
  struct Step: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable {
      /// A field of the table; `number` is that of its name.
      case field
      /// A list element; `number` is the node of its key in the spec.
      case key
      /// An entry of a map; `number` is the node of its name, in the live job or in the spec.
      case entry, liveEntry
    }

    let kind: Kind
    let number: Int
  }

  init(_ schema: JobSchema) {
    self.schema = schema
    table = SyncTable(schema)
    slots.reserveCapacity(256)
    steps.reserveCapacity(16)
  }

  /// What a comparison of the spec with the live job folds when it finds no difference; nil when it may find one.
  mutating func folds(_ job: JobDocument, _ live: JobDocument) -> [Fold]? {
    guard job.maskedPlaces.isEmpty, live.maskedPlaces.isEmpty else { return nil }
    slots.removeAll(keepingCapacity: true)
    steps.removeAll(keepingCapacity: true)
    elementDepth = 0
    notes.start()
    guard objectsAgree(job.value.tree, job.value.index, live.value.tree, live.value.index, 0) else { return nil }
    return notes.folds(by: schema.names)
  }

  // MARK: Objects

  private mutating func objectsAgree(
    _ desired: ValueTree, _ wanted: Int, _ live: ValueTree, _ actual: Int, _ object: Int
  ) -> Bool {
    let first = table.starts[object]
    let count = table.starts[object + 1] - first
    let base = slots.count
    for _ in 0..<2 * count { slots.append(-1) }
    guard take(desired, wanted, object, at: base), take(live, actual, object, at: base + 1) else { return false }
    for position in 0..<count {
      let (value, other) = (Int(slots[base + 2 * position]), Int(slots[base + 2 * position + 1]))
      let entry = table.entries[first + position]
      if entry.keeper > 0, slots[base + 2 * entry.keeper - 1] >= 0, !holdsSomething(live, other) { return false }
      if value < 0, other < 0 { continue }
      steps.append(Step(kind: .field, number: Int(entry.symbol)))
      guard agree(desired, value, live, other, entry) else { return false }
      steps.removeLast()
    }
    slots.removeLast(2 * count)
    return true
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
    case .serverOwned: note(.serverOwned, desired, live)
    case .writeOnly: note(.writeOnly, desired, live)
    case .opaque: return false
    case .scalar:
      if entry.isMaskable, actual >= 0, isMask(live, actual) {
        note(.masked, desired, live)
        return true
      }
      return scalarsAgree(desired, wanted, live, actual, entry)
    case .object: return objectsAgree(desired, wanted, live, actual, entry.detail)
    case .set: return listsAgree(desired, wanted, live, actual) { Self.areSameTexts(desired, $0, live, $1) }
    case .ordered: return listsAgree(desired, wanted, live, actual) { Self.areSame(desired, $0, live, $1) }
    case .keyed: return elementsAgree(desired, wanted, live, actual, entry)
    case .map: return entriesAgree(desired, wanted, live, actual, table.prefixes[entry.detail])
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
      note(.zeroFill, desired, live)
      return true
    }
    let (tree, index) = wanted >= 0 ? (desired, wanted) : (live, actual)
    guard wanted < 0 || isKnown(desired, wanted) else { return false }
    if entry.hasDefault {
      guard case .boolean = tree.kind(at: index), tree.isTrue(at: index) == entry.isTrueByDefault else { return false }
      note(.documentedDefault, desired, live)
    } else if isZero(tree, index) {
      note(.zeroFill, desired, live)
    } else if wanted < 0, entry.isFilled, !tree.isContainer(at: index) {
      note(.serverOwned, desired, live)
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
    var (next, other) = (wanted + 1, actual + 1)
    for _ in 0..<count {
      let (key, otherKey) = (
        Self.value(of: entry.keySymbol, desired, next), Self.value(of: entry.keySymbol, live, other)
      )
      guard key >= 0, otherKey >= 0, Self.areSameTexts(desired, key, live, otherKey),
        !desired.textBounds(at: key).isEmpty, isKnown(desired, key),
        isNew(key, in: desired, before: next, from: wanted + 1, entry.keySymbol)
      else { return false }
      steps.append(Step(kind: .key, number: key))
      guard objectsAgree(desired, next, live, other, entry.detail) else { return false }
      steps.removeLast()
      next += desired.extent(at: next)
      other += live.extent(at: other)
    }
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

  /// Whether no element before `element` has the key; all of them have one.
  private func isNew(
    _ key: Int, in tree: ValueTree, before element: Int, from first: Int, _ symbol: NameTable.Symbol
  ) -> Bool {
    var next = first
    while next < element {
      if tree.hasText(at: Self.value(of: symbol, tree, next), of: tree, at: key) { return false }
      next += tree.extent(at: next)
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
          noteEntry(.entry, next, desired, live)
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
          noteEntry(.liveEntry, next, desired, live)
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

  private mutating func noteEntry(_ kind: Step.Kind, _ name: Int, _ desired: ValueTree, _ live: ValueTree) {
    steps.append(Step(kind: kind, number: name))
    note(.serverOwned, desired, live)
    steps.removeLast()
  }

  private mutating func note(_ reason: Fold.Reason, _ desired: ValueTree, _ live: ValueTree) {
    notes.add(reason, isInElement: elementDepth > 0, at: steps, desired, live)
  }
}
