package import ConfigValue
import JobDiff
import JobModel

/// A value as reports may show it. A secret has no case that could hold it.
package indirect enum ReportedValue: Hashable, Sendable {
  /// A value that is held back.
  case sensitive
  case null
  case boolean(Bool)
  case number(Number)
  case string(String)
  case list([ReportedValue])
  case map([Member])

  package struct Member: Hashable, Sendable {
    package let key: String
    package let value: ReportedValue
  }

  var isContainer: Bool {
    switch self {
    case .list, .map: true
    case .sensitive, .null, .boolean, .number, .string: false
    }
  }

  /// Whether anything in it is held back.
  package var isSensitive: Bool {
    switch self {
    case .sensitive: true
    case .null, .boolean, .number, .string: false
    case .list(let elements): elements.contains(where: \.isSensitive)
    case .map(let members): members.contains(where: \.value.isSensitive)
    }
  }
}

/// Takes secrets out of what is about to be reported.
struct Redactor: Sendable {
  private let secrets: Set<String>
  private let longestFirst: [[UInt8]]
  /// In bytes.
  let longestSecret: Int

  init(secrets: Set<String>) {
    self.secrets = secrets.filter { $0.utf8.count >= SecretText.shortest }
    longestFirst = self.secrets.map { Array($0.utf8) }.sorted {
      $0.count != $1.count ? $0.count > $1.count : $0.lexicographicallyPrecedes($1)
    }
    longestSecret = self.secrets.lazy.map(\.utf8.count).max() ?? 0
  }

  /// The value without its secrets; all of it when `isSecret`.
  func value(_ value: PlainValue, _ shape: Shape, isSecret: Bool) -> ReportedValue {
    if isSecret { return .sensitive }
    switch value {
    case .null: return .null
    case .boolean(let isTrue): return .boolean(isTrue)
    case .number(let number): return secrets.contains(number.description) ? .sensitive : .number(number)
    case .string(let text):
      return holdsSecret(text, shape) ? .sensitive : .string(self.text(text))
    case .list(let elements):
      let element: Shape = if case .list(let element, _) = shape { element } else { .anything }
      return .list(elements.map { self.value($0, element, isSecret: false) })
    case .map(let members):
      return map(members, shape)
    }
  }

  private func map(_ members: [PlainValue.Member], _ shape: Shape) -> ReportedValue {
    let object = if case .object(let object) = shape { object } else { ObjectShape?.none }
    let other: Shape = if case .map = shape { .string() } else { .anything }
    let secrecy = MapSecrecy(of: members, object, by: .blaxel)
    return .map(
      members.map { member in
        .init(
          key: text(member.key),
          value: value(
            member.value, object?[member.key]?.shape ?? other, isSecret: secrecy.covers(member.key, member.value)))
      })
  }

  /// Whether an entry of an open map is secret by its name, on one of the sides that have it.
  func isSecretEntry(_ path: FieldPath, of field: Field?, _ values: [PlainValue?]) -> Bool {
    guard case .map? = field?.shape, case .field(let name)? = path.elements.last, name != field?.name else {
      return false
    }
    return values.compactMap(\.self).contains { value in
      MapSecrecy(of: [PlainValue.Member(name, value)], nil, by: .blaxel).covers(name, value)
    }
  }

  private func holdsSecret(_ text: String, _ shape: Shape) -> Bool {
    let isMisplaced = if case .string = shape { false } else { true }
    if secrets.contains(text) || SecretScan.isSecret(text, isMisplaced: isMisplaced, by: .blaxel) { return true }
    switch shape {
    case .list(of: .object, _), .object: return SecretText.isContainerText(text)
    case .boolean, .integer, .string, .list, .map, .anything: return false
    }
  }

  /// The text with every known secret in it replaced.
  func text(_ text: String) -> String {
    guard !secrets.isEmpty else { return text }
    // By bytes: a mark behind a secret combines with its last character, and hides nothing.
    let bytes = Array(text.utf8)
    let result = longestFirst.reduce(bytes) { bytes, secret in
      bytes.count < secret.count ? bytes : bytes.replacing(secret, with: Self.replacement)
    }
    return result == bytes ? text : String(decoding: result, as: UTF8.self)
  }

  private static let replacement = Array("(sensitive)".utf8)

  /// Where known secrets stand in a text, in its own offsets.
  func occurrences(in bytes: ArraySlice<UInt8>) -> RangeSet<Int> {
    secrets.reduce(into: RangeSet()) { found, secret in
      for range in bytes.ranges(of: Array(secret.utf8)) { found.insert(contentsOf: range) }
    }
  }

  /// What a live job says of itself, without secrets.
  func live(_ live: JobPlan.Live) -> JobPlan.Live {
    JobPlan.Live(
      status: live.status.map(text), updatedAt: live.updatedAt.map(text), updatedBy: live.updatedBy.map(text),
      revision: live.revision.map(text))
  }

  /// The fold without secrets in its path.
  func fold(_ fold: Fold) -> Fold {
    Fold(path: path(fold.path), reason: fold.reason, detail: fold.detail, match: fold.match)
  }

  /// The pointer with known secrets in its names replaced.
  func pointer(_ pointer: JSONPointer) -> JSONPointer {
    secrets.isEmpty ? pointer : JSONPointer(pointer.tokens.map(text))
  }

  /// The path with elements that are known secrets replaced.
  func path(_ path: FieldPath) -> FieldPath {
    guard !secrets.isEmpty else { return path }
    return FieldPath(
      path.elements.map { element in
        switch element {
        case .field(let name): .field(text(name))
        case .key(let key): .key(text(key))
        case .match(let conditions, let position):
          .match(conditions.map { FieldPath.Condition($0.field, text($0.value)) }, position: position)
        case .live: element
        }
      })
  }
}
