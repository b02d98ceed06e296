import ConfigValue

/// What the elements of a list are called in messages: by their keys, `[cron-1]`, as a plan calls them; by their places,
/// `[#2]`, where they have none, or not one of their own.
struct ListPlaces {
  private var names: [ExactText?] = []
  private var counts: [ExactText: Int] = [:]

  init(_ list: Value, _ identity: ListIdentity) {
    guard case .key(let key) = identity else { return }
    for element in list.elements {
      let name = Self.name(element[key.field])
      names.append(name)
      if let name { counts[name, default: 0] += 1 }
    }
  }

  /// The selector of the element at `position`, from 0, in brackets.
  func selector(_ position: Int) -> String {
    let place = "[#\(position + 1)]"
    guard names.indices.contains(position), let name = names[position], counts[name] == 1 else { return place }
    let selector = FieldPath([.key(name.text)]).description
    // With escapes in it, a secret would not be recognised any more: nothing but brackets and quotes may be added.
    return selector.utf8.count - name.text.utf8.count > 4 ? place : selector
  }

  /// A key that may stand in a message: not one that a variable has part in.
  private static func name(_ key: Value?) -> ExactText? {
    guard let key, key.kind == .string, !key.textBytes.isEmpty, !key.isMarked else { return nil }
    return ExactText(key.text)
  }
}
