package import ConfigValue
import JobModel

/// Small edits of jobs that declare every field: each is at least one difference, and no two touch the same field.
package struct JobEdits {
  private var random: SeededRandom

  package init(seed: UInt64) {
    random = SeededRandom(seed: seed ^ 0xED17)
  }

  /// The job after one edit, and after another one more.
  package mutating func twoEdits(of job: PlainValue) -> (once: PlainValue, twice: PlainValue) {
    var places = Self.places(in: job, .object(JobSchema.blaxel.job), [])
    let first = places.remove(at: Int.random(in: 0..<places.count, using: &random))
    let second = random.pick(places)
    let once = edited(job, first[...], .object(JobSchema.blaxel.job))
    return (once, edited(once, second[...], .object(JobSchema.blaxel.job)))
  }

  /// One step: a member's name, or an element's position.
  private enum Step: Hashable {
    case member(String)
    case element(Int)
  }

  /// Every field that can be edited: scalars but keys and names, and lists and maps as wholes, to which something is added.
  private static func places(in value: PlainValue, _ shape: Shape, _ path: [Step]) -> [[Step]] {
    switch (shape, value) {
    case (.object(let object), .map(let members)):
      return members.flatMap { member -> [[Step]] in
        guard let field = object[member.key], path + [.member(member.key)] != [.member("metadata"), .member("name")]
        else { return [] }
        return places(in: member.value, field.shape, path + [.member(member.key)])
      }
    case (.list(let element, .key(let key)), .list(let elements)):
      return [path]
        + elements.enumerated().flatMap { position, value in
          places(in: value, element, path + [.element(position)]).filter { $0.last != .member(key.field) }
        }
    default: return [path]
    }
  }

  private mutating func edited(_ value: PlainValue, _ path: ArraySlice<Step>, _ shape: Shape) -> PlainValue {
    guard let step = path.first else { return edited(value, shape) }
    switch (step, value, shape) {
    case (.member(let name), .map(let members), .object(let object)):
      return .map(
        members.map { member in
          guard member.key == name, let field = object[name] else { return member }
          return PlainValue.Member(name, edited(member.value, path.dropFirst(), field.shape))
        })
    case (.element(let position), .list(var elements), .list(let element, _)):
      elements[position] = edited(elements[position], path.dropFirst(), element)
      return .list(elements)
    default: return value
    }
  }

  /// Another value of the shape, different from all that the generator makes and from every default and zero.
  private mutating func edited(_ value: PlainValue, _ shape: Shape) -> PlainValue {
    switch (shape, value) {
    case (.boolean, .boolean(let isTrue)): return .boolean(!isTrue)
    case (.integer(let range), _): return .number(Number((range?.lowerBound ?? 0) + 9 + random.pick([0, 1])))
    case (.list(_, .key(let key)), .list(let elements)):
      return .list(elements + [.map([PlainValue.Member(key.field, "appended")])])
    case (.list, .list(let elements)): return .list(elements + ["appended"])
    case (.map, .map(let members)): return .map(members + [PlainValue.Member("appended", "here")])
    case (.string, _): return .string(random.pick(["edited", "changed"]))
    default: return .list([value, "edited"])
    }
  }
}
