import ConfigValue
import JobModel

extension Comparison {
  /// Compares a value that cannot be seen on one side: what it is, nobody can tell; that it is there, everybody can. False when
  /// both sides can be seen.
  ///
  /// Nothing is never left out when a job is saved, so that what was left out differs from every kind of nothing.
  mutating func compareMasked(_ desired: Declaration, _ live: Value?, _ field: Field?, _ shape: Shape) -> Bool {
    let leftOut = leftOut
    if leftOut.live, !leftOut.desired, let live {
      compareWithMask(desired, live, field, shape)
    } else if leftOut.desired, let value = desired.value, live.map(\.isNull) ?? true {
      keepingSecret(true) { $0.record(.add, before: nil, desired: value, field, shape) }
    } else if leftOut.desired || leftOut.live {
      fold(.masked)
    } else if field?.isMaskable == true, isCovered(desired, live) {
      compareWithMaskOfAPI(desired, live, field, shape)
    } else {
      return false
    }
    return true
  }

  /// The live value was left out when the job was saved.
  private mutating func compareWithMask(_ desired: Declaration, _ live: Value, _ field: Field?, _ shape: Shape) {
    guard let value = desired.value else {
      // An object is compared field by field, and nobody knows which of them it has.
      if desired.isSilent, case .object = shape { return fold(.masked) }
      return keepingSecret(true) { $0.compareSilence(desired, live, field, shape) }
    }
    if isUndecided(value) { return fold(.masked) }
    if isEmpty(value, field, shape) {
      keepingSecret(true) { $0.record(.remove, before: live.shown, after: nil, field, shape) }
    } else if value.isZeroScalar {
      keepingSecret(true) { $0.record(.change, before: live, desired: value, field, shape) }
    } else {
      fold(.masked)
    }
  }

  /// The API masks also what is empty. A spec that is silent is therefore not said to leave out anything; one that says that there
  /// is no value is taken at its word.
  private mutating func compareWithMaskOfAPI(
    _ desired: Declaration, _ live: Value?, _ field: Field?, _ shape: Shape
  ) {
    guard case .unset = desired, let live else { return fold(.masked) }
    keepingSecret(true) { $0.compareSilence(desired, live, field, shape) }
  }

  /// Whether the spec's value is a list or map without anything in it. An object without fields is silent about each of them.
  private func isEmpty(_ value: Value, _ field: Field?, _ shape: Shape) -> Bool {
    switch shape {
    case .object where value.kind == .map: return false
    case .list: if let elements = elements(of: value, field) { return elements.isEmpty }
    case .object, .boolean, .integer, .string, .map, .anything: break
    }
    return value.isContainer && value.isZero
  }
}
