package import ConfigValue
package import JobModel

/// Makes jobs from the field table: every field a spec may declare, at every depth, from few values, so that two jobs share
/// many and differ in many.
package struct JobGenerator {
  private var random: SeededRandom
  private let isSparse: Bool

  /// - Parameter isSparse: whether fields, and keys that the server makes up, may be missing or null.
  package init(seed: UInt64, isSparse: Bool = false) {
    random = SeededRandom(seed: seed)
    self.isSparse = isSparse
  }

  /// A job called `name` that declares every field the comparison reads, and fields outside the table; of a sparse one, some.
  package mutating func job(named name: String) -> PlainValue {
    guard case .map(let members) = object(JobSchema.blaxel.job) else { return .null }
    return .map(
      members.map { member in
        guard member.key == "metadata", case .map(let metadata) = member.value else { return member }
        return PlainValue.Member(
          member.key, .map(metadata.map { $0.key == "name" ? PlainValue.Member("name", .string(name)) : $0 }))
      })
  }

  /// Any JSON value, maps and lists at most `depth` deep.
  package mutating func anything(depth: Int = 3) -> PlainValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
    case 0: return .null
    case 1: return .boolean(random.oneIn(2))
    case 2, 3: return .number(Number(random.pick([0, 1, -7])))
    case 4, 5: return .string(random.pick(["", "0", "a", "[]", "é\u{202E}"]))
    case 6: return .list((0..<random.pick([0, 1, 3, 4])).map { _ in anything(depth: depth - 1) })
    default:
      let names = ["a", "name", "~/x"].filter { _ in random.oneIn(2) }
      return .map(names.map { PlainValue.Member($0, anything(depth: depth - 1)) })
    }
  }

  /// The same value with the elements of every list and the members of every map in some order.
  package mutating func shuffled(_ value: PlainValue, _ shape: Shape) -> PlainValue {
    switch (shape, value) {
    case (.object(let object), .map(let members)):
      .map(
        members.map { PlainValue.Member($0.key, shuffled($0.value, object[$0.key]?.shape ?? .anything)) }
          .shuffled(using: &random))
    case (.map, .map(let members)): .map(members.shuffled(using: &random))
    case (.list(let element, .ordered), .list(let elements)): .list(elements.map { shuffled($0, element) })
    case (.list(let element, _), .list(let elements)):
      .list(elements.map { shuffled($0, element) }.shuffled(using: &random))
    default: value
    }
  }

  /// The value with secrets in the place of some of its texts and keys.
  mutating func planted(_ secrets: [String], _ value: PlainValue) -> PlainValue {
    switch value {
    case .null, .boolean, .number: value
    case .string(let text): .string(random.oneIn(12) ? random.pick([text, "a "]) + random.pick(secrets) : text)
    case .list(let elements): .list(elements.map { planted(secrets, $0) })
    case .map(let members):
      .map(
        members.map { member in
          let isKeyed = member.key == "x" && random.oneIn(20)
          return PlainValue.Member(isKeyed ? random.pick(secrets) : member.key, planted(secrets, member.value))
        })
    }
  }

  private mutating func object(_ object: ObjectShape) -> PlainValue {
    var members: [PlainValue.Member] = []
    for field in object.fields {
      switch field.owner {
      case .user, .either:
        if isSparse, !field.isRequired, random.oneIn(4) {
          if random.oneIn(3) { members.append(PlainValue.Member(field.name, .null)) }
        } else {
          members.append(PlainValue.Member(field.name, value(field)))
        }
      case .server, .writeOnly, .envelope: continue
      }
    }
    members.append(PlainValue.Member("outsideTheTable", .map([PlainValue.Member("x", anything())])))
    return .map(members)
  }

  private mutating func value(_ field: Field) -> PlainValue {
    if case .schedule = field.equivalence { return .string(random.pick(Self.schedules)) }
    return value(field.shape)
  }

  /// Among them two that fire alike.
  package static let schedules = ["0 * * * *", "@hourly", "*/5 * * * *", "0 0 */2 * 1", "", "@every 5m"]

  private mutating func value(_ shape: Shape) -> PlainValue {
    switch shape {
    case .boolean: return .boolean(random.oneIn(2))
    case .integer(let range):
      let low = range?.lowerBound ?? -3
      return .number(Number(low + random.pick([0, 1, 7])))
    case .string(let rule):
      return .string(random.pick(rule.choices.isEmpty ? ["", "a", "app:1", "é\"\\\u{1B}"] : rule.choices))
    case .list(let element, let identity): return list(of: element, identity)
    case .object(let object): return self.object(object)
    case .map:
      let names = ["team", "app.kubernetes.io/name", "e mpty"].filter { _ in random.oneIn(2) }
      return .map(names.map { PlainValue.Member($0, value(.string())) })
    case .anything: return anything()
    }
  }

  private mutating func list(of element: Shape, _ identity: ListIdentity) -> PlainValue {
    let keys = ["one", "two", "3", "f.our]"].filter { _ in random.oneIn(2) }.shuffled(using: &random)
    switch identity {
    case .set: return .list(keys.map { .string($0) })
    case .ordered: return .list((0..<Int.random(in: 0...5, using: &random)).map { _ in value(element) })
    case .key(let identity):
      return .list(
        keys.map { key in
          guard case .map(let members) = value(element) else { return .null }
          let isKeyless = isSparse && identity.isServerMade && random.oneIn(2)
          return .map(
            members.filter { $0.key != identity.field }
              + (isKeyless ? [] : [PlainValue.Member(identity.field, .string(key))]))
        })
    }
  }
}
