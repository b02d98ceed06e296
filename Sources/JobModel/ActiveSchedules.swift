package import ConfigValue

extension Shape {
  /// The schedules in a value of this shape that start something: all but those behind a gate that is closed.
  package func activeSchedules(in value: PlainValue) -> [String] {
    switch (self, value) {
    case (.object(let object), .map(let members)):
      if let gate = object.gate, value[object.fields[gate].name] == false { return [] }
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
}
