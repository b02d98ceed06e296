import ConfigValue
import JobModel

/// One job of a corpus, made by walking the field table.
///
/// What the table leaves open is filled with words and numbers; where it says what a text is (a schedule, an image, one of some
/// choices), with one of these. Lists have as many elements as make the job about 2 KB.
struct MadeUpJob {
  private let number: Int
  private let seed: UInt64
  private let hasSecret: Bool

  init(_ number: Int, seed: UInt64, hasSecret: Bool) {
    self.number = number
    self.seed = seed
    self.hasSecret = hasSecret
  }

  /// Seven digits, so that names rise with the numbers.
  static func name(_ number: Int) -> String {
    let digits = String(number)
    return "job-" + String(repeating: "0", count: max(0, 7 - digits.utf8.count)) + digits
  }

  /// As a spec declares it.
  var desired: PlainValue {
    var maker = Maker(numbers: SeededNumbers(seed: seed, of: number), name: Self.name(number), hasSecret: hasSecret)
    guard case .map(let members) = maker.object(JobSchema.blaxel.job) else { return .null }
    return .map([PlainValue.Member("apiVersion", "blaxel.ai/v1alpha1"), PlainValue.Member("kind", "Job")] + members)
  }

  /// As the API gives it; changed in one number of its resources, where it is to be.
  func live(isChanged: Bool) -> PlainValue {
    guard case .map(let members) = desired else { return .null }
    let job = PlainValue.map(members.filter { JobSchema.blaxel.job[$0.key]?.owner != .envelope })
    let served = Served(number: number).object(job, JobSchema.blaxel.job)
    return isChanged ? Self.increased(served, at: Self.numbers[number % Self.numbers.count][...]) : served
  }

  /// The paths of the numbers among a task's resources.
  private static let numbers: [[String]] = JobSchema.blaxel.entries.compactMap { entry in
    guard entry.path.starts(with: ["spec", "runtime"]), entry.path.count == 3, case .integer = entry.field.shape
    else { return nil }
    return entry.path
  }

  private static func increased(_ value: PlainValue, at path: ArraySlice<String>) -> PlainValue {
    switch value {
    case .map(let members):
      .map(
        members.map { member in
          guard member.key == path.first else { return member }
          return PlainValue.Member(member.key, increased(member.value, at: path.dropFirst()))
        })
    case .number(let number): .number(Number((number.integer ?? 0) + 1))
    case .null, .boolean, .string, .list: value
    }
  }
}

/// Makes values for the fields that a spec declares.
private struct Maker {
  var numbers: SeededNumbers
  let name: String
  /// Whether one element of lists with maskable values says that its value is secret.
  let hasSecret: Bool

  mutating func object(_ object: ObjectShape) -> PlainValue {
    var members: [PlainValue.Member] = []
    for field in object.fields where field.owner == .user || field.owner == .either {
      // Few specs say what the server fills in by itself.
      if field.owner == .either, field.silence == .filled, !numbers.oneIn(8) { continue }
      let value = value(field)
      if value != .map([]) { members.append(PlainValue.Member(field.name, value)) }
    }
    return .map(members)
  }

  private mutating func value(_ field: Field) -> PlainValue {
    switch field.equivalence {
    case .schedule: return .string("\(numbers.below(60)) \(numbers.below(24)) * * *")
    case .image: return .string("job/\(name):v\(numbers.below(400) + 1)")
    case .anything: return .string(numbers.pick(["eu-lon-1", "eu-fra-1", "us-pdx-1", "us-was-1"]))
    case .listInText: return .list(["acme/\(words(1))-\(numbers.below(90))", "acme/\(words(1))"].map { .string($0) })
    case .exact: break
    }
    switch field.effect {
    case .gate: return .boolean(!numbers.oneIn(16))
    case .cores(let megabytes): return .number(Number(megabytes / 2 << numbers.below(4)))
    case .none, .selector: return value(field.shape, called: field.name, isMasked: field.isMaskable)
    }
  }

  private mutating func value(_ shape: Shape, called field: String, isMasked: Bool = false) -> PlainValue {
    switch shape {
    case .boolean: return .boolean(numbers.oneIn(12))
    case .integer(let range):
      let low = range?.lowerBound ?? 0
      return .number(Number(low + 1 + numbers.below(min(range?.upperBound ?? .max, low + 4_000) - low)))
    case .string(let rule):
      if rule.isName { return .string(name) }
      if !rule.choices.isEmpty { return .string(numbers.pick(rule.choices)) }
      if field.hasSuffix("ath") { return .string("/mnt/\(words(1))/\(words(1))") }
      return .string(isMasked ? "\(words(4)) \(numbers.below(1_000_000))" : "\(words(2)) \(numbers.below(1_000))")
    case .list(let element, let identity): return list(of: element, identity, called: field)
    case .object(let object): return self.object(object)
    case .map:
      return .map(["team", "stage", "cost-centre"].map { PlainValue.Member($0, .string(words(1))) })
    case .anything:
      return ["shard": .number(Number(numbers.below(64))), "size": .string(numbers.pick(["small", "large"]))]
    }
  }

  private mutating func list(of element: Shape, _ identity: ListIdentity, called field: String) -> PlainValue {
    switch identity {
    case .set: return .list(["eu-only", "no-gpu"])
    case .ordered: return .list((0..<3).map { _ in value(element, called: field) })
    case .key(let identity):
      guard case .object(let object) = element else { return .list([]) }
      let isMasked = object.fields.contains(where: \.isMaskable)
      return .list(
        (0..<(isMasked ? 8 : identity.isServerMade ? 2 : 1)).map { position in
          guard case .map(let members) = self.object(object) else { return .null }
          let key = isMasked ? "SETTING_\(position)" : "\(field)-\(position)"
          // Few say of a value that it is no secret.
          let isSecret = hasSecret && position == 0
          let others = members.filter { $0.key != identity.field }.compactMap { member in
            guard isMasked, member.value.isBoolean else { return member }
            return isSecret ? PlainValue.Member(member.key, true) : nil
          }
          return .map([PlainValue.Member(identity.field, .string(key))] + others)
        })
    }
  }

  private mutating func words(_ count: Int) -> String {
    (0..<count).map { _ in numbers.pick(Self.words) }.joined(separator: " ")
  }

  private static let words = [
    "archive", "billing", "catalog", "customers", "daily", "embedding", "forecast", "inventory", "nightly", "orders",
    "reports", "search", "sessions", "summary", "warehouse", "weekly",
  ]
}

/// Turns a job as declared into the same job as the API lists it.
private struct Served {
  let number: Int

  func object(_ value: PlainValue, _ object: ObjectShape) -> PlainValue {
    guard case .map(let members) = value else { return value }
    var served = members.map { member in
      guard let field = object[member.key] else { return member }
      return PlainValue.Member(member.key, self.value(member.value, field))
    }
    for field in object.fields where field.owner == .server && !field.isMaskable {
      guard case .string = field.shape, let text = serverText(field.name) else { continue }
      served.append(PlainValue.Member(field.name, .string(text)))
    }
    return .map(served)
  }

  private func value(_ value: PlainValue, _ field: Field) -> PlainValue {
    if field.isMaskable { return .string(Mask.text) }
    switch (value, field.shape) {
    case (.map, .object(let object)): return self.object(value, object)
    case (.list(let elements), .list(.object(let object), _)): return .list(elements.map { self.object($0, object) })
    default: return value
    }
  }

  /// What the server says of its own accord.
  private func serverText(_ field: String) -> String? {
    switch field {
    case "status": "DEPLOYED"
    case "createdAt": "2026-01-\(10 + number % 20)T08:30:00Z"
    case "updatedAt": "2026-02-\(10 + number % 18)T08:30:00Z"
    case "createdBy", "updatedBy": "user-\(number % 40)@example.com"
    case "plan": "PRODUCTION"
    case "workspace": "acme"
    default: nil
    }
  }
}

extension PlainValue {
  fileprivate var isBoolean: Bool {
    if case .boolean = self { true } else { false }
  }
}
