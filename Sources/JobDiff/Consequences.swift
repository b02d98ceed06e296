import ConfigValue
import JobModel

extension Shape {
  /// Whether a variable decides when something in `value`, which has this shape, runs: what it brings about must not be told, or
  /// is not known.
  func isTimed(byVariablesIn value: Value) -> Bool {
    guard value.isMarked else { return false }
    switch self {
    case .object(let object):
      return value.members.contains { member in
        guard let field = object.position(of: member.symbol).map({ object.fields[$0] }) else { return false }
        if member.value.isMarked, field.isTiming { return true }
        return field.shape.isTimed(byVariablesIn: member.value)
      }
    case .list(let element, _): return value.elements.contains { element.isTimed(byVariablesIn: $0) }
    case .boolean, .integer, .string, .map, .anything: return false
    }
  }
}

extension Field {
  /// Whether the field says when something runs, or whether it does.
  fileprivate var isTiming: Bool {
    if case .schedule = equivalence { return true }
    if case .gate = effect { return true }
    return false
  }
}
