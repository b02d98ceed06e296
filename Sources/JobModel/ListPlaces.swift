import ConfigValue

/// What the elements of a list are called in messages: by their keys, `[cron-1]`, as a plan calls them; by their places,
/// `[#2]`, where they have none, or not one of their own.
///
/// Looks at the list when the first element is asked for, and once: most lists have no findings.
final class ListPlaces {
  private let list: Value
  private let identity: ListIdentity
  private lazy var names: [ExactText?] = {
    guard case .key(let key) = identity else { return [] }
    return list.elements.map { Self.name($0[key.field]) }
  }()
  private lazy var counts: [ExactText: Int] = names.reduce(into: [:]) { if let name = $1 { $0[name, default: 0] += 1 } }

  init(_ list: Value, _ identity: ListIdentity) {
    self.list = list
    self.identity = identity
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
