import ConfigValue
import Diagnostics
import JobModel

extension Comparison {
  /// Compares lists. A declared list is owned whole: what is only live would be removed.
  mutating func compareLists(
    _ desired: Declaration, _ live: Value?, _ field: Field?, of element: Shape, _ identity: ListIdentity
  ) {
    guard let wanted = elements(of: desired.value, field), let actual = elements(of: live, field) else {
      return compareMisfits(desired, live, field, .list(of: element, identity))
    }
    if case .ordered = identity { return compareOrdered(desired, live, field, of: element) }
    let changesBefore = changes.count
    let pairs = pairs(wanted, actual, element, identity)
    let isComplete = pairs.allSatisfy { $0.desired != nil && $0.live != nil }
    let secretKeys = isComplete ? [] : Self.secretNamesakes(wanted + actual, element, identity)
    // Where keys say nothing for certain, a live element alone may be what one with a secret was before.
    let hasSecretLeftovers = !isComplete && identity.isUncertain && desired.value?.holdsSecret == true
    for pair in pairs {
      let isLeftover = hasSecretLeftovers && pair.desired == nil
      keepingSecret(isLeftover || Self.isAlone(pair, under: secretKeys, identity)) {
        $0.comparePair(pair, desired, field, of: element)
      }
    }
    if changes.count == changesBefore { noteSpelling(desired.value, live) }
  }

  /// The keys that more than one element has, on either side, one of them marked as a secret's.
  private static func secretNamesakes(_ elements: [Value], _ element: Shape, _ identity: ListIdentity) -> Set<ExactText>
  {
    guard case .object(let object) = element, case .key(let key) = identity, object.hasSecrecyMark else { return [] }
    let groups = Dictionary(grouping: elements) { ExactText($0[key.field]?.text ?? "") }
    let secret = groups.filter { name, group in
      group.count > 1 && group.contains { MapSecrecy(of: [$0], object, by: .blaxel).isMarked }
    }
    return Set(secret.keys)
  }

  /// Whether an element without a counterpart has one of the keys.
  private static func isAlone(_ pair: ElementPair, under keys: Set<ExactText>, _ identity: ListIdentity) -> Bool {
    guard !keys.isEmpty, pair.desired == nil || pair.live == nil, case .key(let key) = identity,
      let name = (pair.desired ?? pair.live)?.value[key.field]
    else { return false }
    return keys.contains(ExactText(name.text))
  }

  /// Folds what makes two equal lists look different: that one of them, or both, is written in a string.
  private mutating func noteSpelling(_ desired: Value?, _ live: Value?) {
    guard let desired, let live, !desired.isNull, !live.isNull else { return }
    guard desired.kind == .string || live.kind == .string, desired.likeness(to: live) == .different else { return }
    // An empty string is no JSON; it is what Go programs write for nothing.
    let isZero = desired.isZeroScalar || live.isZeroScalar
    isZero ? fold(.zeroFill) : fold(.equivalent, Fold.Detail.list)
  }

  private mutating func comparePair(
    _ pair: ElementPair, _ desired: Declaration, _ field: Field?, of element: Shape
  ) {
    if pair.isLiveDuplicate { liveDuplicates.append(currentPath.appending(pair.path)) }
    descend(
      pair.path, desired: pair.desired.map { (String($0.position), range(of: $0.value, in: desired)) },
      liveToken: pair.live.map { String($0.position) }
    ) { comparison in
      switch (pair.desired?.value, pair.live?.value) {
      case (let wanted?, let actual?):
        guard case .object(let object) = element else {
          return comparison.compareSetElements(wanted, actual, isRepeated: pair.isRepeated, field, element)
        }
        let start = comparison.changes.count
        comparison.matching(by: pair.match) { $0.compare(Declaration(wanted), actual, nil, element) }
        if let key = pair.foldedKey, object[key.field]?.silence == .filled {
          comparison.foldKey(key, by: pair.match, since: start)
        }
      case (let wanted?, nil):
        let range = comparison.range(of: wanted, in: desired)
        comparison.record(.add, before: nil, desired: wanted, at: range, field, element)
      case (nil, let actual?):
        if desired.isSilent { return comparison.unmanaged(actual, field, element) }
        comparison.record(.remove, before: actual.shown, after: nil, field, element)
      case (nil, nil): return
      }
    }
  }

  /// Compares elements of a set that were found to be the same one, or to read alike.
  private mutating func compareSetElements(
    _ desired: Value, _ live: Value, isRepeated: Bool, _ field: Field?, _ element: Shape
  ) {
    switch desired.likeness(to: live) {
    case .same: isRepeated ? fold(.equivalent, Fold.Detail.repetition) : noteSame()
    case .sameWorth: fold(.equivalent, Fold.Detail.number)
    case .different: record(.change, before: live, desired: desired, field, element)
    }
  }

  /// Where an element stands in the spec: its own range, or the string's when the list is written in one.
  private func range(of element: Value, in list: Declaration) -> SourceRange {
    if let value = list.value, value.kind == .string { return value.range }
    return element.range
  }

  /// The elements of a list, written as one or, where that means the same, as JSON in a string. None for nothing and null;
  /// nil when the value is something else.
  func elements(of value: Value?, _ field: Field?) -> [Value]? {
    guard let value, !value.isNull else { return [] }
    if value.kind == .list { return Array(value.elements) }
    guard case .listInText? = field?.equivalence else { return nil }
    if value.kind == .string, value.textBytes.isEmpty { return [] }
    return value.string.flatMap(Equivalences.listInText).map { Array($0.elements) }
  }
}

extension ListIdentity {
  /// Whether an element may have another key on the other side, or has none.
  fileprivate var isUncertain: Bool {
    if case .key(let key) = self { key.isServerMade } else { true }
  }
}
