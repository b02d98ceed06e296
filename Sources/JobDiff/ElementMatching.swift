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
  /// How many comparisons of whole elements one round of one list may cost. Beyond them, only elements written alike are
  /// recognised by their content, and others by their place.
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
        pairByContent(desired, live, key, element, &matching)
        pairByType(desired, live, key, element, &matching)
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

  /// Pairs elements that differ in nothing but their keys: first those without a key, which nobody can have meant for another
  /// element, then those whose key the server altered.
  private func pairByContent(
    _ desired: [Value], _ live: [Value], _ key: KeyIdentity, _ element: Shape, _ matching: inout Matching
  ) {
    func content(_ value: Value) -> PlainValue {
      guard case .map(let members) = value.plain.sortedByKey else { return value.plain }
      return .map(members.filter { $0.key != key.field })
    }
    guard !matching.openDesired.isEmpty, !matching.openLive.isEmpty else { return }
    for isKeyed in [false, true] {
      let positions = matching.openDesired.filter { (matching.desiredKeys[$0] != nil) == isKeyed }
      guard !positions.isEmpty else { continue }
      matching.pair(positions, .content, desired: { content(desired[$0]) }, live: { content(live[$0]) })
      var budget = Self.contentBudget
      for position in positions where matching.partners[position] == nil {
        for candidate in matching.openLive {
          guard budget > 0 else { break }
          budget -= 1
          let differences = differences(desired[position], live[candidate], element, besides: key.field)
          // A key that somebody wrote gives way only to an element that is the same in everything.
          if isKeyed ? !differences.isEmpty : differences.contains(where: \.counts) { continue }
          matching.take(position, candidate, .content)
          break
        }
      }
    }
  }

  /// Pairs what is left of each type, where one of the two has no key: two keys that somebody wrote are two elements. One
  /// element on each side is a pair; of several, the pairing with the fewest differences, ties by position.
  private func pairByType(
    _ desired: [Value], _ live: [Value], _ key: KeyIdentity, _ element: Shape, _ matching: inout Matching
  ) {
    func type(_ value: Value) -> String { key.description.flatMap { value[$0]?.string } ?? "" }
    let candidates = Dictionary(grouping: matching.openLive) { type(live[$0]) }
    for (name, rows) in Dictionary(grouping: matching.openDesired, by: { type(desired[$0]) }) {
      guard let columns = candidates[name] else { continue }
      let (desiredKeys, liveKeys) = (matching.desiredKeys, matching.liveKeys)
      let mayPair = { (row: Int, column: Int) in desiredKeys[row] == nil || liveKeys[column] == nil }
      guard rows.count * columns.count <= Self.contentBudget else {
        matching.pair(rows, .similarity, desired: { _ in name }, live: { type(live[$0]) }, where: mayPair)
        continue
      }
      let found = Assignment.columns(rows: rows.count, columns: columns.count) { row, column in
        guard mayPair(rows[row], columns[column]) else { return nil }
        let differences = differences(desired[rows[row]], live[columns[column]], element, besides: key.field).count
        let distance = row - column
        return min(differences, 1 << 12) << 14 + min(distance * distance, 1 << 14 - 1)
      }
      for (row, column) in found.enumerated() {
        guard let column else { continue }
        matching.take(rows[row], columns[column], rows.count == 1 && columns.count == 1 ? .type : .similarity)
      }
    }
  }

  /// What differs between two elements besides the field that holds their keys.
  private func differences(_ desired: Value, _ live: Value, _ element: Shape, besides key: String) -> [Change] {
    let keyPath = currentPath.appending(field: key)
    return trial { $0.compare(Declaration(desired), live, nil, element) }.filter { $0.path != keyPath }
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
