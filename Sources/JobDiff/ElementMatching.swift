import ConfigValue
import JobModel

/// Two list elements taken for the same one, or one that the other side does not have.
struct ElementPair {
  struct Side {
    let position: Int
    let value: Value
  }

  let desired: Side?
  let live: Side?
  let path: FieldPath.Element
  /// How the two were found; nil for one alone.
  let match: ElementMatch?
  /// The key, where it differs and that is no difference between the two.
  let foldedKey: FoldedKey?
  /// Whether the one side of a set has the element more often than the other.
  let isRepeated: Bool
  /// Whether another live element has the same key.
  let isLiveDuplicate: Bool
}

/// The key of a list element that the spec leaves to the server, or that the server altered.
struct FoldedKey {
  let field: String
  /// Whether the spec has a key, and nothing else tells the two elements apart.
  let isAltered: Bool
}

extension Comparison {
  /// Pairs the elements of two lists whose order does not matter: the spec's in its order, then those only live.
  ///
  /// In rounds: equal keys; then, when a side lacks the key, the fields that stand in for it; then, where the server makes keys
  /// up or alters them, equal content, and what is left of a type; elements that share a key, or have none, by their order.
  /// Linear in the number of elements up to what the budget allows. An element of a set counts once, however often it stands
  /// there; where none is left that is equal, one that reads alike is it with another type.
  func pairs(_ desired: [Value], _ live: [Value], _ element: Shape, _ identity: ListIdentity) -> [ElementPair] {
    let names = ElementNames(identity)
    var matching = Matching(desired: desired.map(names.key), live: live.map(names.key))
    switch identity {
    case .set:
      let hasRepetitions = matching.dropRepetitions()
      matching.pairByKey()
      let open = matching.openDesired
      if !open.isEmpty, !matching.openLive.isEmpty {
        matching.pair(open, .key, desired: { names.reading(desired[$0]) }, live: { names.reading(live[$0]) })
      }
      return ElementAssembly(desired, live, matching, names, hasRepetitions: hasRepetitions).pairs
    case .key(let key):
      matching.pairByKey()
      if !key.standIns.isEmpty {
        pairByStandIns(desired, live, names, &matching)
      } else if key.isServerMade {
        pairByContent(desired, live, key, element, &matching)
        pairByDifferences(desired, live, key, element, &matching)
      } else {
        matching.pairInOrder()
      }
    case .ordered: break
    }
    return ElementAssembly(desired, live, matching, names, hasRepetitions: false).pairs
  }

  /// Pairs elements one of which has no key by the fields that stand in for it: first by all of them, then by the first of
  /// them where a side leaves out others.
  private func pairByStandIns(_ desired: [Value], _ live: [Value], _ names: ElementNames, _ matching: inout Matching) {
    let wanted = desired.map(names.standIns)
    let actual = live.map(names.standIns)
    func marks(_ standIns: [FieldPath.Condition], _ depth: Int) -> [FieldPath.Condition]? {
      standIns.isEmpty && depth == 1 ? nil : Array(standIns.prefix(depth))
    }
    let (desiredKeys, liveKeys) = (matching.desiredKeys, matching.liveKeys)
    for depth in [Int.max, 1] {
      matching.pair(
        matching.openDesired, .standIns, desired: { marks(wanted[$0], depth) }, live: { marks(actual[$0], depth) },
        where: {
          (desiredKeys[$0] == nil || liveKeys[$1] == nil) && names.agree(desired[$0], live[$1])
        })
    }
  }

  /// Pairs elements with equal normal forms, their keys left out. Those without a key come first, which nobody can have meant
  /// for another element; of those with one, the ones whose key the server altered before those that it has without.
  private func pairByContent(
    _ desired: [Value], _ live: [Value], _ key: KeyIdentity, _ element: Shape, _ matching: inout Matching
  ) {
    let (rows, columns) = (matching.openDesired, matching.openLive)
    guard !rows.isEmpty, !columns.isEmpty else { return }
    func normal(_ value: Value) -> PlainValue? {
      guard !value.holdsUnknown, case .map(let members) = NormalForm.of(value.plain, nil, element) else { return nil }
      return .map(members.filter { $0.key != key.field })
    }
    let contents = Dictionary(uniqueKeysWithValues: rows.map { ($0, normal(desired[$0])) })
    let liveContents = Dictionary(uniqueKeysWithValues: columns.map { ($0, normal(live[$0])) })
    for (isKeyed, isLiveKeyed) in [(false, false), (false, true), (true, true), (true, false)] {
      let positions = matching.openDesired.filter { (matching.desiredKeys[$0] != nil) == isKeyed }
      let liveKeys = matching.liveKeys
      matching.pair(
        positions, .content, desired: { contents[$0].flatMap(\.self) },
        live: { (liveKeys[$0] != nil) == isLiveKeyed ? liveContents[$0].flatMap(\.self) : nil },
        // A normal form does not say what could not be compared.
        where: {
          let distance = distance(desired[$0], live[$1], element, besides: key.field)
          return distance.counted == 0 && distance.uncompared == 0 && !(isKeyed && isLiveKeyed && distance.shown > 0)
        })
    }
  }

  /// How many pairs of elements one list may try. Beyond them, what is left is paired by its place, and how many differences
  /// that makes may depend on the order of the elements.
  private static let trialBudget = 4096

  /// Pairs what is left of each type so that as many pairs as can be have the fewest differences together, ties by position.
  ///
  /// One of the two must lack a key, since two keys that somebody wrote are two elements, unless nothing else differs. How many
  /// differences there are in all does not depend on the order of the elements; between which elements they are may, where
  /// several pairings have equally few.
  private func pairByDifferences(
    _ desired: [Value], _ live: [Value], _ key: KeyIdentity, _ element: Shape, _ matching: inout Matching
  ) {
    let (rows, columns) = (matching.openDesired, matching.openLive)
    guard !rows.isEmpty, !columns.isEmpty else { return }
    func type(_ value: Value) -> ExactText? { key.description.flatMap { value[$0]?.string }.map { ExactText($0) } }
    let (types, liveTypes) = (rows.map { type(desired[$0]) }, columns.map { type(live[$0]) })
    let (desiredKeys, liveKeys) = (matching.desiredKeys, matching.liveKeys)
    func isKeyless(_ row: Int, _ column: Int) -> Bool { desiredKeys[row] == nil || liveKeys[column] == nil }
    guard rows.count * columns.count <= Self.trialBudget else {
      return matching.pair(
        rows, .similarity, desired: { type(desired[$0]) ?? "" }, live: { type(live[$0]) ?? "" }, where: isKeyless)
    }
    var isAlike = [Bool](repeating: false, count: rows.count * columns.count)
    var candidates = (rows: [Int](repeating: 0, count: rows.count), columns: [Int](repeating: 0, count: columns.count))
    let found = Assignment.columns(rows: rows.count, columns: columns.count) { row, column in
      guard types[row] == nil || liveTypes[column] == nil || types[row] == liveTypes[column] else { return nil }
      var distance = distance(desired[rows[row]], live[columns[column]], element, besides: key.field)
      guard isKeyless(rows[row], columns[column]) || distance == Distance() else { return nil }
      isAlike[row * columns.count + column] = distance.counted == 0 && distance.uncompared == 0
      candidates.rows[row] += 1
      candidates.columns[column] += 1
      if desiredKeys[rows[row]] != nil, liveKeys[columns[column]] == nil { distance.counted += 1 }
      return distance.cost(apart: row - column)
    }
    for (row, column) in found.enumerated() {
      guard let column else { continue }
      let match: ElementMatch =
        isAlike[row * columns.count + column]
        ? .content : candidates.rows[row] == 1 && candidates.columns[column] == 1 ? .type : .similarity
      matching.take(rows[row], columns[column], match)
    }
  }

  /// How far two elements are apart.
  private struct Distance: Equatable {
    /// Differences that count.
    var counted = 0
    /// Differences that are only shown.
    var shown = 0
    /// Values that could not be compared.
    var uncompared = 0

    /// One number in which each weighs more than all that follow together, also when those of 64 pairs, the most that the budget
    /// leaves, are added up: below 2⁴⁶.
    ///
    /// - Parameter places: how many places lie between the two.
    func cost(apart places: Int) -> Int {
      let shift = min(places.magnitude, 22)
      return min(counted, 255) << 38 + min(shown, 127) << 25 + min(uncompared, 15) << 15 + Int(shift * shift)
    }
  }

  /// How far two elements are apart, the field that holds their keys left out.
  private func distance(_ desired: Value, _ live: Value, _ element: Shape, besides key: String) -> Distance {
    let keyPath = currentPath.appending(field: key)
    let (changes, folds, steps) = trial { $0.compare(Declaration(desired), live, nil, element) }
    let counted = steps + changes.count { $0.path != keyPath && $0.counts }
    let shown = changes.count { $0.path != keyPath && !$0.counts }
    return Distance(
      counted: counted, shown: shown, uncompared: folds.count { $0.path != keyPath && $0.reason.isUncompared })
  }
}
