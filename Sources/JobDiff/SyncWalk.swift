import ConfigValue
import JobModel

/// Walks a spec and its live job together as long as nothing differs, which is so for most jobs of most runs.
///
/// It finds what `Comparison` would fold, and gives up at the first thing that is, or may be, a difference, or that takes more than
/// a look at both sides: then `Comparison` has to tell. It never says that two jobs are in sync that differ. Nothing is
/// allocated but for the folds, and these once for all jobs that have the same ones.
struct SyncWalk {
  let table: SyncTable
  /// For each open list, the keys of its elements so far.
  var keys: [Int32] = []
  var notes = FoldNotes()
  private var others: [MemberPlace] = []
  private var isInSync = false
  /// Whether scalars of the spec may be decided elsewhere.
  private(set) var hasMarks = false
  /// Whether the last live map had entries that the spec's has not.
  var hasOtherEntries = false

  init(_ table: SyncTable) {
    self.table = table
    keys.reserveCapacity(Self.shortList)
  }

  /// What a comparison of the spec with the live job folds when it finds no difference; nil when it may find one.
  mutating func folds(_ job: JobDocument, _ live: JobDocument) -> [Fold]? {
    start(job.value)
    guard job.maskedPlaces.isEmpty, live.maskedPlaces.isEmpty else { return nil }
    guard objectsAgree(job.value.tree, job.value.index, live.value.tree, live.value.index, 0) else { return nil }
    isInSync = true
    return notes.folds(by: table.names)
  }

  /// The same of one field, the places of what is folded told from there; `entry` is that of the field. Nil also when neither side
  /// has the field.
  mutating func folds(of desired: Value?, _ live: Value?, entry: Int) -> [Fold]? {
    guard let tree = (desired ?? live)?.tree else { return nil }
    start(desired)
    guard
      agree(
        desired?.tree ?? tree, desired?.index ?? -1, live?.tree ?? tree, live?.index ?? -1, table.entries[entry],
        NameTable.unknown)
    else { return nil }
    return notes.folds(by: table.names)
  }

  /// The members of the live job that may have something in them that the spec does not have in the same place; masks have not.
  /// Nil unless the last two jobs were found to be in sync.
  var otherMembers: [MemberPlace]? { isInSync ? others : nil }

  private mutating func start(_ desired: Value?) {
    isInSync = false
    hasMarks = desired?.tree.hasMarks ?? false
    keys.removeAll(keepingCapacity: true)
    others.removeAll(keepingCapacity: true)
    notes.start()
  }

  // MARK: Objects

  /// For each field of an object, of which there are `SyncTable.mostFields` at most, the nodes of its values, the spec's and the
  /// live one's in turn; -1 for none.
  private typealias Slots = InlineArray<64, Int32>

  mutating func objectsAgree(
    _ desired: ValueTree, _ wanted: Int, _ live: ValueTree, _ actual: Int, _ object: Int
  ) -> Bool {
    let first = table.starts[object]
    var slots = Slots(repeating: -1)
    guard take(desired, wanted, object, 0, &slots), take(live, actual, object, 1, &slots) else { return false }
    for position in 0..<table.starts[object + 1] &- first {
      let (value, other) = (Int(slots[2 &* position]), Int(slots[2 &* position &+ 1]))
      if value < 0, other < 0 { continue }
      let entry = table.entries[first + position]
      // Where the live job says that a value is kept elsewhere, it must be here all the same.
      if entry.kept > 0, other >= 0, !holdsSomething(live, Int(slots[2 * Int(entry.kept) - 1])) { return false }
      guard agree(desired, value, live, other, entry, entry.symbol) else { return false }
      if other >= 0, isOther(entry.kind, value) {
        others.append(MemberPlace(map: actual, value: other, object: table.numbersInSchema[object]))
      }
    }
    return true
  }

  /// Whether a live value that agrees with the spec's, the node of which is given, may have something in it that the spec does not.
  /// What is in objects and lists is told one by one.
  private func isOther(_ kind: SyncTable.Kind, _ wanted: Int) -> Bool {
    switch kind {
    case .envelope, .serverOwned, .writeOnly, .opaque: true
    case .scalar: wanted < 0
    case .map: hasOtherEntries
    case .object, .set, .keyed, .ordered: false
    }
  }

  /// Notes the values of an object's fields. False for what is no object, or has a field that the table does not know.
  private func take(_ tree: ValueTree, _ index: Int, _ object: Int, _ side: Int, _ slots: inout Slots) -> Bool {
    guard index >= 0 else { return true }
    guard case .map = tree.kind(at: index) else { return false }
    let row = object &* table.symbolCount
    var next = index &+ 1
    let end = index &+ tree.extent(at: index)
    while next < end {
      let symbol = Int(tree.symbol(at: next))
      guard symbol < table.symbolCount else { return false }
      let position = Int(table.positions[row &+ symbol])
      guard position > 0 else { return false }
      slots[2 &* position &- 2 &+ side] = Int32(truncatingIfNeeded: next &+ 1)
      next &+= 1 &+ tree.extent(at: next &+ 1)
    }
    return true
  }

  /// Whether a field has nothing that differs, or may; the name's number is unknown where it is not told of in what is folded.
  private mutating func agree(
    _ desired: ValueTree, _ wanted: Int, _ live: ValueTree, _ actual: Int, _ entry: SyncTable.Entry,
    _ symbol: NameTable.Symbol
  ) -> Bool {
    // A null says that there is no value, which takes a closer look.
    if wanted >= 0, case .null = desired.kind(at: wanted) { return false }
    switch entry.kind {
    case .envelope: return true
    case .serverOwned: notes.add(.serverOwned, symbol, keysIn: desired)
    case .writeOnly: notes.add(.writeOnly, symbol, keysIn: desired)
    case .opaque: return false
    case .scalar:
      switch compareScalars(desired, wanted, live, actual, entry) {
      case .same: break
      case .fold(let reason): notes.add(reason, symbol, keysIn: desired)
      case .unsettled: return false
      }
    case .object, .keyed, .map:
      if symbol != NameTable.unknown { notes.enter(symbol) }
      guard containersAgree(desired, wanted, live, actual, entry) else { return false }
      if symbol != NameTable.unknown { notes.leave() }
    case .set: return listsAgree(desired, wanted, live, actual) { Self.areSameTexts(desired, $0, live, $1) }
    case .ordered: return listsAgree(desired, wanted, live, actual) { Self.areSame(desired, $0, live, $1) }
    }
    return true
  }

  /// The same of objects, maps, and lists whose elements have keys.
  private mutating func containersAgree(
    _ desired: ValueTree, _ wanted: Int, _ live: ValueTree, _ actual: Int, _ entry: SyncTable.Entry
  ) -> Bool {
    switch entry.kind {
    case .object: objectsAgree(desired, wanted, live, actual, Int(entry.detail))
    case .keyed: elementsAgree(desired, wanted, live, actual, entry)
    case .map: entriesAgree(desired, wanted, live, actual, table.prefixes[Int(entry.detail)])
    case .envelope, .serverOwned, .writeOnly, .scalar, .set, .ordered, .opaque: false
    }
  }
}
