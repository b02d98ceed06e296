import ConfigValue
import JobModel

/// How the elements of a list are recognised and called.
struct ElementNames {
  private let identity: ListIdentity

  init(_ identity: ListIdentity) {
    self.identity = identity
  }

  var isSet: Bool {
    if case .set = identity { true } else { false }
  }

  /// The key; nil when the element has none. Of a set, the element itself.
  func key(_ element: Value) -> String? {
    switch identity {
    case .key(let key): return element[key.field]?.nonEmptyText
    case .set:
      guard element.isContainer else { return element.text }
      var json = JSONWriter(pretty: false)
      json.value(element.plain.sortedByKey)
      return String(decoding: json.finish(), as: UTF8.self)
    case .ordered: return nil
    }
  }

  /// Whether no field that stands in for a key has different values in both.
  func agree(_ first: Value, _ second: Value) -> Bool {
    guard case .key(let key) = identity else { return false }
    return key.standIns.allSatisfy { name in
      guard let one = first[name]?.nonEmptyText, let other = second[name]?.nonEmptyText else { return true }
      return one == other || first[name]?.isUnknown == true || second[name]?.isUnknown == true
    }
  }

  /// The values of the fields that stand in for a key.
  func standIns(_ element: Value) -> [FieldPath.Condition] {
    guard case .key(let key) = identity else { return [] }
    return conditions(key.standIns, of: element) { $0.isUnknown ? nil : $0.nonEmptyText }
  }

  private func conditions(
    _ names: [String], of element: Value, _ text: (Value) -> String?
  ) -> [FieldPath.Condition] {
    names.compactMap { name in element[name].flatMap(text).map { FieldPath.Condition(name, $0) } }
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
        let standIns = shownStandIns(element)
        conditions = standIns.isEmpty ? description(element) : standIns
      }
      seen[conditions, default: 0] += 1
      let position = seen[conditions, default: 0]
      let isAlone = position == 1 && !conditions.isEmpty && conditions == shownStandIns(element)
      return .match(conditions, position: isAlone ? nil : position)
    }
  }

  /// The field that holds the key.
  var keyField: String {
    if case .key(let key) = identity { key.field } else { "value" }
  }

  private func shownStandIns(_ element: Value) -> [FieldPath.Condition] {
    guard case .key(let key) = identity else { return [] }
    return conditions(key.standIns, of: element, \.shownText)
  }

  private func description(_ element: Value) -> [FieldPath.Condition] {
    guard case .key(let key) = identity, let name = key.description else { return [] }
    return conditions([name], of: element, \.shownText)
  }
}

extension Value {
  /// The text of a scalar that is neither null nor empty.
  fileprivate var nonEmptyText: String? {
    isContainer || isNull || textBytes.isEmpty ? nil : text
  }

  /// The same, as it may be shown.
  fileprivate var shownText: String? { nonEmptyText.map { substitute?.shownAs ?? $0 } }
}
