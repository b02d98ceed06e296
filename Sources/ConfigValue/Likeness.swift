/// How alike two values are. The order of members does not matter.
package enum Likeness: Sendable {
  case same
  /// The same but for numbers of one worth that are written as integers on one side and as decimals on the other.
  case sameWorth
  case different
}

extension Value {
  /// How alike the two are; nothing is known of marks here. Copies neither.
  package func likeness(to other: Value) -> Likeness {
    switch (kind, other.kind) {
    case (.list, .list):
      guard count == other.count else { return .different }
      return Self.worst(of: zip(elements, other.elements))
    case (.map, .map):
      guard count == other.count else { return .different }
      let pairs = zip(members, other.members)
      if pairs.allSatisfy({ $0.key.textBytes == $1.key.textBytes }) {
        return Self.worst(of: pairs.lazy.map { ($0.value, $1.value) })
      }
      let others = other.valuesByName
      var matched: [(Value, Value)] = []
      for member in members {
        guard let counterpart = others[ExactText(member.name)] else { return .different }
        matched.append((member.value, counterpart))
      }
      return Self.worst(of: matched)
    case (.integer, .integer), (.decimal, .decimal):
      return textBytes == other.textBytes || number == other.number ? .same : .different
    case (.integer, .decimal), (.decimal, .integer): return number == other.number ? .sameWorth : .different
    case (.string, .string): return textBytes == other.textBytes ? .same : .different
    case (.boolean, .boolean): return boolean == other.boolean ? .same : .different
    case (.null, .null): return .same
    default: return .different
    }
  }

  private static func worst(of pairs: some Sequence<(Value, Value)>) -> Likeness {
    var worst = Likeness.same
    for (one, other) in pairs {
      switch one.likeness(to: other) {
      case .same: continue
      case .sameWorth: worst = .sameWorth
      case .different: return .different
      }
    }
    return worst
  }

  /// The values of a map's members; of names that stand twice the first.
  var valuesByName: [ExactText: Value] {
    Dictionary(members.map { (ExactText($0.name), $0.value) }) { first, _ in first }
  }
}
