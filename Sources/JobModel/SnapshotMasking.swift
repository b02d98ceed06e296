package import ConfigValue
import Diagnostics

/// What of live jobs may not be saved.
///
/// Fields that the table calls maskable are left out whatever they hold, as the API leaves them out. So is everything that
/// `SecretScan` takes for a secret, also in JSON inside of strings, and every text with a known secret in it. Where a list is
/// compared as a whole, or its elements are recognised by what would be left out, the whole list is. Zeros, and lists and maps
/// without anything in them, are no secrets: only with what means something does a saved job differ from one that has nothing.
package struct SnapshotMasking: Sendable {
  private let schema: JobSchema
  private let known: KnownSecrets

  /// - Parameter secrets: texts that are known to be secret, of all jobs that are saved together and from elsewhere.
  package init(knowing secrets: Set<String>, by schema: JobSchema) {
    self.schema = schema
    known = KnownSecrets(secrets)
  }

  /// What is left out of one job.
  package struct Masks: Sendable {
    /// The values in whose places masks are put.
    package fileprivate(set) var hidden: Set<Value.Identity> = []
    /// Where masks stand in places that the table does not call maskable, from the top of the job, in the order of the document.
    package fileprivate(set) var places: [JSONPointer] = []
  }

  /// Nil when a secret stands where nothing can be left out: in the job's name, or among the names of the fields around it.
  package func masks(of job: JobDocument) -> Masks? {
    if known.occur(in: job.name.utf8.span) { return nil }
    var walk = MaskingWalk(job, known, schema)
    guard !walk.hides(job.value, .object(schema.job)) else { return nil }
    // Without its metadata, nobody knows which job it is.
    let metadata = JSONPointer(["metadata"])
    return walk.masks.places.contains { $0 == metadata || $0 == metadata.appending("name") } ? nil : walk.masks
  }

  /// Whether a text from outside the jobs holds a known secret.
  package func isSecret(_ text: String) -> Bool {
    known.occur(in: text.utf8.span)
  }
}

/// Walks along one job and notes what is left out of it. Depth is bounded by the readers.
private struct MaskingWalk {
  var masks = SnapshotMasking.Masks()

  private let job: JobDocument
  private let known: KnownSecrets
  private let schema: JobSchema
  /// The scalars and keys that are secret by their names or looks.
  private let secrets: Set<SourceRange>
  private var pointer: [String] = []

  init(_ job: JobDocument, _ known: KnownSecrets, _ schema: JobSchema) {
    self.job = job
    self.known = known
    self.schema = schema
    var scan = SecretScan(by: schema)
    scan.scan(job.value)
    secrets = Set(scan.ranges)
  }

  /// Notes what is left out below a value. True when that is not enough, and the value has to be left out as a whole.
  mutating func hides(_ value: Value, _ shape: Shape) -> Bool {
    if !job.maskedPlaces.isEmpty, job.maskedPlaces.contains(JSONPointer(pointer)) { return true }
    guard Self.isSomething(value) else { return false }
    let start = masks.places.count
    let isWhole =
      switch (shape, value.kind) {
      case (.object(let object), .map): hidesMember(of: value, object)
      case (.map, .map): hidesMember(of: value, nil, .string())
      case (.anything, .map): hidesMember(of: value, nil)
      case (.list(.object(let object), .key(let key)), .list): hidesElement(of: value, object, key)
      default: holdsSecret(value, secrets) || shape.isMaskable(where: value.kind)
      }
    if isWhole { masks.places.removeSubrange(start...) }
    return isWhole
  }

  private mutating func hidesMember(of map: Value, _ object: ObjectShape?, _ shape: Shape = .anything) -> Bool {
    let secrecy = MapSecrecy(of: [map], object, by: schema)
    for member in map.members {
      if isSecretKey(member.key, secrets) { return true }
      let field = object?.position(of: member.symbol).flatMap { object?.fields[$0] }
      let start = masks.places.count
      pointer.append(member.name)
      if field?.isMaskable == true {
        if !member.value.isNull { masks.hidden.insert(member.value.identity) }
      } else if hides(member.value, field?.shape ?? shape) || Self.isSomething(member.value) && secrecy.covers(member) {
        masks.places.removeSubrange(start...)
        masks.hidden.insert(member.value.identity)
        masks.places.append(JSONPointer(pointer))
      }
      pointer.removeLast()
    }
    return false
  }

  private mutating func hidesElement(of list: Value, _ object: ObjectShape, _ key: KeyIdentity) -> Bool {
    let keys = list.elements.map { $0[key.field]?.string ?? "" }
    let counts = keys.reduce(into: [ExactText: Int]()) { $0[ExactText($1), default: 0] += 1 }
    for (position, element) in list.elements.enumerated() {
      let start = masks.places.count
      pointer.append(String(position))
      let isWhole = hides(element, .object(object))
      pointer.removeLast()
      let fields = masks.places[start...].filter { $0.tokens.count == pointer.count + 2 }.compactMap(\.tokens.last)
      // Without a key of its own, an element is recognised by all that is in it.
      let isKeyed = !keys[position].isEmpty && counts[ExactText(keys[position])] == 1
      if isWhole || fields.contains(where: key.fields.contains)
        || key.isServerMade && !isKeyed && masks.places.count > start
      {
        return true
      }
    }
    return false
  }

  private static func isSomething(_ value: Value) -> Bool { !value.isNull && !value.isZero }

  /// Whether one of `secrets`, or anything else that is secret, is in a value.
  private func holdsSecret(_ value: Value, _ secrets: Set<SourceRange>) -> Bool {
    switch value.kind {
    case .map: value.members.contains { isSecretKey($0.key, secrets) || holdsSecret($0.value, secrets) }
    case .list: value.elements.contains { holdsSecret($0, secrets) }
    case .null, .boolean, .integer, .decimal, .string: isSecret(value, secrets)
    }
  }

  /// The names of the table's fields are everybody's.
  private func isSecretKey(_ key: Value, _ secrets: Set<SourceRange>) -> Bool {
    guard key.symbol == NameTable.unknown else { return false }
    return isSecret(key, secrets) || SecretText.hasSecretShape(key.text) || SecretText.isSecretAssignment(key.text)
  }

  private func isSecret(_ scalar: Value, _ secrets: Set<SourceRange>) -> Bool {
    if scalar.isNull { return false }
    // The words that say whether a job is live are everybody's.
    if pointer == ["status"], JobDocument.isDecisive(scalar.text) { return false }
    return secrets.contains(scalar.range) || known.occur(in: scalar.textBytes.span)
      || scalar.kind == .string && isSecretStructure(scalar.text)
  }

  /// Whether a text is a list or mapping with a secret in it.
  private func isSecretStructure(_ text: String) -> Bool {
    guard let structure = StructuredText(text, by: schema) else { return false }
    return structure.isSecret || structure.value.map { holdsSecret($0, []) } ?? false
  }
}

extension KeyIdentity {
  /// The fields that an element is recognised by.
  fileprivate var fields: Set<String> {
    Set([field] + standIns + [description].compactMap(\.self))
  }
}

extension Shape {
  /// Whether a value of this kind is of another kind than the table says, and stands where fields are that the API masks: nobody
  /// knows what is in it.
  fileprivate func isMaskable(where kind: ValueKind) -> Bool {
    switch self {
    case .object: kind != .map && holdsMaskable
    case .list: kind != .list && holdsMaskable
    case .boolean, .integer, .string, .map, .anything: false
    }
  }

  private var holdsMaskable: Bool {
    switch self {
    case .object(let object): object.fields.contains { $0.isMaskable || $0.shape.holdsMaskable }
    case .list(let element, _): element.holdsMaskable
    case .boolean, .integer, .string, .map, .anything: false
    }
  }
}

extension JobSchema {
  /// Whether what stands at `pointer` in a job is compared by itself, so that a mask in its place is seen for one.
  package func isComparedAlone(_ pointer: JSONPointer, in job: Value) -> Bool {
    if pointer == JSONPointer(["metadata"]) || pointer == JSONPointer(["metadata", "name"]) { return false }
    var (place, shape, recognised) = (job, Shape.object(self.job), Set<String>())
    for token in pointer.tokens {
      guard let next = place.child(at: token) else { return false }
      switch (shape, place.kind) {
      case (.object(let object), .map):
        if recognised.contains(token) { return false }
        (shape, recognised) = (object[token]?.shape ?? .anything, [])
      case (.map, .map): shape = .string()
      case (.anything, .map): break
      case (.list(let element, .key(let key)), .list) where next.kind == .map:
        (shape, recognised) = (element, key.fields)
      default: return false
      }
      place = next
    }
    return !pointer.tokens.isEmpty
  }
}
