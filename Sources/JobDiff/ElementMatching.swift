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
  /// Whether another live element has the same key.
  let isLiveDuplicate: Bool
}

extension Comparison {
  /// How many comparisons of whole elements one list may cost. Beyond them, only elements written alike are recognised by
  /// their content.
  private static let contentBudget = 4096

  /// Pairs the elements of two lists whose order does not matter: the spec's in its order, then those only live.
  ///
  /// Elements are paired by equal keys; then, when a side lacks the key, by the fields that stand in for it; then, where the
  /// server makes keys up, by equal content; elements that share a key, or have none, by their order. Linear in the number of
  /// elements. An element of a set counts once, however often it stands there.
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
        matching.openDesired, desired: { marks(wanted[$0], depth) }, live: { marks(actual[$0], depth) },
        where: {
          (desiredKeys[$0] == nil || liveKeys[$1] == nil) && names.agree(desired[$0], live[$1])
        })
    }
  }

  /// Pairs elements that have no key in the spec with live ones that differ from them in nothing that counts.
  private func pairByContent(
    _ desired: [Value], _ live: [Value], _ key: KeyIdentity, _ element: Shape, _ matching: inout Matching
  ) {
    func content(_ value: Value) -> PlainValue {
      guard case .map(let members) = value.plain.sortedByKey else { return value.plain }
      return .map(members.filter { $0.key != key.field })
    }
    let keyless = matching.openDesired.filter { matching.desiredKeys[$0] == nil }
    guard !keyless.isEmpty else { return }
    matching.pair(keyless, desired: { content(desired[$0]) }, live: { content(live[$0]) })
    var budget = Self.contentBudget
    for position in matching.openDesired where matching.desiredKeys[position] == nil {
      for candidate in matching.openLive {
        guard budget > 0 else { return }
        budget -= 1
        let differences = trial { $0.compare(Declaration(desired[position]), live[candidate], nil, element) }
        if differences.contains(where: \.counts) { continue }
        matching.take(position, candidate)
        break
      }
    }
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
      let isCalledByLive =
        matching.desiredKeys[position] == nil && partner.map { matching.liveKeys[$0] != nil } ?? false
      pairs.append(
        ElementPair(
          desired: ElementPair.Side(position: position, value: desired[position]),
          live: partner.map { ElementPair.Side(position: $0, value: live[$0]) },
          path: isCalledByLive ? partner.map { livePaths[$0] } ?? desiredPaths[position] : desiredPaths[position],
          isLiveDuplicate: partner.map(isRepeated) ?? false))
    }
    for position in matching.openLive {
      pairs.append(
        ElementPair(
          desired: nil, live: ElementPair.Side(position: position, value: live[position]), path: livePaths[position],
          isLiveDuplicate: isRepeated(position)))
    }
    return pairs
  }
}
