import ConfigValue
import JobDiff
import JobModel

/// Takes secrets out of what is about to be reported.
///
/// A class, so that taking it along costs nothing.
final class Redactor: Sendable {
  private let secrets: Set<String>
  private let known: KnownSecrets
  /// In bytes.
  var longestSecret: Int { known.longest }

  init(secrets: Set<String>) {
    self.secrets = secrets.filter { $0.utf8.count >= SecretText.shortest }
    known = KnownSecrets(self.secrets)
  }

  /// Whether no secret is known, so that no text changes.
  var isIdle: Bool { secrets.isEmpty }

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

  /// The text with every known secret in it replaced: those that overlap by one mark, so that nothing is left of any.
  func text(_ text: String) -> String {
    if isIdle { return text }
    // By bytes: a mark behind a secret combines with its last character, and hides nothing.
    let found = known.occurrences(in: text.utf8.span)
    guard !found.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var (result, shown): ([UInt8], Int) = ([], 0)
    for range in found {
      result += bytes[shown..<range.lowerBound]
      result += "(sensitive)".utf8
      shown = range.upperBound
    }
    return String(decoding: result + bytes[shown...], as: UTF8.self)
  }

  /// Where known secrets stand in a text, in its own offsets.
  func occurrences(in bytes: ArraySlice<UInt8>) -> RangeSet<Int> {
    let start = bytes.startIndex
    return RangeSet(known.occurrences(in: bytes.span).map { start + $0.lowerBound..<start + $0.upperBound })
  }

  /// What a live job says of itself, without secrets.
  func live(_ live: JobPlan.Live) -> JobPlan.Live {
    if isIdle { return live }
    return JobPlan.Live(
      status: live.status.map(text), updatedAt: live.updatedAt.map(text), updatedBy: live.updatedBy.map(text),
      revision: live.revision.map(text))
  }

  /// The fold without secrets in its path.
  func fold(_ fold: Fold) -> Fold {
    Fold(path: path(fold.path), reason: fold.reason, detail: fold.detail, match: fold.match)
  }

  /// The pointer with known secrets in its names replaced.
  func pointer(_ pointer: JSONPointer) -> JSONPointer {
    isIdle ? pointer : JSONPointer(pointer.tokens.map(text))
  }

  /// The path with elements that are known secrets replaced.
  func path(_ path: FieldPath) -> FieldPath {
    if isIdle { return path }
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
