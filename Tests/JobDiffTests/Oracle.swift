import ConfigValue
import Diagnostics
import JobDiff
import JobModel

/// What a plan's changes mean, said a second time and without cleverness: applying them to the live job gives the spec.
enum Oracle {
  /// The live job after the changes. Every changed path must exist but for its last step.
  static func apply(_ changes: [Change], to job: PlainValue) -> PlainValue {
    var job = job
    var done: Set<FieldPath> = []
    for change in changes {
      guard position(of: change) != nil else {
        job = applying(change, to: job, along: change.path.elements[...], .object(JobSchema.blaxel.job))
        continue
      }
      let list = FieldPath(change.path.elements.dropLast())
      guard done.insert(list).inserted else { continue }
      let steps = changes.filter { FieldPath($0.path.elements.dropLast()) == list }
      job = updating(job, along: list.elements[...], .object(JobSchema.blaxel.job)) { value, _ in
        .list(script(steps, on: elements(value)))
      }
    }
    return job
  }

  /// A job without what the comparison does not tell apart: orders that do not matter, zeros outside the table, tags.
  static func normal(_ value: PlainValue, _ shape: Shape = .object(JobSchema.blaxel.job)) -> PlainValue {
    switch (shape, value) {
    case (.object(let object), .map(let members)):
      let kept = members.compactMap { member -> PlainValue.Member? in
        guard let field = object[member.key] else {
          let value = normal(member.value, .anything)
          return isNothing(value) ? nil : PlainValue.Member(member.key, value)
        }
        if case .image = field.equivalence, case .string(let image) = member.value {
          return PlainValue.Member(member.key, .string(Equivalences.taggedImage(image)))
        }
        if case .schedule = field.equivalence, member.value == "@hourly" {
          return PlainValue.Member(member.key, "0 * * * *")
        }
        return PlainValue.Member(member.key, normal(member.value, field.shape))
      }
      return PlainValue.map(kept).sortedByKey
    case (.list(let element, .key(let key)), .list(let elements)):
      return .list(
        elements.map { normal($0, element) }.sorted { text($0[key.field]) < text($1[key.field]) })
    case (.list(_, .set), .list(let elements)): return .list(elements.sorted { text($0) < text($1) })
    case (.anything, .map(let members)):
      let kept = members.map { PlainValue.Member($0.key, normal($0.value, .anything)) }.filter { !isNothing($0.value) }
      return PlainValue.map(kept).sortedByKey
    default: return value.sortedByKey
    }
  }

  private static func isNothing(_ value: PlainValue) -> Bool {
    [.null, 0, "", false, .list([]), .map([])].contains(value)
  }

  private static func text(_ value: PlainValue?) -> String {
    if case .string(let text)? = value { text } else { "" }
  }

  private static func elements(_ value: PlainValue?) -> [PlainValue] {
    if case .list(let elements)? = value { elements } else { [] }
  }

  private static func applying(
    _ change: Change, to value: PlainValue, along path: ArraySlice<FieldPath.Element>, _ shape: Shape
  ) -> PlainValue {
    updating(value, along: path, shape) { _, _ in change.operation == .unmanagedField ? change.before : change.after }
  }

  /// The value with what stands at the end of `path` replaced, or taken away when `body` gives nil.
  private static func updating(
    _ value: PlainValue, along path: ArraySlice<FieldPath.Element>, _ shape: Shape,
    _ body: (PlainValue?, Shape) -> PlainValue?
  ) -> PlainValue {
    guard let step = path.first else { return body(value, shape) ?? .null }
    let rest = path.dropFirst()
    switch (step, value) {
    case (.field(let name), .map(let members)):
      let inner = { () -> Shape in
        if case .object(let object) = shape { object[name]?.shape ?? .anything } else { .anything }
      }()
      return .map(
        replace(in: members, where: { $0.key == name }) { old in
          let new = rest.isEmpty ? body(old?.value, inner) : old.map { updating($0.value, along: rest, inner, body) }
          return new.map { PlainValue.Member(name, $0) }
        })
    case (.key(let key), .list(let elements)):
      guard case .list(let element, let identity) = shape else { return value }
      let isIt = { (element: PlainValue) -> Bool in
        if case .key(let identity) = identity { text(element[identity.field]) == key } else { text(element) == key }
      }
      return .list(
        replace(in: elements, where: isIt) { old in
          rest.isEmpty ? body(old, element) : old.map { updating($0, along: rest, element, body) }
        })
    case (.match(_, let position?), .list(var elements)) where !rest.isEmpty && elements.indices.contains(position - 1):
      elements[position - 1] = updating(elements[position - 1], along: rest, .anything, body)
      return .list(elements)
    default: return value
    }
  }

  private static func replace<Element>(
    in elements: [Element], where isIt: (Element) -> Bool, by new: (Element?) -> Element?
  ) -> [Element] {
    guard let position = elements.firstIndex(where: isIt) else { return elements + (new(nil).map { [$0] } ?? []) }
    return elements[..<position] + (new(elements[position]).map { [$0] } ?? []) + elements[(position + 1)...]
  }

  /// The position, from 1, at which a change of an ordered list stands.
  private static func position(of change: Change) -> Int? {
    switch change.path.elements.last {
    case .match([], let position?)?, .live(let position)?: position
    case .match?, .key?, .field?, nil: nil
    }
  }

  /// Follows an edit script: removals count positions of the old list, additions and changes of the new one.
  private static func script(_ steps: [Change], on before: [PlainValue]) -> [PlainValue] {
    func positions(_ operation: Change.Operation) -> [Int: PlainValue] {
      Dictionary(
        uniqueKeysWithValues: steps.filter { $0.operation == operation }.map { step in
          ((Self.position(of: step) ?? 1) - 1, step.after ?? .null)
        })
    }
    let (removed, added, changed) = (positions(.remove), positions(.add), positions(.change))
    var after: [PlainValue] = []
    var position = 0
    while true {
      if let value = changed[after.count] {
        after.append(value)
        position += 1
      } else if removed[position] != nil {
        position += 1
      } else if let value = added[after.count] {
        after.append(value)
      } else if position < before.count {
        after.append(before[position])
        position += 1
      } else {
        return after
      }
    }
  }
}
