import ConfigValue
import JobModel

/// What one version of a job says of secrets, by marks and names beside values.
struct SecretMarks {
  let schema: JobSchema

  /// Whether what stands at a place is secret by what stands beside it, or beside what it is a part of, or holds such a thing.
  func areOn(_ pointer: JSONPointer, of job: JobDocument) -> Bool {
    var value = job.value
    var shape = Shape.object(schema.job)
    for token in pointer.tokens {
      switch value.kind {
      case .map:
        guard let member = value.member(token) else { return false }
        if secrecy(of: value, shape).covers(member) { return true }
        (value, shape) = (member.value, Self.shape(of: token, in: shape))
      case .list:
        guard let element = value.child(at: token) else { return false }
        (value, shape) = (element, Self.shape(ofElementsIn: shape))
      case .null, .boolean, .integer, .decimal, .string: return false
      }
    }
    return areIn(value, shape)
  }

  /// Whether a value is marked, or holds something that is.
  private func areIn(_ value: Value, _ shape: Shape) -> Bool {
    if value.holdsSecret { return true }
    switch value.kind {
    case .map:
      let secrecy = secrecy(of: value, shape)
      return secrecy.isMarked
        || value.members.contains { secrecy.covers($0) || areIn($0.value, Self.shape(of: $0.name, in: shape)) }
    case .list:
      let element = Self.shape(ofElementsIn: shape)
      return value.elements.contains { areIn($0, element) }
    case .null, .boolean, .integer, .decimal, .string: return false
    }
  }

  private func secrecy(of map: Value, _ shape: Shape) -> MapSecrecy {
    let object = if case .object(let object) = shape { object } else { ObjectShape?.none }
    return MapSecrecy(of: [map], object, by: schema)
  }

  private static func shape(of name: String, in shape: Shape) -> Shape {
    switch shape {
    case .object(let object): object[name]?.shape ?? .anything
    case .map: .string()
    case .boolean, .integer, .string, .list, .anything: .anything
    }
  }

  private static func shape(ofElementsIn shape: Shape) -> Shape {
    if case .list(let element, _) = shape { element } else { .anything }
  }
}
