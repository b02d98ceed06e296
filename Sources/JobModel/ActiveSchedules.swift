package import ConfigValue

extension Shape {
  /// The schedules in a value of this shape that start something: all but those behind a gate that is closed.
  package func activeSchedules(in value: PlainValue) -> [String] {
    switch (self, value) {
    case (.object(let object), .map(let members)):
      guard object.isOpen({ value[$0] }) else { return [] }
      return members.flatMap { member -> [String] in
        guard let field = object[member.key] else { return [] }
        if case .schedule = field.equivalence, case .string(let text) = member.value {
          return text.isEmpty ? [] : [text]
        }
        return field.shape.activeSchedules(in: member.value)
      }
    case (.list(let element, _), .list(let elements)): return elements.flatMap(element.activeSchedules)
    default: return []
    }
  }

  /// Whether a variable has part in which schedules in a value of this shape start something.
  package func hasSchedulesOfVariables(_ value: Value) -> Bool {
    guard value.isMarked else { return false }
    switch (self, value.kind) {
    case (.object(let object), .map):
      if object.gates.contains(where: { value[object.fields[$0].name]?.isMarked == true }) { return true }
      return value.members.contains { member in
        guard let field = object[member.name] else { return false }
        if case .schedule = field.equivalence { return member.value.isMarked }
        return field.shape.hasSchedulesOfVariables(member.value)
      }
    case (.list(let element, _), .list): return value.elements.contains(where: element.hasSchedulesOfVariables)
    default: return false
    }
  }
}
