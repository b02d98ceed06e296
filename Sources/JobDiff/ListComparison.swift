import ConfigValue
import Diagnostics
import JobModel

extension Comparison {
  /// Compares lists. A declared list is owned whole: what is only live would be removed.
  mutating func compareLists(
    _ desired: Declaration, _ live: Value?, _ field: Field?, of element: Shape, _ identity: ListIdentity
  ) {
    let isInText = (desired.value?.kind == .string) || (live?.kind == .string)
    guard let wanted = elements(of: desired.value, field), let actual = elements(of: live, field) else {
      return compareMisfits(desired, live, field, .list(of: element, identity))
    }
    if case .ordered = identity { return compareOrdered(desired, live, field, of: element) }
    let changesBefore = changes.count
    let pairs = pairs(wanted, actual, element, identity)
    for pair in pairs { comparePair(pair, desired, field, of: element) }
    if isInText, changes.count == changesBefore, !wanted.isEmpty { fold(.equivalent, Fold.Detail.list) }
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
        guard case .object = element else { return comparison.noteSame() }
        let start = comparison.changes.count
        comparison.matching(by: pair.match) { $0.compare(Declaration(wanted), actual, nil, element) }
        if let key = pair.alteredKey { comparison.foldKey(key, since: start) }
      case (let wanted?, nil):
        let range = comparison.range(of: wanted, in: desired)
        comparison.record(.add, before: nil, desired: wanted, at: range, field, element)
      case (nil, let actual?):
        if desired.isSilent { return comparison.unmanaged(actual, field, element) }
        comparison.record(.remove, before: actual.plain, after: nil, field, element)
      case (nil, nil): return
      }
    }
  }

  /// Where an element stands in the spec: its own range, or the string's when the list is written in one.
  private func range(of element: Value, in list: Declaration) -> SourceRange {
    if let value = list.value, value.kind == .string { return value.range }
    return element.range
  }

  /// The elements of a list, written as one or, where that means the same, as JSON in a string. None for nothing and null;
  /// nil when the value is something else.
  private func elements(of value: Value?, _ field: Field?) -> [Value]? {
    guard let value, !value.isNull else { return [] }
    if value.kind == .list { return Array(value.elements) }
    guard case .listInText? = field?.equivalence else { return nil }
    if value.kind == .string, value.textBytes.isEmpty { return [] }
    return value.string.flatMap(Equivalences.listInText).map { Array($0.elements) }
  }

  // MARK: Ordered lists

  /// Compares lists whose order matters by the shortest script of insertions and deletions; where both meet, as changed
  /// elements. The same elements in another order are one fact.
  mutating func compareOrdered(_ desired: Declaration, _ live: Value?, _ field: Field?, of element: Shape) {
    let actual = live.map { Array($0.elements) } ?? []
    guard let list = desired.value else {
      guard let live, !actual.isEmpty else { return }
      return compareSilence(desired, live, field, .list(of: element, .ordered))
    }
    let wanted = Array(list.elements)
    let before = actual.map(\.plain.sortedByKey)
    let after = wanted.map(\.plain.sortedByKey)
    if before == after { return live == nil ? () : noteSame() }
    if wanted.count == actual.count, zip(wanted, actual).allSatisfy({ $0.mayEqual($1) }) {
      for position in wanted.indices where before[position] != after[position] {
        descend(
          .match([], position: position + 1), desired: (String(position), wanted[position].range),
          liveToken: String(position)
        ) { $0.foldUnknown(wanted[position]) }
      }
      return
    }
    if isTrial {
      let shape = Shape.list(of: element, .ordered)
      return record(.change, before: nil, after: nil, at: list.range, field, shape)
    }
    if before.count == after.count, Self.counts(before) == Self.counts(after) {
      let shape = Shape.list(of: element, .ordered)
      return record(.reorder, before: .list(actual.map(\.plain)), desired: list, field, shape)
    }
    for step in EditScript.steps(from: before, to: after) {
      let token = { (position: Int) in String(position) }
      descend(
        .match([], position: (step.after ?? step.before ?? 0) + 1),
        desired: step.after.map { (token($0), wanted[$0].range) }, liveToken: step.before.map(token)
      ) { comparison in
        let old = step.before.map { actual[$0].plain }
        if let position = step.after, let counterpart = step.before,
          wanted[position].mayEqual(actual[counterpart])
        {
          return comparison.foldUnknown(wanted[position])
        }
        guard let new = step.after.map({ wanted[$0] }) else {
          return comparison.record(.remove, before: old, after: nil, field, element)
        }
        comparison.record(old == nil ? .add : .change, before: old, desired: new, field, element)
      }
    }
  }

  private static func counts(_ values: [PlainValue]) -> [PlainValue: Int] {
    values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }
}
