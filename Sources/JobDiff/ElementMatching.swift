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
  /// The field that holds the key, where the two have different keys and nothing else tells them apart.
  let alteredKey: String?
  /// Whether another live element has the same key.
  let isLiveDuplicate: Bool
}

extension Comparison {
  /// How many comparisons of whole elements one list may cost. Beyond them, only elements written alike are recognised by
  /// their content, and others by their place.
  private static let contentBudget = 4096

  /// Pairs the elements of two lists whose order does not matter: the spec's in its order, then those only live.
  ///
  /// In rounds: equal keys; then, when a side lacks the key, the fields that stand in for it; then, where the server makes keys
  /// up or alters them, equal content, and what is left of a type; elements that share a key, or have none, by their order.
  /// Linear in the number of elements up to what the budget allows. An element of a set counts once, however often it stands
  /// there.
  func pairs(_ desired: [Value], _ live: [Value], _ element: Shape, _ identity: ListIdentity) -> [ElementPair] {
    let names = ElementNames(identity)
    var matching = Matching(desired: desired.map(names.key), live: live.map(names.key))
    if case .set = identity { matching.dropRepetitions() }
    matching.pairByKey()
    if case .key(let key) = identity {
      if !key.standIns.isEmpty {
        pairByStandIns(desired, live, names, &matching)
      } else if key.isServerMade {
        pairByContent(desired, live, key, &matching)
        pairByDifferences(desired, live, key, element, &matching)
      } else {
        matching.pairInOrder()
      }
    }
    return assemble(desired, live, matching, names)
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

  /// Pairs elements that are written alike but for their keys: first those without a key, which nobody can have meant for
  /// another element, then those whose key the server altered.
  private func pairByContent(_ desired: [Value], _ live: [Value], _ key: KeyIdentity, _ matching: inout Matching) {
    func content(_ value: Value) -> PlainValue {
      guard case .map(let members) = value.plain.sortedByKey else { return value.plain }
      return .map(members.filter { $0.key != key.field })
    }
    for isKeyed in [false, true] {
      let positions = matching.openDesired.filter { (matching.desiredKeys[$0] != nil) == isKeyed }
      guard !positions.isEmpty, !matching.openLive.isEmpty else { continue }
      matching.pair(positions, .content, desired: { content(desired[$0]) }, live: { content(live[$0]) })
    }
  }

  /// Pairs what is left of each type so that as many pairs as can be have the fewest differences together, ties by position.
  ///
  /// One of the two must lack a key, since two keys that somebody wrote are two elements, unless nothing else differs.
  private func pairByDifferences(
    _ desired: [Value], _ live: [Value], _ key: KeyIdentity, _ element: Shape, _ matching: inout Matching
  ) {
    let (rows, columns) = (matching.openDesired, matching.openLive)
    guard !rows.isEmpty, !columns.isEmpty else { return }
    func type(_ value: Value) -> String? { key.description.flatMap { value[$0]?.string } }
    let (types, liveTypes) = (rows.map { type(desired[$0]) }, columns.map { type(live[$0]) })
    let (desiredKeys, liveKeys) = (matching.desiredKeys, matching.liveKeys)
    func isKeyless(_ row: Int, _ column: Int) -> Bool { desiredKeys[row] == nil || liveKeys[column] == nil }
    guard rows.count * columns.count <= Self.contentBudget else {
      return matching.pair(
        rows, .similarity, desired: { type(desired[$0]) ?? "" }, live: { type(live[$0]) ?? "" }, where: isKeyless)
    }
    var isAlike = [Bool](repeating: false, count: rows.count * columns.count)
    var candidates = (rows: [Int](repeating: 0, count: rows.count), columns: [Int](repeating: 0, count: columns.count))
    let found = Assignment.columns(rows: rows.count, columns: columns.count) { row, column in
      guard types[row] == nil || liveTypes[column] == nil || types[row] == liveTypes[column] else { return nil }
      let distance = distance(desired[rows[row]], live[columns[column]], element, besides: key.field)
      guard isKeyless(rows[row], columns[column]) || distance == Distance() else { return nil }
      isAlike[row * columns.count + column] = distance.counted == 0 && distance.uncompared == 0
      candidates.rows[row] += 1
      candidates.columns[column] += 1
      let shift = min((row - column) * (row - column), 1 << 13 - 1)
      return min(distance.counted, 1 << 12) << 26 + min(distance.shown + distance.uncompared, 1 << 12) << 13 + shift
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
  }

  /// How far two elements are apart, the field that holds their keys left out.
  private func distance(_ desired: Value, _ live: Value, _ element: Shape, besides key: String) -> Distance {
    let keyPath = currentPath.appending(field: key)
    let (changes, folds) = trial { $0.compare(Declaration(desired), live, nil, element) }
    let counted = changes.count { $0.path != keyPath && $0.counts }
    let shown = changes.count { $0.path != keyPath && !$0.counts }
    return Distance(
      counted: counted, shown: shown, uncompared: folds.count { $0.path != keyPath && $0.reason.isUncompared })
  }

  private func assemble(_ desired: [Value], _ live: [Value], _ matching: Matching, _ names: ElementNames)
    -> [ElementPair]
  {
    let desiredPaths = names.paths(desired)
    let livePaths = names.paths(live)
    var counts: [String: Int] = [:]
    if !names.isSet { for key in matching.liveKeys { if let key { counts[key, default: 0] += 1 } } }
    func isRepeated(_ position: Int) -> Bool { matching.liveKeys[position].map { counts[$0, default: 0] > 1 } ?? false }
    var pairs: [ElementPair] = []
    for position in desired.indices where !matching.isDropped(desired: position) {
      let partner = matching.partners[position]
      let liveKey = partner.flatMap { matching.liveKeys[$0] }
      let isCalledByLive = matching.desiredKeys[position] == nil && liveKey != nil
      let isAltered =
        matching.desiredKeys[position] != nil && liveKey != nil && matching.desiredKeys[position] != liveKey
      pairs.append(
        ElementPair(
          desired: ElementPair.Side(position: position, value: desired[position]),
          live: partner.map { ElementPair.Side(position: $0, value: live[$0]) },
          path: isCalledByLive ? partner.map { livePaths[$0] } ?? desiredPaths[position] : desiredPaths[position],
          match: matching.matches[position], alteredKey: isAltered ? names.keyField : nil,
          isLiveDuplicate: partner.map(isRepeated) ?? false))
    }
    for position in matching.openLive {
      pairs.append(
        ElementPair(
          desired: nil, live: ElementPair.Side(position: position, value: live[position]), path: livePaths[position],
          match: nil, alteredKey: nil, isLiveDuplicate: isRepeated(position)))
    }
    return pairs
  }
}
