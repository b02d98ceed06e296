import ConfigValue
import Diagnostics
import JobModel

extension Comparison {
  /// Compares lists whose order matters by the shortest script of insertions and deletions; where both meet, as changed
  /// elements. The same elements in another order are one fact.
  mutating func compareOrdered(_ desired: Declaration, _ live: Value?, _ field: Field?, of element: Shape) {
    let shape = Shape.list(of: element, .ordered)
    guard let list = desired.value else {
      guard let live, live.count > 0 else { return }
      return compareSilence(desired, live, field, shape)
    }
    if compareInPlace(list, live) { return }
    let (before, after) = (elementNumbers.numbers(of: live), elementNumbers.numbers(of: list))
    if before.count == after.count, before.sorted() == after.sorted() {
      return record(.reorder, before: live, desired: list, field, shape)
    }
    let isMirrored = Self.precedes(list, live, after, before)
    if isTrial, !list.holdsUnknown {
      let count = EditScript.shortCount(from: before, to: after, isMirrored: isMirrored) ?? EditScript.shortLimit
      return addToTrial(steps: count)
    }
    follow(EditScript(from: before, to: after, isMirrored: isMirrored), list, live, field, element)
  }

  /// Compares lists of one length whose elements are the same, or may be, each at its place. False when they are not.
  private mutating func compareInPlace(_ list: Value, _ live: Value?) -> Bool {
    guard list.count == live?.count ?? 0 else { return false }
    guard let live else { return true }
    var notes: [(position: Int, likeness: Likeness)] = []
    for (position, (wanted, actual)) in zip(list.elements, live.elements).enumerated() {
      let likeness = wanted.likeness(to: actual)
      if likeness == .same, trace == nil { continue }
      guard likeness != .different || mayEqual(wanted, actual) else { return false }
      notes.append((position, likeness))
    }
    guard notes.contains(where: { $0.likeness != .same }) else {
      noteSame()
      return true
    }
    let (elements, counterparts) = (Array(list.elements), Array(live.elements))
    for note in notes {
      descend(to: elements[note.position], at: note.position, note.position) { comparison in
        switch note.likeness {
        case .same: comparison.noteSame()
        case .sameWorth: comparison.fold(.equivalent, Fold.Detail.number)
        case .different: comparison.foldUnknown(elements[note.position], counterparts[note.position])
        }
      }
    }
    return true
  }

  /// Records the steps from a live list to the spec's. An element that only the live list has is called by its place there.
  private mutating func follow(
    _ script: EditScript, _ list: Value, _ live: Value?, _ field: Field?, _ element: Shape
  ) {
    let (wanted, actual) = (Array(list.elements), live.map { Array($0.elements) } ?? [])
    for (before, after) in script.kept {
      let isSame = wanted[after].likeness(to: actual[before]) != .sameWorth
      if isSame, trace == nil { continue }
      descend(to: wanted[after], at: after, before) { comparison in
        isSame ? comparison.noteSame() : comparison.fold(.equivalent, Fold.Detail.number)
      }
    }
    for step in script.steps {
      let old = step.before.map { actual[$0] }
      guard let position = step.after else {
        descend(.live(position: (step.before ?? 0) + 1), desired: nil, liveToken: step.before.map { String($0) }) {
          $0.keepingSecret(list.holdsSecret) { $0.record(.remove, before: old?.shown, after: nil, field, element) }
        }
        continue
      }
      let new = wanted[position]
      descend(to: new, at: position, step.before) { comparison in
        if let old, comparison.mayEqual(new, old) { return comparison.foldUnknown(new, old) }
        comparison.record(old == nil ? .add : .change, before: old, desired: new, field, element)
      }
    }
  }

  /// Runs `body` at an element of the spec's list, and at its counterpart in the live one.
  private mutating func descend(
    to element: Value, at position: Int, _ livePosition: Int?, _ body: (inout Comparison) -> Void
  ) {
    descend(
      .match([], position: position + 1), desired: (String(position), element.range),
      liveToken: livePosition.map { String($0) }, body)
  }

  /// Whether the spec's list comes first of the two: the shorter one, else that of which the first different element does.
  private static func precedes(_ list: Value, _ live: Value?, _ after: [Int], _ before: [Int]) -> Bool {
    if after.count != before.count { return after.count < before.count }
    guard let live, let position = zip(after, before).enumerated().first(where: { $1.0 != $1.1 })?.offset else {
      return false
    }
    func bytes(_ list: Value) -> [UInt8] {
      var json = JSONWriter(pretty: false)
      for element in list.elements.dropFirst(position).prefix(1) { json.value(element.plain.sortedByKey) }
      return json.finish()
    }
    return bytes(list).lexicographicallyPrecedes(bytes(live))
  }
}
