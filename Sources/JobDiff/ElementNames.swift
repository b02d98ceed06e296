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
  func key(_ element: Value) -> ElementKey? {
    switch identity {
    case .key(let key): element[key.field]?.nonEmptyText.map { .text(ExactText($0)) }
    case .set: element.kind == .string ? .text(ExactText(element.text)) : .value(element.plain.sortedByKey)
    case .ordered: nil
    }
  }

  /// What an element of a set reads as, whatever its type.
  func reading(_ element: Value) -> ExactText {
    guard element.isContainer || element.isNull else { return ExactText(element.text) }
    var json = JSONWriter(pretty: false)
    json.value(element.plain.sortedByKey)
    return ExactText(String(decoding: json.finish(), as: UTF8.self))
  }

  /// The key as it is written in paths.
  private func name(_ element: Value, _ key: ElementKey?) -> ExactText? {
    guard case .text(let name)? = key else { return key.map { _ in reading(element) } }
    return name
  }

  /// Whether no field that stands in for a key has different values in both.
  func agree(_ first: Value, _ second: Value) -> Bool {
    guard case .key(let key) = identity else { return false }
    return key.standIns.allSatisfy { name in
      guard let one = first[name], let other = second[name], let text = one.nonEmptyText,
        let otherText = other.nonEmptyText
      else { return true }
      return one.isUnknown || other.isUnknown || ExactText(text) == ExactText(otherText)
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
  ///
  /// - Parameter keys: those of the elements.
  func paths(_ elements: [Value], _ keys: [ElementKey?]) -> [FieldPath.Element] {
    let names = zip(elements, keys).map { name($0, $1) }
    var counts: [ExactText: Int] = [:]
    var seenKeys: Set<ElementKey> = []
    for (name, key) in zip(names, keys) {
      // An element of a set counts once, however often it stands there.
      if isSet, let key, !seenKeys.insert(key).inserted { continue }
      if let name { counts[name, default: 0] += 1 }
    }
    var seen: [[FieldPath.Condition]: Int] = [:]
    return zip(elements, names).map { element, name in
      let conditions: [FieldPath.Condition]
      if let name {
        guard counts[name] != 1 else { return .key(name.text) }
        conditions = [FieldPath.Condition(keyField, name.text)]
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
  /// The text of a scalar that is neither null nor empty; of a number, the one that all spellings of it share.
  fileprivate var nonEmptyText: String? {
    isContainer || isNull || textBytes.isEmpty ? nil : number?.description ?? text
  }

  /// The same, as it may be shown.
  fileprivate var shownText: String? { nonEmptyText.map { substitute?.shownAs ?? $0 } }
}
