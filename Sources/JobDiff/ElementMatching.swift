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
  /// Pairs the elements of two lists whose order does not matter: the spec's in its order, then those only live.
  ///
  /// Elements are paired by equal keys; then, when a side lacks the key, by the fields that stand in for it; then, where the
  /// server makes keys up, by equal content; elements that share a key, or have none, by their order.
  func pairs(_ desired: [Value], _ live: [Value], _ element: Shape, _ identity: ListIdentity) -> [ElementPair] {
    let names = ElementNames(identity)
    var rest = Array(live.indices)
    var partners = [Int?](repeating: nil, count: desired.count)
    func pair(_ isPartner: (Value, Value) -> Bool) {
      for position in desired.indices where partners[position] == nil {
        guard let found = rest.firstIndex(where: { isPartner(desired[position], live[$0]) }) else { continue }
        partners[position] = rest.remove(at: found)
      }
    }
    pairByKey(desired, live, names, &rest, &partners)
    if case .key(let key) = identity {
      if !key.standIns.isEmpty {
        pair { names.key($0) == nil || names.key($1) == nil ? names.standIns($0) == names.standIns($1) : false }
      } else if key.isServerMade {
        pair { wanted, actual in
          names.key(wanted) == nil
            && !trial { $0.compare(Declaration(wanted), actual, nil, element) }.contains(where: \.counts)
        }
      } else {
        pair { names.key($0) == nil && names.key($1) == nil }
      }
    }
    return assemble(desired, live, partners, rest, names)
  }

  private func pairByKey(
    _ desired: [Value], _ live: [Value], _ names: ElementNames, _ rest: inout [Int], _ partners: inout [Int?]
  ) {
    var liveByKey: [String: [Int]] = [:]
    for position in live.indices {
      if let key = names.key(live[position]) { liveByKey[key, default: []].append(position) }
    }
    var taken: Set<Int> = []
    for position in desired.indices {
      guard let key = names.key(desired[position]), let candidates = liveByKey[key], !candidates.isEmpty else {
        continue
      }
      partners[position] = candidates[0]
      liveByKey[key]?.removeFirst()
      taken.insert(candidates[0])
    }
    rest.removeAll(where: taken.contains)
  }

  private func assemble(
    _ desired: [Value], _ live: [Value], _ partners: [Int?], _ rest: [Int], _ names: ElementNames
  ) -> [ElementPair] {
    let desiredPaths = names.paths(desired)
    let livePaths = names.paths(live)
    let liveKeys = live.compactMap(names.key)
    let repeated = Set(liveKeys.filter { key in liveKeys.count { $0 == key } > 1 })
    func isRepeated(_ position: Int) -> Bool { names.key(live[position]).map(repeated.contains) ?? false }
    var pairs: [ElementPair] = []
    for (position, partner) in partners.enumerated() {
      let hasKey = names.key(desired[position]) != nil || partner.map { names.key(live[$0]) == nil } ?? true
      pairs.append(
        ElementPair(
          desired: ElementPair.Side(position: position, value: desired[position]),
          live: partner.map { ElementPair.Side(position: $0, value: live[$0]) },
          path: hasKey ? desiredPaths[position] : livePaths[partner ?? 0],
          isLiveDuplicate: partner.map(isRepeated) ?? false))
    }
    for position in rest {
      pairs.append(
        ElementPair(
          desired: nil, live: ElementPair.Side(position: position, value: live[position]), path: livePaths[position],
          isLiveDuplicate: isRepeated(position)))
    }
    return pairs
  }
}

/// How the elements of a list are recognised and called.
private struct ElementNames {
  private let identity: ListIdentity

  init(_ identity: ListIdentity) {
    self.identity = identity
  }

  /// The key; nil when the element has none. Of a set, the element itself.
  func key(_ element: Value) -> String? {
    switch identity {
    case .key(let key): element[key.field]?.nonEmptyText
    case .set: element.isContainer ? nil : element.text
    case .ordered: nil
    }
  }

  /// The values of the fields that stand in for a key.
  func standIns(_ element: Value) -> [FieldPath.Condition] {
    guard case .key(let key) = identity else { return [] }
    return key.standIns.compactMap { name in element[name]?.nonEmptyText.map { FieldPath.Condition(name, $0) } }
  }

  /// What to call each element: by its key; else by the fields that stand in or describe it, and the how-manyth such it is.
  func paths(_ elements: [Value]) -> [FieldPath.Element] {
    var keyCounts: [String: Int] = [:]
    for element in elements { if let key = key(element) { keyCounts[key, default: 0] += 1 } }
    var seen: [[FieldPath.Condition]: Int] = [:]
    return elements.map { element in
      let conditions: [FieldPath.Condition]
      if let key = key(element) {
        guard keyCounts[key] != 1 else { return .key(key) }
        conditions = [FieldPath.Condition(keyField, key)]
      } else {
        let standIns = standIns(element)
        conditions = standIns.isEmpty ? description(element) : standIns
      }
      seen[conditions, default: 0] += 1
      let position = seen[conditions, default: 0]
      let isAlone = position == 1 && !conditions.isEmpty && conditions == standIns(element)
      return .match(conditions, position: isAlone ? nil : position)
    }
  }

  private var keyField: String {
    if case .key(let key) = identity { key.field } else { "value" }
  }

  private func description(_ element: Value) -> [FieldPath.Condition] {
    guard case .key(let key) = identity, let name = key.description, let text = element[name]?.nonEmptyText else {
      return []
    }
    return [FieldPath.Condition(name, text)]
  }
}

extension Value {
  /// The text of a scalar that is neither null nor empty.
  fileprivate var nonEmptyText: String? {
    isContainer || isNull || textBytes.isEmpty ? nil : text
  }
}
